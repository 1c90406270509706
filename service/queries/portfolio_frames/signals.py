"""What customers do: usage, tickets, invoices, meetings, departures and contracts."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import and_, case, func, literal_column, or_
from sqlmodel import Session, col

from models.account import Contract
from models.interaction import Interaction, InteractionPerson
from models.person import Person, RoleAssignment
from models.signal import Invoice, Ticket, UsageReading
from scoring.health_facts import SEVERITIES, Days
from scoring.vocabulary import ContractOutcome, Role, SubRole
from service.queries.health_records import MEETINGS, USAGE_WEEKS
from service.queries.known_on import KnownOn
from service.queries.portfolio_frames.as_of import When
from service.queries.portfolio_frames.labels import label_of, labels
from service.queries.portfolio_frames.numbers import Floats, code, day, day_of, days, identity, number
from service.queries.portfolio_frames.reading import Reading
from service.queries.portfolio_frames.selection import Indices, Selection


@dataclass(frozen=True, eq=False)
class UsageFrame:
    """``weekly_active`` (a, weeks), oldest first, NaN = no data; ``as_of`` and ``seats`` (a,)."""

    weekly_active: Floats
    as_of: Days
    seats: Floats


@cache
def _readings(known: When) -> Reading:
    table = UsageReading
    return Reading(
        col(table.account_id),
        [day(col(table.week)), number(col(table.active_users)), number(col(table.seats))],
        lambda statement: statement.where(
            col(table.week) >= known.first_week,
            col(table.week) <= known.last_week,
            col(table.recorded_at) <= known.moment,
        ),
        when=known,
    )


def usage_frame(session: Session, selection: Selection, known: KnownOn) -> UsageFrame:
    """The last whole weeks before the day, all products together."""
    first = known.day - timedelta(days=known.day.weekday() + 7, weeks=USAGE_WEEKS - 1)
    rows = _readings(selection.when).rows(session, selection, known)
    n = len(selection.ids)
    account = rows[:, 0].astype(np.intp)
    cell = account * USAGE_WEEKS + ((rows[:, 1] - day_of(first)) // 7).astype(np.intp)
    active = _summed(cell, rows[:, 2], n)
    seats = _summed(cell, rows[:, 3], n)
    latest = np.full(n, np.nan)
    np.fmax.at(latest, account, rows[:, 1])
    return UsageFrame(active, days(latest + 6), _last_known(seats))


def _summed(cell: Indices, values: Floats, accounts: int) -> Floats:
    """(a, weeks) sums of what is known; NaN where nothing is."""
    known = ~np.isnan(values)
    shape = (accounts, USAGE_WEEKS)
    total = np.bincount(cell[known], weights=values[known], minlength=accounts * USAGE_WEEKS).reshape(shape)
    count = np.bincount(cell[known], minlength=accounts * USAGE_WEEKS).reshape(shape)
    return np.where(count > 0, total, np.nan)


def _last_known(table: Floats) -> Floats:
    """(a,) the last number of each row that is known."""
    known = ~np.isnan(table)
    last = table.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)
    return np.where(known.any(axis=1), table[np.arange(len(table)), last], np.nan)


@dataclass(frozen=True, eq=False)
class TicketsFrame:
    """Per ticket: account (place in the selection), days, severity and topic as codes; see ``PortfolioFacts``."""

    account: Indices
    opened: Days
    closed: Days
    severity: Indices
    topic: Indices


@cache
def _tickets(known: When) -> Reading:
    table = Ticket
    return Reading(
        col(table.account_id),
        [
            day(col(table.opened_at)),
            day(case((col(table.closed_at) <= known.moment, col(table.closed_at)))),
            code(col(table.severity), SEVERITIES),
            identity(col(table.id)),
        ],
        lambda statement: statement.where(
            col(table.opened_at) <= known.moment,
            col(table.created_at) <= known.moment,
            or_(
                col(table.opened_at) >= known.tickets_since,
                col(table.closed_at).is_(None),
                col(table.closed_at) >= known.tickets_since,
            ),
        ),
        when=known,
    )


def tickets_frame(session: Session, selection: Selection, known: KnownOn) -> TicketsFrame:
    """Tickets that can still say something about the day."""
    rows = _tickets(selection.when).rows(session, selection, known)
    return TicketsFrame(
        account=rows[:, 0].astype(np.intp),
        opened=days(rows[:, 1]),
        closed=days(rows[:, 2]),
        severity=rows[:, 3].astype(np.intp),
        topic=_topics(session, selection, rows[:, 4]),
    )


def _topics(session: Session, selection: Selection, tickets: Floats) -> Indices:
    """The category of each ticket as a number, -1 = none."""
    _, ids, which = labels(session, selection, col(Ticket.account_id), col(Ticket.id), col(Ticket.category))
    return label_of(tickets, ids, which)


@dataclass(frozen=True, eq=False)
class InvoicesFrame:
    """Per invoice: account (place in the selection), day due, day paid."""

    account: Indices
    due: Days
    paid: Days


@cache
def _invoices(known: When) -> Reading:
    table = Invoice
    return Reading(
        col(table.account_id),
        [day(col(table.due_on)), day(col(table.paid_on))],
        lambda statement: statement.where(
            col(table.created_at) <= known.moment,
            col(table.due_on) >= known.first_due,
            col(table.due_on) <= known.last_due,
        ),
        when=known,
    )


def invoices_frame(session: Session, selection: Selection, known: KnownOn) -> InvoicesFrame:
    """Invoices of the year around the day; one paid later is unpaid on the day."""
    rows = _invoices(selection.when).rows(session, selection, known)
    paid = np.where(rows[:, 2] <= day_of(known.day), rows[:, 2], np.nan)
    return InvoicesFrame(rows[:, 0].astype(np.intp), days(rows[:, 1]), days(paid))


@cache
def _meetings(known: When) -> Reading:
    role = RoleAssignment
    held = and_(
        col(role.person_id) == col(InteractionPerson.person_id),
        # By the person, who has few roles: by the account SQLite would look at the roles of everybody on it.
        col(role.account_id) + literal_column("0") == col(Interaction.account_id),
        col(role.role) == Role.DECISION_MAKER,
    )
    return Reading(
        col(Interaction.account_id),
        [day(func.max(col(Interaction.occurred_at)))],
        lambda statement: (
            statement.select_from(Interaction)
            .join(InteractionPerson, col(InteractionPerson.interaction_id) == col(Interaction.id))
            .join(role, held)
            .where(
                known.effective(role),
                col(Interaction.kind).in_(MEETINGS),
                col(Interaction.occurred_at) <= known.moment,
            )
            .group_by(known.one(col(Interaction.account_id)))
        ),
        when=known,
    )


def last_meetings(session: Session, selection: Selection, known: KnownOn) -> Days:
    """(a,) the day of the last meeting with a decision maker."""
    rows = _meetings(selection.when).rows(session, selection, known)
    return _by_account(rows, len(selection.ids))


@cache
def _departures(known: When) -> Reading:
    role = RoleAssignment
    gone = (
        or_(col(role.role) == Role.DECISION_MAKER, col(role.sub_role) == SubRole.CHAMPION),
        col(Person.left_on) <= known.day,
        or_(col(Person.left_recorded_at).is_(None), col(Person.left_recorded_at) <= known.moment),
        col(role.recorded_at) <= known.moment,
        or_(col(role.valid_to).is_(None), col(role.valid_to) >= col(Person.left_on)),
        col(Person.erased_at).is_(None),
    )
    return Reading(
        col(role.account_id),
        [day(func.max(col(Person.left_on)))],
        lambda statement: (
            statement.select_from(role)
            .join(Person, col(Person.id) == col(role.person_id))
            .where(*gone)
            .group_by(known.one(col(role.account_id)))
        ),
        when=known,
    )


def key_departures(session: Session, selection: Selection, known: KnownOn) -> Days:
    """(a,) the day on which a decision maker or champion left last, the role being held until then."""
    rows = _departures(selection.when).rows(session, selection, known)
    return _by_account(rows, len(selection.ids))


def _by_account(rows: Floats, accounts: int) -> Days:
    found = np.full(accounts, np.nan)
    found[rows[:, 0].astype(np.intp)] = rows[:, 1]
    return days(found)


@dataclass(frozen=True, eq=False)
class ContractsFrame:
    """Open contracts, the soonest end of each account first: account (place in the selection), ``ids``.

    ``first_notice`` (a,): notice given on the soonest one; ``any`` (a,): whether there is one.
    """

    account: Indices
    ids: NDArray[np.int64]
    first_notice: Days
    any: NDArray[np.bool_]


@cache
def _open_contracts(known: When) -> Reading:
    table = Contract
    return Reading(
        col(table.account_id),
        [day(col(table.ends_on)), day(col(table.notice_given_on)), identity(col(table.id))],
        lambda statement: statement.where(
            col(table.starts_on) <= known.day,
            or_(col(table.outcome) == ContractOutcome.OPEN, col(table.outcome_recorded_at) > known.moment),
        ),
        when=known,
    )


def contracts_frame(session: Session, selection: Selection, known: KnownOn) -> ContractsFrame:
    """Contracts whose outcome was not known on the day."""
    rows = _open_contracts(selection.when).rows(session, selection, known)
    rows = rows[np.lexsort((rows[:, 3], rows[:, 1], rows[:, 0]))]
    account = rows[:, 0].astype(np.intp)
    first = np.flatnonzero(np.diff(account, prepend=-1))
    notice = np.full(len(selection.ids), np.nan)
    notice[account[first]] = np.where(rows[first, 2] <= day_of(known.day), rows[first, 2], np.nan)
    has_any = np.zeros(len(selection.ids), dtype=np.bool_)
    has_any[account] = True
    return ContractsFrame(account, rows[:, 3].astype(np.int64), days(notice), has_any)
