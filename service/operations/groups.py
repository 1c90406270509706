"""Teams and territories are changed in the same way: what tells them apart."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col

from models.account import Account
from models.importing import ImportBatch
from models.team import Team, TeamMember, Territory, TerritoryMember
from models.user import User
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict, Invalid, NotFound, StaleVersion
from service.operations.record_audit import record_audit

G = TypeVar("G", Team, Territory)


@dataclass(frozen=True)
class Kind(Generic[G]):
    """One kind of group: its tables, and the column by which members and accounts name it."""

    name: str
    group: type[G]
    member: type[TeamMember] | type[TerritoryMember]
    column: str


TEAM = Kind("team", Team, TeamMember, "team_id")
TERRITORY = Kind("territory", Territory, TerritoryMember, "territory_id")


def create_group(
    session: Session, principal: Principal, kind: Kind[G], name: str, member_ids: Collection[int], *, now: datetime
) -> G:
    """A new group with its members, flushed."""
    require(principal, Resource.ADMIN, Action.WRITE, Reach.ALL)
    row = kind.group(name=_free_name(session, kind, name), created_at=now, updated_at=now)
    session.add(row)
    session.flush()
    _set_members(session, kind, row.id, member_ids)
    fields = {"name": row.name, "member_ids": sorted(member_ids)}
    record_audit(session, principal, "created", kind.name, row.id, now=now, fields=fields)
    return row


def change_group(
    session: Session,
    principal: Principal,
    kind: Kind[G],
    group_id: int,
    *,
    name: str | None,
    member_ids: Collection[int] | None,
    version: int | None,
    now: datetime,
) -> G:
    """Another name, other members; what is None stays."""
    require(principal, Resource.ADMIN, Action.WRITE, Reach.ALL)
    row = _group(session, kind, group_id)
    if version is not None and row.version != version:
        raise StaleVersion(_("Somebody else changed this in between. Reload, then make your change again."))
    changed: dict[str, object] = {}
    if name is not None and name.strip() != row.name:
        cleaned = _free_name(session, kind, name, group_id)
        changed["name"] = [row.name, cleaned]
        row.name = cleaned
    if member_ids is not None and (moved := _set_members(session, kind, group_id, member_ids)):
        changed["member_ids"] = moved
    if changed:
        row.version += 1
        row.updated_at = now
        session.add(row)
        session.flush()
        record_audit(session, principal, "changed", kind.name, group_id, now=now, fields=changed)
    return row


def remove_group(session: Session, principal: Principal, kind: Kind[G], group_id: int, *, now: datetime) -> None:
    """Remove a group that holds no account any more."""
    require(principal, Resource.ADMIN, Action.WRITE, Reach.ALL)
    row = _group(session, kind, group_id)
    held = select(func.count()).where(getattr(Account, kind.column) == group_id)
    count = session.execute(held).scalar_one()
    if count:
        raise Conflict(_("%(count)s accounts belong to it. Give them to another one first.", count=count))
    session.execute(delete(kind.member).where(getattr(kind.member, kind.column) == group_id))
    if kind.group is Team:
        # Where an import once put its accounts is history; the file itself stays on record.
        session.execute(update(ImportBatch).where(col(ImportBatch.team_id) == group_id).values(team_id=None))
    session.delete(row)
    session.flush()
    record_audit(session, principal, "removed", kind.name, group_id, now=now, fields={"name": row.name})


def _group(session: Session, kind: Kind[G], group_id: int) -> G:
    row = session.get(kind.group, group_id, with_for_update=True)
    if row is None:
        raise NotFound
    return row


def _free_name(session: Session, kind: Kind[G], name: str, group_id: int | None = None) -> str:
    cleaned = " ".join(name.split())
    if not 1 <= len(cleaned) <= 200 or not cleaned.isprintable():
        message = _("Write a name of 1 to 200 characters.")
        raise Invalid(message, [{"path": "name", "message": message}])
    same = select(col(kind.group.id)).where(func.lower(col(kind.group.name)) == cleaned.lower())
    if any(found != group_id for found in session.execute(same).scalars()):
        message = _("This name is taken.")
        raise Conflict(message, [{"path": "name", "message": message}])
    return cleaned


def _set_members(
    session: Session, kind: Kind[G], group_id: int, member_ids: Collection[int]
) -> tuple[list[int], list[int]] | None:
    wanted = set(member_ids)
    known = set(session.execute(select(col(User.id)).where(col(User.id).in_(wanted))).scalars())
    if known != wanted:
        message = _("There is no such user.")
        raise Invalid(message, [{"path": "member_ids", "message": message}])
    key = getattr(kind.member, kind.column)
    before = set(session.execute(select(col(kind.member.user_id)).where(key == group_id)).scalars())
    if before == wanted:
        return None
    session.execute(delete(kind.member).where(key == group_id, col(kind.member.user_id).in_(before - wanted)))
    session.add_all([kind.member(**{kind.column: group_id, "user_id": user}) for user in sorted(wanted - before)])
    session.flush()
    return sorted(before), sorted(wanted)
