"""Create, change and remove a territory; only administrators do."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from models.team import Territory
from service.auth.principal import Principal
from service.operations.groups import TERRITORY, change_group, create_group, remove_group


def create_territory(
    session: Session, principal: Principal, name: str, *, member_ids: Collection[int] = (), now: datetime
) -> Territory:
    """A new territory with its members, flushed.

    :raises Forbidden: only administrators; :raises Invalid: no name, unknown members; :raises Conflict: name taken.
    """
    return create_group(session, principal, TERRITORY, name, member_ids, now=now)


def change_territory(
    session: Session,
    principal: Principal,
    territory_id: int,
    *,
    name: str | None = None,
    member_ids: Collection[int] | None = None,
    version: int | None = None,
    now: datetime,
) -> Territory:
    """Set the name and the members where they are given; members see its accounts from the next request on.

    :raises Forbidden: only administrators; :raises NotFound: no such territory; :raises Invalid: as on creation.
    :raises Conflict: name taken; :raises StaleVersion: changed in between.
    """
    return change_group(
        session, principal, TERRITORY, territory_id, name=name, member_ids=member_ids, version=version, now=now
    )


def remove_territory(session: Session, principal: Principal, territory_id: int, *, now: datetime) -> None:
    """Remove a territory that no account belongs to.

    :raises Forbidden: only administrators; :raises NotFound: no such territory.
    :raises Conflict: accounts belong to it.
    """
    remove_group(session, principal, TERRITORY, territory_id, now=now)
