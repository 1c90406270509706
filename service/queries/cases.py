"""Cases as people work them: lists by due time, and one case with all that belongs to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, nulls_last, or_, select
from sqlmodel import Session, col

from models.account import Account
from models.case import Case, CaseStep
from models.user import User
from models.vocabulary import CaseOrigin, CaseState, Urgency
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.keys import name_key
from service.queries.case_candidates import OVER
from service.queries.visibility import accounts_within

PAGE = 50


class Whose(StrEnum):
    """Whose cases a list holds."""

    MINE = "mine"
    TEAM = "team"
    NOBODY = "nobody"
    ALL = "all"


class Show(StrEnum):
    """Cases that are open, those that are over, or both."""

    OPEN = "open"
    SOLVED = "solved"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases are wanted; what is None does not restrict."""

    whose: Whose = Whose.ALL
    show: Show = Show.OPEN
    overdue: bool = False
    state: CaseState | None = None
    urgency: Urgency | None = None
    origin: CaseOrigin | None = None
    root_cause_id: int | None = None
    without_cause: bool = False
    account_id: int | None = None
    search: str | None = None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case of a list. ``steps`` and ``steps_done`` count its things to do."""

    id: int
    title: str
    account_id: int
    account: str
    origin: CaseOrigin
    state: CaseState
    urgency: Urgency
    assignee_id: int | None
    assignee: str | None
    due_at: datetime | None
    escalation: int
    created_at: datetime
    resolved_at: datetime | None
    steps: int
    steps_done: int


@dataclass(frozen=True, slots=True)
class CaseList:
    """One page of cases and how many there are in all."""

    rows: list[CaseRow]
    total: int


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """The reader's open cases: all, overdue, their own, nobody's, and how many of all kinds there ever were."""

    open: int
    overdue: int
    mine: int
    nobody: int
    ever: int


def cases(
    session: Session,
    principal: Principal,
    wanted: CaseFilter = CaseFilter(),
    *,
    now: datetime,
    limit: int = PAGE,
    offset: int = 0,
) -> CaseList:
    """The cases within reach that the filter lets through: by due time, overdue first; solved ones latest first.

    :raises Forbidden: the role sees no cases.
    """
    require(principal, Resource.CASE, Action.READ)
    statement = _rows().where(accounts_within(principal, Resource.CASE), *_conditions(principal, wanted, now))
    total = session.execute(
        statement.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    ).scalar_one()
    if wanted.show is Show.SOLVED:
        statement = statement.order_by(col(Case.resolved_at).desc(), col(Case.id).desc())
    else:
        statement = statement.order_by(nulls_last(col(Case.due_at)), _rank().desc(), col(Case.id))
    found = session.execute(statement.limit(limit).offset(offset))
    return CaseList([CaseRow(*row) for row in found], int(total))


def case_counts(session: Session, principal: Principal, *, now: datetime) -> CaseCounts:
    """How many cases there are within reach, for the head of the list."""
    is_open = col(Case.state).not_in(OVER)

    def count(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
        whens = conditions[0]
        for one in conditions[1:]:
            whens = whens & one
        return func.coalesce(func.sum(case((whens, 1), else_=0)), 0)

    row = session.execute(
        select(
            count(is_open),
            count(is_open, col(Case.due_at) <= now),
            count(is_open, col(Case.assignee_id) == principal.user_id),
            count(is_open, col(Case.assignee_id).is_(None)),
            func.count(),
        )
        .select_from(Case)
        .join(Account, col(Account.id) == col(Case.account_id))
        .where(accounts_within(principal, Resource.CASE))
    ).one()
    return CaseCounts(*(int(value) for value in row))


def _rank() -> ColumnElement[int]:
    return case((col(Case.urgency) == Urgency.HIGH, 2), (col(Case.urgency) == Urgency.NORMAL, 1), else_=0)


def _rows() -> Select[*tuple[Any, ...]]:
    steps = (
        select(col(CaseStep.case_id), func.count().label("steps"), func.count(col(CaseStep.done_at)).label("done"))
        .group_by(col(CaseStep.case_id))
        .subquery("steps")
    )
    return (
        select(
            col(Case.id),
            col(Case.title),
            col(Case.account_id),
            col(Account.name),
            col(Case.origin),
            col(Case.state),
            col(Case.urgency),
            col(Case.assignee_id),
            col(User.name).label("assignee"),
            col(Case.due_at),
            col(Case.escalation),
            col(Case.created_at),
            col(Case.resolved_at),
            func.coalesce(steps.c.steps, 0),
            func.coalesce(steps.c.done, 0),
        )
        .join(Account, col(Account.id) == col(Case.account_id))
        .outerjoin(User, col(User.id) == col(Case.assignee_id))
        .outerjoin(steps, steps.c.case_id == col(Case.id))
    )


def _conditions(principal: Principal, wanted: CaseFilter, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.show is not Show.ALL:
        over = col(Case.state).in_(OVER)
        found.append(over if wanted.show is Show.SOLVED else ~over)
    whose = {
        Whose.MINE: col(Case.assignee_id) == principal.user_id,
        Whose.TEAM: col(Account.team_id).in_(principal.team_ids),
        Whose.NOBODY: col(Case.assignee_id).is_(None),
    }
    if wanted.whose in whose:
        found.append(whose[wanted.whose])
    if wanted.overdue:
        found.append(col(Case.due_at) <= now)
    if wanted.without_cause:
        found.append(col(Case.root_cause_id).is_(None))
    if wanted.search:
        word = name_key(wanted.search)
        found.append(
            or_(
                func.lower(col(Case.title)).contains(wanted.search.lower(), autoescape=True),
                col(Account.name_key).contains(word, autoescape=True),
            )
        )
    equal = {
        Case.state: wanted.state,
        Case.urgency: wanted.urgency,
        Case.origin: wanted.origin,
        Case.root_cause_id: wanted.root_cause_id,
        Case.account_id: wanted.account_id,
    }
    found += [col(column) == value for column, value in equal.items() if value is not None]
    return found
