"""Create, change and remove a team; only administrators do."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from models.team import Team
from service.auth.principal import Principal
from service.operations.groups import TEAM, change_group, create_group, remove_group


def create_team(
    session: Session, principal: Principal, name: str, *, member_ids: Collection[int] = (), now: datetime
) -> Team:
    """A new team with its members, flushed.

    :raises Forbidden: only administrators; :raises Invalid: no name, unknown members; :raises Conflict: name taken.
    """
    return create_group(session, principal, TEAM, name, member_ids, now=now)


def change_team(
    session: Session,
    principal: Principal,
    team_id: int,
    *,
    name: str | None = None,
    member_ids: Collection[int] | None = None,
    version: int | None = None,
    now: datetime,
) -> Team:
    """Set the name and the members where they are given; members see its accounts from the next request on.

    :raises Forbidden: only administrators; :raises NotFound: no such team; :raises Invalid: as on creation.
    :raises Conflict: name taken; :raises StaleVersion: changed in between.
    """
    return change_group(session, principal, TEAM, team_id, name=name, member_ids=member_ids, version=version, now=now)


def remove_team(session: Session, principal: Principal, team_id: int, *, now: datetime) -> None:
    """Remove a team that no account belongs to.

    :raises Forbidden: only administrators; :raises NotFound: no such team.
    :raises Conflict: accounts belong to it.
    """
    remove_group(session, principal, TEAM, team_id, now=now)
