"""Who may work the cases of an account, and who is above them."""

from datetime import datetime

from sqlalchemy import case, func, or_, select
from sqlmodel import Session, col

from models.account import Account
from models.case import Case
from models.team import TeamMember, TerritoryMember
from models.user import User
from models.vocabulary import CaseState, UserRole
from service.auth.identify import principal_of
from service.auth.policy import Action, Resource
from service.cases.assignment import Candidate, Standing
from service.queries.visibility import may

OVER = (CaseState.RESOLVED, CaseState.CLOSED)
_WORKING = (UserRole.SALES, UserRole.CSM, UserRole.ADMIN)


def may_work(session: Session, user: User | None, account_id: int, *, now: datetime) -> bool:
    """Whether a colleague is active and may write the cases of the account."""
    if user is None or not user.active:
        return False
    return may(session, principal_of(session, user, now=now), account_id, Resource.CASE, Action.WRITE)


def case_candidates(session: Session, account: Account) -> list[Candidate]:
    """Everybody to whom a case of the account can be given: they can sign in and may write its cases."""
    statement = (
        select(col(User.id), col(User.role), col(User.away_until))
        .where(
            col(User.active),
            col(User.role).in_(_WORKING),
            or_(col(User.password).is_not(None), col(User.last_signed_in_at).is_not(None)),
        )
        .order_by(col(User.id))
    )
    team = _members(session, TeamMember.user_id, TeamMember.team_id, account.team_id)
    territory = _members(session, TerritoryMember.user_id, TerritoryMember.territory_id, account.territory_id)
    users = [
        (row, standings)
        for row in session.execute(statement)
        if (standings := _standings(row.id, row.role, account, team, territory))
    ]
    load = _load(session, [row.id for row, _standings in users])
    return [Candidate(row.id, standings, row.away_until, *load.get(row.id, (0, None))) for row, standings in users]


def colleagues_for(session: Session, account: Account) -> list[tuple[int, str]]:
    """Number and name of everybody to whom a case of the account can be given, by name."""
    ids = [one.user_id for one in case_candidates(session, account)]
    statement = select(col(User.id), col(User.name)).where(col(User.id).in_(ids)).order_by(col(User.name), col(User.id))
    return [(row.id, row.name) for row in session.execute(statement)]


def leads_of(session: Session, account: Account) -> list[int]:
    """Who is above the account's owner: the leadership in its team, else every administrator who can sign in."""
    leads: list[int] = []
    if account.team_id is not None:
        leads = list(
            session.execute(
                select(col(User.id))
                .join(TeamMember, col(TeamMember.user_id) == col(User.id))
                .where(
                    col(TeamMember.team_id) == account.team_id,
                    col(User.active),
                    col(User.role) == UserRole.LEADERSHIP,
                )
                .order_by(col(User.id))
            ).scalars()
        )
    if leads:
        return leads
    admins = select(col(User.id)).where(col(User.active), col(User.role) == UserRole.ADMIN).order_by(col(User.id))
    return list(session.execute(admins).scalars())


def _members(session: Session, user_id: int, group_id: int, wanted: int | None) -> set[int]:
    if wanted is None:
        return set()
    return set(session.execute(select(col(user_id)).where(col(group_id) == wanted)).scalars())


def _standings(
    user_id: int, role: UserRole, account: Account, team: set[int], territory: set[int]
) -> frozenset[Standing]:
    held = {
        Standing.OWNER: account.owner_id == user_id,
        Standing.CSM: account.csm_id == user_id,
        Standing.TEAM: user_id in team,
        Standing.TERRITORY: user_id in territory,
        Standing.ADMIN: role is UserRole.ADMIN,
    }
    return frozenset(standing for standing, holds in held.items() if holds)


def _load(session: Session, ids: list[int]) -> dict[int, tuple[int, datetime | None]]:
    open_cases = func.sum(case((col(Case.state).in_(OVER), 0), else_=1))
    statement = (
        select(col(Case.assignee_id), open_cases, func.max(col(Case.created_at)))
        .where(col(Case.assignee_id).in_(ids))
        .group_by(col(Case.assignee_id))
    )
    return {user_id: (int(count), latest) for user_id, count, latest in session.execute(statement)}
