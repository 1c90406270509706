"""Take a merge apart: both records stand again as they did, with what hangs on each."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session, SQLModel, col

from models.importing import LookAlike, Merge
from models.vocabulary import ReviewState
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict, NotFound
from service.operations.importing.merging import unfold
from service.operations.mark_stale import mark_stale
from service.operations.merge_records import require_record
from service.operations.record_audit import record_audit


def undo_merge(session: Session, principal: Principal, merge_id: int, *, now: datetime) -> Merge:
    """Undo a merge; what was added to the kept record since stays with it.

    :raises NotFound: no such merge, or its record is out of reach.
    :raises Conflict: already undone, or facts that the merge moved were replaced since: they are named.
    """
    require(principal, Resource.IMPORT, Action.WRITE)
    merge: Merge | None = session.execute(select(Merge).where(col(Merge.id) == merge_id)).scalar_one_or_none()
    if merge is None:
        raise NotFound
    require_record(session, principal, merge.table_name, merge.kept_id)
    if merge.undone_at is not None:
        raise Conflict("This merge has been undone already.")
    in_the_way = unfold(session, merge.before)
    if in_the_way:
        raise Conflict(
            "Facts that this merge moved were replaced since; it cannot be taken apart by itself.",
            [{"path": place, "message": "replaced since the merge"} for place in in_the_way[:20]],
        )
    table = SQLModel.metadata.tables[merge.table_name]
    session.execute(
        update(table)
        .where(table.c.id == merge.kept_id)
        .values(**merge.before["filled"], version=table.c.version + 1, updated_at=now)
    )
    opened: dict[str, Any] = {"merged_into_id": None} if merge.table_name == "person" else {"archived_at": None}
    session.execute(
        update(table).where(table.c.id == merge.merged_id).values(**opened, version=table.c.version + 1, updated_at=now)
    )
    low, high = sorted((merge.kept_id, merge.merged_id))
    session.execute(
        update(LookAlike)
        .where(
            col(LookAlike.table_name) == merge.table_name,
            col(LookAlike.first_id) == low,
            col(LookAlike.second_id) == high,
        )
        .values(state=ReviewState.OPEN, decided_by_id=None, decided_at=None)
    )
    merge.undone_at = now
    session.add(merge)
    session.flush()
    accounts = set(merge.before["accounts"]) | (
        {merge.kept_id, merge.merged_id} if merge.table_name == "account" else set()
    )
    mark_stale(session, accounts, now)
    fields = {"kept": merge.kept_id, "merged": merge.merged_id}
    record_audit(session, principal, "undo_merge", merge.table_name, merge.kept_id, now=now, fields=fields)
    # Rows were moved past the session: whatever it holds of them is out of date.
    session.expire_all()
    session.refresh(merge)
    return merge
