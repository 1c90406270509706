"""Revenue retained: what was due, what stayed, and what it grew to."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import or_, select
from sqlmodel import Session, col

from models.account import Account, Contract
from models.money import ExchangeRate
from scoring.vocabulary import ContractOutcome
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.queries.known_on import KnownOn
from service.queries.open_renewals import in_currency
from service.queries.visibility import accounts_within

YEAR = timedelta(days=365)
# A contract that begins so near the end of another one follows it.
_BEFORE, _AFTER = timedelta(days=45), timedelta(days=92)
# With fewer contracts due, a point of the trend says more about chance than about retention.
LEAST_DUE = 5


@dataclass(frozen=True, slots=True)
class ClosedRenewal:
    """One contract with its outcome: ``due`` a year's revenue before, ``kept`` of it, and ``after``, what it became."""

    ends_on: date
    due: Decimal
    kept: Decimal
    after: Decimal
    lost: bool


@dataclass(frozen=True, slots=True)
class RetentionFigures:
    """Shares of the revenue due within a year, None where none was; ``gross`` is at most 1, ``net`` may exceed it."""

    gross: float | None
    net: float | None
    renewed: int
    due: int
    lost: Decimal


def closed_renewals(session: Session, principal: Principal, known: KnownOn, currency: str) -> list[ClosedRenewal]:
    """Every contract whose outcome was known, by its end; those in a currency without a rate are left out.

    What a contract became is the next one of the same account; where none is on record, a renewal counts as unchanged.
    """
    statement = (
        select(
            col(Contract.account_id),
            col(Contract.id),
            col(Contract.starts_on),
            col(Contract.ends_on),
            col(Contract.arr),
            col(Contract.currency),
            col(ExchangeRate.rate),
            col(Contract.outcome),
            col(Contract.outcome_recorded_at),
        )
        .join(Account, col(Account.id) == col(Contract.account_id))
        .outerjoin(ExchangeRate, col(ExchangeRate.currency) == col(Contract.currency))
        .where(
            accounts_within(principal, Resource.ACCOUNT),
            accounts_within(principal, Resource.REVENUE),
            or_(col(Contract.currency) == currency, col(ExchangeRate.rate).is_not(None)),
        )
        .order_by(col(Contract.ends_on), col(Contract.id))
    )
    rows = session.execute(statement).all()
    begun: dict[int, list[tuple[date, int, Decimal]]] = defaultdict(list)
    for row in rows:
        arr = in_currency(row.arr, row.currency == currency, row.rate)
        begun[row.account_id].append((row.starts_on, row.id, arr))
    closed = []
    for row in rows:
        if row.outcome is ContractOutcome.OPEN or row.outcome_recorded_at is None:
            continue
        if row.outcome_recorded_at > known.moment or row.ends_on > known.day:
            continue
        due = in_currency(row.arr, row.currency == currency, row.rate)
        lost = row.outcome is ContractOutcome.LOST
        after = Decimal(0) if lost else _successor(begun[row.account_id], row.id, row.ends_on, due)
        closed.append(ClosedRenewal(row.ends_on, due, min(due, after), after, lost))
    return closed


def retention(closed: list[ClosedRenewal], day: date) -> RetentionFigures:
    """Retention over the contracts that ended in the twelve months up to ``day``.

    >>> year = [ClosedRenewal(date(2026, 1, 31), Decimal(100), Decimal(100), Decimal(150), False),
    ...         ClosedRenewal(date(2026, 2, 28), Decimal(100), Decimal(0), Decimal(0), True)]
    >>> found = retention(year, date(2026, 3, 1))
    >>> found.gross, found.net, found.renewed, found.due, found.lost
    (0.5, 0.75, 1, 2, Decimal('100'))
    """
    year = [one for one in closed if day - YEAR < one.ends_on <= day]
    due = sum((one.due for one in year), Decimal(0))
    return RetentionFigures(
        gross=float(sum((one.kept for one in year), Decimal(0)) / due) if due else None,
        net=float(sum((one.after for one in year), Decimal(0)) / due) if due else None,
        renewed=sum(not one.lost for one in year),
        due=len(year),
        lost=sum((one.due for one in year if one.lost), Decimal(0)),
    )


def retention_trend(closed: list[ClosedRenewal], day: date, months: int = 12) -> list[tuple[date, float]]:
    """Gross retention over the twelve months up to each of the last month ends, where enough was due; oldest first."""
    points = []
    for back in range(months, -1, -1):
        on = month_before(day, back)
        figures = retention(closed, on)
        full = closed and closed[0].ends_on <= on - YEAR
        if figures.gross is not None and figures.due >= LEAST_DUE and full:
            points.append((on, figures.gross))
    return points


def month_before(day: date, months: int) -> date:
    """The same day some months earlier, or the last day of that month.

    >>> month_before(date(2026, 3, 31), 1), month_before(date(2026, 1, 15), 2)
    (datetime.date(2026, 2, 28), datetime.date(2025, 11, 15))
    """
    index = day.year * 12 + day.month - 1 - months
    first = date(index // 12, index % 12 + 1, 1)
    following = date((index + 1) // 12, (index + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def _successor(begun: list[tuple[date, int, Decimal]], contract_id: int, ends_on: date, due: Decimal) -> Decimal:
    later = sorted(one for one in begun if one[1] != contract_id)
    place = bisect_left(later, (ends_on - _BEFORE, 0, Decimal(0)))
    if place < len(later) and later[place][0] <= ends_on + _AFTER:
        return later[place][2]
    return due
