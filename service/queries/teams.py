"""Teams and territories: who is in them, and how many accounts belong to them."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.account import Account
from models.team import Team, TeamMember, Territory, TerritoryMember
from models.user import User
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.errors import NotFound


@dataclass(frozen=True)
class GroupRow:
    """One team or territory; ``members`` are number and name of its active users."""

    id: int
    name: str
    version: int
    members: tuple[tuple[int, str], ...]
    accounts: int


def teams(session: Session, principal: Principal) -> list[GroupRow]:
    """All teams by name. :raises Forbidden: only administrators."""
    return _groups(session, principal, Team, TeamMember, "team_id")


def territories(session: Session, principal: Principal) -> list[GroupRow]:
    """All territories by name. :raises Forbidden: only administrators."""
    return _groups(session, principal, Territory, TerritoryMember, "territory_id")


def team(session: Session, principal: Principal, team_id: int) -> GroupRow:
    """One team. :raises Forbidden: only administrators; :raises NotFound: no such team."""
    return _one(_groups(session, principal, Team, TeamMember, "team_id", team_id))


def territory(session: Session, principal: Principal, territory_id: int) -> GroupRow:
    """One territory. :raises Forbidden: only administrators; :raises NotFound: no such territory."""
    return _one(_groups(session, principal, Territory, TerritoryMember, "territory_id", territory_id))


def _one(rows: list[GroupRow]) -> GroupRow:
    if not rows:
        raise NotFound
    return rows[0]


def _groups(
    session: Session,
    principal: Principal,
    group: type[Team] | type[Territory],
    member: type[TeamMember] | type[TerritoryMember],
    column: str,
    group_id: int | None = None,
) -> list[GroupRow]:
    require(principal, Resource.ADMIN, Action.READ, Reach.ALL)
    statement = select(col(group.id), col(group.name), col(group.version)).order_by(func.lower(col(group.name)))
    if group_id is not None:
        statement = statement.where(col(group.id) == group_id)
    member_column, account_column = getattr(member, column), getattr(Account, column)
    joined = (
        select(member_column, col(User.id), col(User.name))
        .join(User, col(User.id) == col(member.user_id))
        .where(col(User.active))
        .order_by(col(User.name), col(User.id))
    )
    members: dict[int, list[tuple[int, str]]] = {}
    for number, user_id, name in session.execute(joined):
        members.setdefault(number, []).append((user_id, name))
    counted = (
        select(account_column, func.count())
        .where(account_column.is_not(None), col(Account.archived_at).is_(None))
        .group_by(account_column)
    )
    accounts: dict[int, int] = {row[0]: row[1] for row in session.execute(counted)}
    return [
        GroupRow(number, name, version, tuple(members.get(number, ())), accounts.get(number, 0))
        for number, name, version in session.execute(statement)
    ]
