"""The outer loop: why things go wrong over all customers, how much money that touches, and whether it gets better."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.case import Case, RootCause
from models.vocabulary import CaseOrigin
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.queries.account_arr import arr_of_accounts
from service.queries.case_candidates import OVER
from service.queries.visibility import accounts_within

MONTHS = 12


@dataclass(frozen=True, slots=True)
class CauseRow:
    """One root cause over the cases of a year. ``root_cause_id`` None: nobody has said the cause yet.

    ``touched`` is the ARR of the accounts that have such a case, each counted once, in the company's own currency;
    None without the permission for it. ``trend`` counts cases by the month in which they were opened, oldest first.
    """

    root_cause_id: int | None
    name: str | None
    cases: int
    open: int
    accounts: int
    touched: float | None
    trend: tuple[int, ...]
    origins: tuple[tuple[CaseOrigin, int], ...]


@dataclass(frozen=True, slots=True)
class OuterLoop:
    """Root causes by the number of cases, and the months that their trends speak of."""

    rows: list[CauseRow]
    months: tuple[date, ...]
    currency: str
    cases: int


def outer_loop(session: Session, principal: Principal, *, today: date, currency: str) -> OuterLoop:
    """Root causes of the cases that were opened within the last twelve months, among the accounts within reach.

    :raises Forbidden: the role sees no cases.
    """
    require(principal, Resource.CASE, Action.READ)
    months = _months(today)
    first = datetime.combine(months[0], time(0), UTC)
    statement = (
        select(
            col(Case.root_cause_id),
            col(RootCause.name),
            col(Case.account_id),
            col(Case.state),
            col(Case.origin),
            col(Case.created_at),
        )
        .join(Account, col(Account.id) == col(Case.account_id))
        .outerjoin(RootCause, col(RootCause.id) == col(Case.root_cause_id))
        .where(accounts_within(principal, Resource.CASE), col(Case.created_at) >= first)
    )
    groups: dict[tuple[int | None, str | None], list[tuple[int, bool, CaseOrigin, date]]] = {}
    for cause_id, name, account_id, state, origin, created_at in session.execute(statement):
        month = created_at.date().replace(day=1)
        groups.setdefault((cause_id, name), []).append((account_id, state not in OVER, origin, month))
    arr = arr_of_accounts(session, principal, today, currency)
    rows = [_row(cause_id, name, found, months, arr) for (cause_id, name), found in groups.items()]
    rows.sort(key=lambda row: (row.root_cause_id is None, -row.cases, row.name or ""))
    return OuterLoop(rows, months, currency, sum(row.cases for row in rows))


def _row(
    cause_id: int | None,
    name: str | None,
    found: list[tuple[int, bool, CaseOrigin, date]],
    months: tuple[date, ...],
    arr: dict[int, float] | None,
) -> CauseRow:
    accounts = {account_id for account_id, *_rest in found}
    by_month = Counter(month for *_rest, month in found)
    return CauseRow(
        root_cause_id=cause_id,
        name=name,
        cases=len(found),
        open=sum(is_open for _account, is_open, *_rest in found),
        accounts=len(accounts),
        touched=None if arr is None else sum(arr.get(account_id, 0.0) for account_id in accounts),
        trend=tuple(by_month[month] for month in months),
        origins=tuple(Counter(origin for _account, _open, origin, _month in found).most_common()),
    )


def _months(today: date) -> tuple[date, ...]:
    """The first days of the last twelve months, this one included, oldest first.

    >>> [str(day) for day in _months(date(2026, 2, 10))[-3:]]
    ['2025-12-01', '2026-01-01', '2026-02-01']
    """
    number = today.year * 12 + today.month - 1
    return tuple(date(n // 12, n % 12 + 1, 1) for n in range(number - MONTHS + 1, number + 1))
