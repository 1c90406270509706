"""Usage week by week, tickets and invoices: what the story does to the operational data."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from models.signal import Invoice, Ticket, UsageReading
from scoring.vocabulary import Role, TicketSeverity
from service.demo.customer import Customer, workday
from service.demo.rows import Rows
from service.demo.story import Cause, Shape, Term
from service.demo.subjects import TICKET_TOPICS, ticket_subject

_WEEK, _QUARTER = timedelta(weeks=1), timedelta(days=91)
_SEATS = {"Enterprise": (150, 900), "Mid-market": (30, 160), "Small business": (5, 30)}
# What is left of the usage when a trouble is at its worst.
_USAGE_LOST = {
    Cause.USAGE_DECLINE: 0.88, Cause.CHAMPION_LEFT: 0.35, Cause.UNSOLVED_PROBLEMS: 0.35, Cause.BUDGET_CUT: 0.15,
    Cause.SILENT_DECISION_MAKER: 0.15, Cause.BLOCKER: 0.2, Cause.INSOLVENCY: 0.55, Cause.GROUP_DECISION: 0.25,
}  # fmt: skip
_SEVERITIES = tuple(TicketSeverity)


def seats_of(customer: Customer, rng: Random) -> int:
    """How many seats the customer pays for."""
    low, high = _SEATS[customer.story.segment]
    return round(low + (high - low) * rng.random() ** 2)


def add_usage(rows: Rows, customer: Customer, seats: int, rng: Random) -> None:
    """Add one reading a week: growth after the start, holidays, chance, and the trouble."""
    story = customer.story
    adoption, growth = rng.uniform(0.55, 0.92), rng.gauss(0.0004, 0.0008)
    if story.shape is Shape.SINGLE_THREADED:
        adoption *= 0.85
    week = customer.first_day + timedelta(days=-customer.first_day.weekday() % 7)
    number = 0
    while week + _WEEK <= customer.last_day:
        started = min(1.0, 0.25 + (week - story.customer_since).days / 160)
        season = 0.6 if week.isocalendar().week in customer.country.quiet_weeks else 1.0
        lost = story.trouble_on(week) * _USAGE_LOST[story.trouble.cause] if story.trouble else 0.0
        share = adoption * started * season * (1 + growth * number) * (1 - lost) * rng.gauss(1, 0.045)
        active = max(0, min(seats, round(seats * share)))
        rows.add(
            UsageReading,
            account_id=customer.account_id,
            week=week,
            product="Planner",
            active_users=float(active),
            seats=float(seats),
            events=float(round(active * rng.uniform(22, 40))),
            recorded_at=datetime.combine(week + _WEEK, time(0), tzinfo=UTC),
        )
        week += _WEEK
        number += 1


def add_tickets(rows: Rows, customer: Customer, seats: int, rng: Random) -> list[tuple[int, int, date, str]]:
    """Add what the customer complained about; returned are (ticket, person, day closed, topic) of the solved ones."""
    story = customer.story
    solved: list[tuple[int, int, date, str]] = []
    monthly = 0.25 + (seats / 100) ** 0.6
    pet_topic = rng.choice(TICKET_TOPICS)
    day = customer.first_day
    while True:
        misery = story.suffers(Cause.UNSOLVED_PROBLEMS, day)
        others = story.trouble_on(day) * 0.5
        day += timedelta(days=1 + int(rng.expovariate(monthly * (1 + 4 * misery + others) / 30)))
        if day >= customer.last_day:
            return solved
        reporters = [a for a in customer.actors if a.role is not Role.DECISION_MAKER and a.there(day)]
        person = rng.choice(reporters).person_id if reporters else None
        topic = pet_topic if rng.random() < 0.2 + 0.6 * misery else rng.choice(TICKET_TOPICS)
        severity = rng.choices(_SEVERITIES, (0.3, 0.5, 0.15 + misery, 0.05 + 0.8 * misery))[0]
        takes = rng.expovariate(1 / 4) + (rng.uniform(20, 70) * misery if misery > 0.15 else 0)
        opened = customer.at(workday(day), rng)
        closed = opened + timedelta(days=max(0.05, takes))
        still_open = closed >= customer.horizon
        ticket = rows.add(
            Ticket,
            account_id=customer.account_id,
            person_id=person,
            subject=ticket_subject(topic, customer.language, rng),
            category=topic,
            severity=severity,
            opened_at=opened,
            closed_at=None if still_open else closed,
            created_at=opened,
            updated_at=opened if still_open else closed,
        )
        if person is not None and not still_open and closed.date() < customer.last_day:
            solved.append((ticket, person, closed.date(), topic))


def add_invoices(rows: Rows, customer: Customer, terms: list[tuple[Term, Decimal]], rng: Random) -> None:
    """Add a bill a quarter, paid late where money is the trouble."""
    punctual = rng.gauss(-3, 4)
    for term, arr in terms:
        due = term.starts_on + timedelta(days=30)
        while due < term.ends_on and due - timedelta(days=30) < customer.last_day:
            if due >= customer.first_day:
                _add_invoice(rows, customer, due, arr / 4, punctual, rng)
            due += _QUARTER


def _add_invoice(rows: Rows, customer: Customer, due: date, amount: Decimal, punctual: float, rng: Random) -> None:
    story = customer.story
    late = punctual + rng.gauss(0, 3) + (25 if rng.random() < 0.04 else 0)
    late += 45 * story.suffers(Cause.BUDGET_CUT, due) + 140 * story.suffers(Cause.INSOLVENCY, due)
    issued = datetime.combine(due - timedelta(days=30), time(0), tzinfo=UTC)
    paid = due + timedelta(days=round(max(-25, late)))
    known_paid = paid < customer.today
    number = rows.next_number(Invoice)
    rows.add(
        Invoice,
        account_id=customer.account_id,
        number=f"TW-{due.year}-{number:06d}",
        amount=amount.quantize(Decimal("0.01")),
        currency=customer.country.currency,
        due_on=due,
        paid_on=paid if known_paid else None,
        created_at=issued,
        updated_at=datetime.combine(paid, time(0), tzinfo=UTC) if known_paid else issued,
    )
