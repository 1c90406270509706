"""Read what the health of some accounts is computed from, beside their chains, as known on one day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlmodel import Session, col

from models.account import Account, Contract
from models.interaction import Interaction, InteractionPerson
from models.person import Person, RoleAssignment
from models.signal import Invoice, Ticket, UsageReading
from models.survey import Invitation, Response
from scoring import health_facts as core
from scoring.vocabulary import ContractOutcome, InteractionKind, Role
from service.queries.chunks import chunks
from service.queries.known_on import KnownOn

USAGE_WEEKS = 12
# A mail or a note is no meeting of minds.
MEETINGS = (InteractionKind.MEETING, InteractionKind.CALL, InteractionKind.EVENT)
# A problem opened longer ago says nothing about today.
TICKET_DAYS = 365


@dataclass(frozen=True, slots=True)
class OpenContract:
    """A contract whose outcome was not known on the day."""

    id: int
    starts_on: date
    ends_on: date
    notice_days: int
    notice_given_on: date | None
    arr: float
    currency: str


@dataclass(slots=True)
class HealthRecords:
    """What is on record about one account, beside its chain."""

    account_id: int
    segment: str | None
    customer_since: date | None
    contracts: list[OpenContract] = field(default_factory=list)
    meetings: list[core.Evidence] = field(default_factory=list)
    weekly_active: tuple[float | None, ...] = ()
    usage_as_of: date | None = None
    seats: float | None = None
    tickets: list[core.Ticket] = field(default_factory=list)
    invoices: list[core.Invoice] = field(default_factory=list)
    departures: list[core.Departure] = field(default_factory=list)
    asked: bool = False
    # Person -> day of the latest valid answer, for the response coverage.
    answered: dict[int, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sources:
    """When each source of signals was last heard of, over all accounts; None where it never was."""

    tickets: date | None
    invoices: date | None


def health_records(session: Session, account_ids: Sequence[int], known: KnownOn) -> dict[int, HealthRecords]:
    """The records of each account that exists, in the order of ``account_ids``."""
    found: dict[int, HealthRecords] = {}
    for run in chunks(account_ids):
        accounts = select(col(Account.id), col(Account.segment), col(Account.customer_since)).where(
            col(Account.id).in_(run)
        )
        records = {r.id: HealthRecords(r.id, r.segment, r.customer_since) for r in session.execute(accounts)}
        _add_contracts(session, run, known, records)
        _add_meetings(session, run, known, records)
        _add_usage(session, run, known, records)
        _add_tickets(session, run, known, records)
        _add_invoices(session, run, known, records)
        _add_departures(session, run, known, records)
        _add_answers(session, run, known, records)
        found.update(records)
    return {account_id: found[account_id] for account_id in account_ids if account_id in found}


def sources(session: Session, known: KnownOn) -> Sources:
    """When tickets and invoices were last heard of: an account without any is then known to have none."""
    return Sources(*(_heard(_last_change(session, table, known), known) for table in (Ticket, Invoice)))


def _last_change(session: Session, table: type[Ticket] | type[Invoice], known: KnownOn) -> datetime | None:
    # The newest by the index: the greatest of all would be looked for in every row.
    statement = (
        select(col(table.updated_at))
        .where(col(table.created_at) <= known.moment)
        .order_by(col(table.updated_at).desc())
        .limit(1)
    )
    return session.execute(statement).scalar_one_or_none()


def _heard(at: datetime | None, known: KnownOn) -> date | None:
    return None if at is None else min(at.astimezone(UTC).date(), known.day)


def _add_contracts(session: Session, ids: Sequence[int], known: KnownOn, records: dict[int, HealthRecords]) -> None:
    table = Contract
    statement = (
        select(
            col(table.id),
            col(table.account_id),
            col(table.starts_on),
            col(table.ends_on),
            col(table.notice_days),
            col(table.notice_given_on),
            col(table.arr),
            col(table.currency),
        )
        .where(
            col(table.account_id).in_(ids),
            col(table.starts_on) <= known.day,
            or_(
                col(table.outcome) == ContractOutcome.OPEN,
                col(table.outcome_recorded_at) > known.moment,
            ),
        )
        .order_by(col(table.ends_on), col(table.id))
    )
    for row in session.execute(statement):
        notice = row.notice_given_on
        records[row.account_id].contracts.append(
            OpenContract(
                id=row.id,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                notice_days=row.notice_days,
                notice_given_on=notice if notice is not None and notice <= known.day else None,
                arr=float(row.arr),
                currency=row.currency,
            )
        )


def _add_meetings(session: Session, ids: Sequence[int], known: KnownOn, records: dict[int, HealthRecords]) -> None:
    statement = (
        select(col(Interaction.id), col(Interaction.account_id), col(Interaction.occurred_at))
        .join(InteractionPerson, col(InteractionPerson.interaction_id) == col(Interaction.id))
        .join(
            RoleAssignment,
            and_(
                col(RoleAssignment.person_id) == col(InteractionPerson.person_id),
                col(RoleAssignment.account_id) == col(Interaction.account_id),
                col(RoleAssignment.role) == Role.DECISION_MAKER,
                known.effective(RoleAssignment),
            ),
        )
        .where(
            col(Interaction.account_id).in_(ids),
            col(Interaction.kind).in_(MEETINGS),
            col(Interaction.occurred_at) <= known.moment,
        )
        .order_by(col(Interaction.occurred_at), col(Interaction.id))
        .distinct()
    )
    for row in session.execute(statement):
        day = row.occurred_at.astimezone(UTC).date()
        evidence = core.Evidence(core.EvidenceSource.INTERACTION, str(row.id), day)
        # Only the latest one counts; it is the evidence too.
        records[row.account_id].meetings = [evidence]


def _add_usage(session: Session, ids: Sequence[int], known: KnownOn, records: dict[int, HealthRecords]) -> None:
    # The last whole week before the day, and the eleven before it.
    last = known.day - timedelta(days=known.day.weekday() + 7)
    first = last - timedelta(weeks=USAGE_WEEKS - 1)
    table = UsageReading
    statement = (
        select(
            col(table.account_id),
            col(table.week),
            func.sum(col(table.active_users)).label("active"),
            func.sum(col(table.seats)).label("seats"),
        )
        .where(
            col(table.account_id).in_(ids),
            col(table.week) >= first,
            col(table.week) <= last,
            col(table.recorded_at) <= known.moment,
        )
        .group_by(col(table.account_id), col(table.week))
        .order_by(col(table.account_id), col(table.week))
    )
    weeks: dict[int, dict[int, float]] = defaultdict(dict)
    for row in session.execute(statement):
        place = (row.week - first).days // 7
        weeks[row.account_id][place] = float(row.active)
        records[row.account_id].usage_as_of = row.week + timedelta(days=6)
        if row.seats is not None:
            records[row.account_id].seats = float(row.seats)
    for account_id, active in weeks.items():
        records[account_id].weekly_active = tuple(active.get(place) for place in range(USAGE_WEEKS))


def _add_tickets(session: Session, ids: Sequence[int], known: KnownOn, records: dict[int, HealthRecords]) -> None:
    table = Ticket
    since = known.moment - timedelta(days=TICKET_DAYS)
    statement = (
        select(
            col(table.id),
            col(table.account_id),
            col(table.opened_at),
            col(table.closed_at),
            col(table.severity),
            col(table.category),
        )
        .where(
            col(table.account_id).in_(ids),
            col(table.opened_at) <= known.moment,
            col(table.created_at) <= known.moment,
            or_(col(table.opened_at) >= since, col(table.closed_at).is_(None), col(table.closed_at) >= since),
        )
        .order_by(col(table.opened_at), col(table.id))
    )
    for row in session.execute(statement):
        closed = row.closed_at if row.closed_at is not None and row.closed_at <= known.moment else None
        records[row.account_id].tickets.append(
            core.Ticket(
                reference=str(row.id),
                opened_on=row.opened_at.astimezone(UTC).date(),
                closed_on=None if closed is None else closed.astimezone(UTC).date(),
                severity=row.severity,
                topic=row.category,
            )
        )


def _add_invoices(session: Session, ids: Sequence[int], known: KnownOn, records: dict[int, HealthRecords]) -> None:
    table = Invoice
    statement = (
        select(col(table.id), col(table.account_id), col(table.due_on), col(table.paid_on))
        .where(
            col(table.account_id).in_(ids),
            col(table.created_at) <= known.moment,
            col(table.due_on) >= known.day - timedelta(days=TICKET_DAYS),
            col(table.due_on) <= known.day + timedelta(days=TICKET_DAYS),
        )
        .order_by(col(table.due_on), col(table.id))
    )
    for row in session.execute(statement):
        paid = row.paid_on if row.paid_on is not None and row.paid_on <= known.day else None
        records[row.account_id].invoices.append(core.Invoice(str(row.id), row.due_on, paid))


def _add_departures(session: Session, ids: Sequence[int], known: KnownOn, records: dict[int, HealthRecords]) -> None:
    role = RoleAssignment
    statement = (
        select(
            col(role.account_id),
            col(role.person_id),
            col(role.role),
            col(role.sub_role),
            col(Person.left_on),
        )
        .join(Person, col(Person.id) == col(role.person_id))
        .where(
            col(role.account_id).in_(ids),
            col(Person.left_on) <= known.day,
            or_(col(Person.left_recorded_at).is_(None), col(Person.left_recorded_at) <= known.moment),
            col(role.recorded_at) <= known.moment,
            # The role was held until the departure, not given up before it.
            or_(col(role.valid_to).is_(None), col(role.valid_to) >= col(Person.left_on)),
            col(Person.erased_at).is_(None),
        )
        .order_by(col(Person.left_on), col(role.person_id), col(role.role), col(role.sub_role))
        .distinct()
    )
    for row in session.execute(statement):
        records[row.account_id].departures.append(
            core.Departure(str(row.person_id), row.left_on, row.role, row.sub_role)
        )


def _add_answers(session: Session, ids: Sequence[int], known: KnownOn, records: dict[int, HealthRecords]) -> None:
    answers = (
        select(
            col(Response.account_id),
            col(Response.person_id),
            func.max(col(Response.answered_at)).label("latest"),
        )
        .where(
            col(Response.account_id).in_(ids),
            col(Response.answered_at) <= known.moment,
            known.recorded(Response),
        )
        .group_by(col(Response.account_id), col(Response.person_id))
    )
    for row in session.execute(answers):
        record = records[row.account_id]
        record.asked = True
        if row.person_id is not None:
            record.answered[row.person_id] = row.latest.astimezone(UTC).date()
    asked = (
        select(col(Invitation.account_id))
        .where(col(Invitation.account_id).in_(ids), col(Invitation.sent_at) <= known.moment)
        .distinct()
    )
    for row in session.execute(asked):
        records[row.account_id].asked = True
