"""Our own people: for the administration, for choosing a colleague, and for oneself."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlmodel import Session, col

from models.sign_in import BrowserSession
from models.team import Team, TeamMember, Territory, TerritoryMember
from models.user import ApiToken, User
from models.vocabulary import UserRole
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.errors import Invalid, NotFound

PAGE = 50
SORTS = {"name": col(User.name), "email": col(User.email), "role": col(User.role), "seen": col(User.last_signed_in_at)}


@dataclass(frozen=True)
class UserRow:
    """One user as the administration lists them."""

    id: int
    name: str
    email: str
    title: str | None
    role: UserRole
    active: bool
    can_sign_in: bool
    last_signed_in_at: datetime | None
    teams: tuple[str, ...]
    territories: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """One page of users; ``total`` counts all that match."""

    rows: list[UserRow]
    total: int
    page: int
    pages: int


def users(
    session: Session,
    principal: Principal,
    *,
    search: str = "",
    role: UserRole | None = None,
    active: bool | None = None,
    team_id: int | None = None,
    sort: str = "name",
    page: int = 1,
    size: int = PAGE,
) -> Page:
    """The users that match, ``sort`` one of :data:`SORTS`, "-" in front for descending.

    :raises Forbidden: only administrators; :raises Invalid: an unknown order.
    """
    require(principal, Resource.ADMIN, Action.READ, Reach.ALL)
    order = SORTS.get(sort.removeprefix("-"))
    if order is None:
        raise Invalid("There is no such order.", [{"path": "sort", "message": f"One of {', '.join(SORTS)}."}])
    where: list[ColumnElement[bool]] = []
    if search.strip():
        like = f"%{_escaped(search.strip().lower())}%"
        where.append(
            or_(func.lower(col(User.name)).like(like, escape="!"), func.lower(col(User.email)).like(like, escape="!"))
        )
    if role is not None:
        where.append(col(User.role) == role)
    if active is not None:
        where.append(col(User.active) == active)
    if team_id is not None:
        where.append(col(User.id).in_(select(col(TeamMember.user_id)).where(col(TeamMember.team_id) == team_id)))
    total = session.execute(select(func.count()).select_from(User).where(*where)).scalar_one()
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    statement = (
        select(User)
        .where(*where)
        .order_by(order.desc().nulls_last() if sort.startswith("-") else order.asc().nulls_last(), col(User.id))
        .limit(size)
        .offset((page - 1) * size)
    )
    found = list(session.execute(statement).scalars())
    return Page(_rows(session, found), total, page, pages)


def user(session: Session, principal: Principal, user_id: int) -> User:
    """One user with all fields, for the administration.

    :raises Forbidden: only administrators; :raises NotFound: no such user.
    """
    require(principal, Resource.ADMIN, Action.READ, Reach.ALL)
    found = session.get(User, user_id)
    if found is None:
        raise NotFound
    return found


def oneself(session: Session, principal: Principal) -> User:
    """The user that the principal is.

    :raises NotFound: the principal is no person.
    """
    found = session.get(User, principal.user_id) if principal.user_id is not None else None
    if found is None:
        raise NotFound
    return found


def colleagues(session: Session, principal: Principal) -> list[tuple[int, str]]:
    """Number and name of all active users, to choose one from; the names of colleagues are no secret in the house.

    :raises Forbidden: asked by a token that may not read accounts.
    """
    require(principal, Resource.ACCOUNT, Action.READ)
    statement = select(col(User.id), col(User.name)).where(col(User.active)).order_by(col(User.name), col(User.id))
    return [(row.id, row.name) for row in session.execute(statement)]


def groups_of(session: Session, user_id: int) -> tuple[list[int], list[int]]:
    """The teams and the territories of a user, by number."""
    teams = session.execute(select(col(TeamMember.team_id)).where(col(TeamMember.user_id) == user_id))
    territories = session.execute(
        select(col(TerritoryMember.territory_id)).where(col(TerritoryMember.user_id) == user_id)
    )
    return sorted(teams.scalars()), sorted(territories.scalars())


def tokens_of(session: Session, principal: Principal, user_id: int) -> list[ApiToken]:
    """The tokens of oneself, or of anybody for an administrator; the youngest first."""
    if user_id != principal.user_id:
        require(principal, Resource.ADMIN, Action.READ, Reach.ALL)
    else:
        require(principal, Resource.SELF, Action.READ)
    statement = select(ApiToken).where(col(ApiToken.user_id) == user_id).order_by(col(ApiToken.id).desc())
    return list(session.execute(statement).scalars())


def sessions_of(session: Session, principal: Principal, user_id: int, *, now: datetime) -> list[BrowserSession]:
    """The browsers on which oneself, or for an administrator anybody, is signed in; the youngest first."""
    if user_id != principal.user_id:
        require(principal, Resource.ADMIN, Action.READ, Reach.ALL)
    else:
        require(principal, Resource.SELF, Action.READ)
    statement = (
        select(BrowserSession)
        .join(User, col(User.id) == col(BrowserSession.user_id))
        .where(
            col(BrowserSession.user_id) == user_id,
            col(BrowserSession.ended_at).is_(None),
            col(BrowserSession.expires_at) > now,
            col(BrowserSession.session_key) == col(User.session_key),
        )
        .order_by(col(BrowserSession.id).desc())
        .limit(PAGE)
    )
    return list(session.execute(statement).scalars())


def _rows(session: Session, found: list[User]) -> list[UserRow]:
    ids = [one.id for one in found]
    teams = _names(
        session,
        select(col(TeamMember.user_id), col(Team.name))
        .join(Team, col(Team.id) == col(TeamMember.team_id))
        .where(col(TeamMember.user_id).in_(ids))
        .order_by(col(Team.name)),
    )
    territories = _names(
        session,
        select(col(TerritoryMember.user_id), col(Territory.name))
        .join(Territory, col(Territory.id) == col(TerritoryMember.territory_id))
        .where(col(TerritoryMember.user_id).in_(ids))
        .order_by(col(Territory.name)),
    )
    return [
        UserRow(
            id=one.id,
            name=one.name,
            email=one.email,
            title=one.title,
            role=one.role,
            active=one.active,
            can_sign_in=one.active and one.password is not None,
            last_signed_in_at=one.last_signed_in_at,
            teams=tuple(teams.get(one.id, ())),
            territories=tuple(territories.get(one.id, ())),
        )
        for one in found
    ]


def _names(session: Session, statement: Select[int, str]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    for user_id, name in session.execute(statement):
        names.setdefault(user_id, []).append(name)
    return names


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
