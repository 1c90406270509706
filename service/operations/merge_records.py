"""Fold a record that turned out to be another one's double into it; it can be taken apart again."""

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlmodel import Session, SQLModel, col

from models.account import Account
from models.importing import LookAlike, Merge
from models.person import Person
from models.vocabulary import ReviewState
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict, Invalid, NotFound
from service.operations.importing.merging import MERGEABLE, fill, fold
from service.operations.mark_stale import mark_stale
from service.operations.record_audit import record_audit
from service.queries.records_in_reach import people_in_reach
from service.queries.visibility import visible_account


def merge_records(
    session: Session, principal: Principal, table_name: str, kept_id: int, merged_id: int, *, now: datetime
) -> Merge:
    """Merge ``merged_id`` into ``kept_id`` (both ``account`` or both ``person``).

    Whatever hangs on the merged record moves; what the kept one does not know is filled from the merged one. A
    merged person points at the kept one, a merged account is archived.

    :raises NotFound: one of the two is absent or out of reach.
    :raises Conflict: one of them was merged or archived already.
    :raises Invalid: not two different records of a kind that can be merged.
    """
    require(principal, Resource.IMPORT, Action.WRITE)
    if table_name not in MERGEABLE or kept_id == merged_id:
        raise Invalid("Two different accounts, or two different people, can be merged.")
    require_record(session, principal, table_name, kept_id)
    require_record(session, principal, table_name, merged_id)
    _still_there(session, table_name, (kept_id, merged_id))
    table = SQLModel.metadata.tables[table_name]
    memory = fold(session, table_name, kept_id, merged_id, now)
    filled: dict[str, Any] = fill(session, table, kept_id, merged_id, memory)
    session.execute(
        update(table).where(table.c.id == kept_id).values(**filled, version=table.c.version + 1, updated_at=now)
    )
    closed: dict[str, Any] = {"merged_into_id": kept_id} if table_name == "person" else {"archived_at": now}
    session.execute(
        update(table).where(table.c.id == merged_id).values(**closed, version=table.c.version + 1, updated_at=now)
    )
    merge = Merge(
        table_name=table_name, kept_id=kept_id, merged_id=merged_id, before=memory.as_json(),
        merged_by_id=principal.user_id, merged_at=now,
    )  # fmt: skip
    session.add(merge)
    session.flush()
    _settle(session, principal, table_name, kept_id, merged_id, now)
    accounts = {*memory.accounts, *((kept_id, merged_id) if table_name == "account" else ())}
    mark_stale(session, accounts, now)
    fields = {"kept": kept_id, "merged": merged_id}
    record_audit(session, principal, "merge", table_name, kept_id, now=now, fields=fields)
    # Rows were moved past the session: whatever it holds of them is out of date.
    session.expire_all()
    session.refresh(merge)
    return merge


def require_record(session: Session, principal: Principal, table_name: str, record_id: int) -> None:
    """Refuse a record that is absent or out of reach of an import.

    :raises NotFound: either; the two read the same.
    """
    if table_name == "account":
        visible_account(session, principal, record_id, Resource.IMPORT, Action.WRITE)
        return
    statement = select(col(Person.id)).where(
        col(Person.id) == record_id, people_in_reach(principal, Resource.IMPORT, Action.WRITE)
    )
    if session.execute(statement).first() is None:
        raise NotFound


def _still_there(session: Session, table_name: str, ids: tuple[int, int]) -> None:
    gone = col(Person.merged_into_id) if table_name == "person" else col(Account.archived_at)
    model = Person if table_name == "person" else Account
    if session.execute(select(col(model.id)).where(col(model.id).in_(ids), gone.is_not(None))).first() is not None:
        raise Conflict("One of the two was merged or archived already.")


def _settle(
    session: Session, principal: Principal, table_name: str, kept_id: int, merged_id: int, now: datetime
) -> None:
    """Close the look-alike that the merge answers; those of the merged record with others fall away with it."""
    low, high = sorted((kept_id, merged_id))
    pair = LookAlike
    answered = (col(pair.table_name) == table_name, col(pair.first_id) == low, col(pair.second_id) == high)
    session.execute(
        update(pair)
        .where(*answered, col(pair.state) == ReviewState.OPEN)
        .values(state=ReviewState.MERGED, decided_by_id=principal.user_id, decided_at=now)
    )
    session.execute(
        update(pair)
        .where(
            col(pair.table_name) == table_name,
            col(pair.state) == ReviewState.OPEN,
            or_(col(pair.first_id) == merged_id, col(pair.second_id) == merged_id),
        )
        .values(state=ReviewState.MERGED, decided_by_id=principal.user_id, decided_at=now)
    )
