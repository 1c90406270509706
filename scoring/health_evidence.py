"""The records behind each group of an account's health score, newest first."""

from datetime import date, timedelta

from scoring.health_facts import AccountFacts, Evidence, EvidenceSource, Invoice, Ticket
from scoring.health_parameters import Scorecard
from scoring.vocabulary import HealthGroup


def group_evidence(facts: AccountFacts, today: date, scorecard: Scorecard) -> dict[HealthGroup, tuple[Evidence, ...]]:
    """What each group opens down to: people, answers, tickets, invoices, weeks of use and dates.

    A ticket's value is its severity-weighted open days in the window, an invoice's the days it is overdue,
    a week's the active users. Only what counts today is listed: a problem long closed or an invoice paid is not.

    >>> from scoring.health_parameters import DEFAULT_SCORECARD
    >>> late = AccountFacts("a", invoices=(Invoice("I-1", date(2026, 1, 1), None),))
    >>> group_evidence(late, date(2026, 1, 11), DEFAULT_SCORECARD)[HealthGroup.COMMERCIAL][0].value
    10.0
    """
    found = {
        HealthGroup.SENTIMENT: facts.sentiment_evidence,
        HealthGroup.RELATIONSHIPS: facts.relationship_evidence + _relationships(facts, today, scorecard),
        HealthGroup.USAGE: _usage(facts, today, scorecard),
        HealthGroup.SUPPORT: _support(facts, today, scorecard),
        HealthGroup.COMMERCIAL: _commercial(facts, today),
        HealthGroup.RESPONSIVENESS: facts.response_evidence,
    }
    return {group: tuple(sorted(records, key=_newest_first)) for group, records in found.items()}


def _newest_first(record: Evidence) -> tuple[int, str]:
    return (-record.day.toordinal() if record.day else 0, record.reference)


def _relationships(facts: AccountFacts, today: date, card: Scorecard) -> tuple[Evidence, ...]:
    windows = [cap.within_days for cap in card.caps if cap.group is HealthGroup.RELATIONSHIPS]
    left = [
        Evidence(EvidenceSource.PERSON, departure.person, departure.left_on)
        for departure in facts.departures
        if departure.is_key
        and departure.left_on <= today
        and any(days is None or (today - departure.left_on).days <= days for days in windows)
    ]
    met = facts.last_decision_maker_meeting
    if met is not None and met <= today:
        left.append(Evidence(EvidenceSource.INTERACTION, "decision_maker_meeting", met))
    return tuple(left)


def _usage(facts: AccountFacts, today: date, card: Scorecard) -> tuple[Evidence, ...]:
    recent = facts.weekly_active[-card.usage_weeks :]
    last = facts.usage_as_of or today
    weeks = [last - timedelta(weeks=len(recent) - 1 - place) for place in range(len(recent))]
    return tuple(
        Evidence(EvidenceSource.USAGE, "weekly_active", week, float(count))
        for week, count in zip(weeks, recent, strict=True)
        if count is not None
    )


def _support(facts: AccountFacts, today: date, card: Scorecard) -> tuple[Evidence, ...]:
    weights = dict(card.severity_weights)
    begins = today - timedelta(days=card.support_window_days)

    def stood(ticket: Ticket) -> float:
        until = today if ticket.closed_on is None else min(ticket.closed_on, today)
        return max((until - max(ticket.opened_on, begins)).days, 0) * weights[ticket.severity]

    return tuple(
        Evidence(EvidenceSource.TICKET, ticket.reference, ticket.opened_on, stood(ticket))
        for ticket in facts.tickets or ()
        if ticket.opened_on <= today and (ticket.closed_on is None or ticket.closed_on > begins)
    )


def _commercial(facts: AccountFacts, today: date) -> tuple[Evidence, ...]:
    def overdue(invoice: Invoice) -> bool:
        return invoice.due_on < today and (invoice.paid_on is None or invoice.paid_on > today)

    found = [
        Evidence(EvidenceSource.INVOICE, invoice.reference, invoice.due_on, float((today - invoice.due_on).days))
        for invoice in facts.invoices or ()
        if overdue(invoice)
    ]
    if facts.notice_given_on is not None and facts.notice_given_on <= today:
        found.append(Evidence(EvidenceSource.CONTRACT, "notice_given", facts.notice_given_on))
    return tuple(found)
