"""Take a batch back: what it created goes, what it changed is as it was."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.importing import ImportBatch
from models.vocabulary import ImportState
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict, NotFound
from service.imports.plan import ImportResult
from service.operations.importing.running import result_of
from service.operations.importing.taking_back import Changed, UndoContext, take_back
from service.operations.mark_stale import mark_stale
from service.operations.record_audit import record_audit

NAMED = 20


def undo_import(
    session: Session, principal: Principal, batch_id: int, *, now: datetime, keep_changed: bool = False
) -> ImportResult:
    """Undo a batch as a whole, or refuse and name the records that somebody has changed since.

    ``keep_changed`` undoes the rest and leaves those as they are. A batch that was cut off can be undone too.

    :raises NotFound: no such batch, or somebody else's.
    :raises Conflict: already undone, never written, or records were changed since.
    """
    reach = require(principal, Resource.IMPORT, Action.WRITE)
    batch = session.execute(select(ImportBatch).where(col(ImportBatch.id) == batch_id)).scalar_one_or_none()
    if batch is None or (reach is not Reach.ALL and batch.created_by_id != principal.user_id):
        raise NotFound
    if batch.state not in {ImportState.DONE, ImportState.RUNNING}:
        raise Conflict(f"This import is {batch.state.value}: there is nothing to undo.")
    context = UndoContext(session, now)
    changed = take_back(context, batch, keep_changed=keep_changed)
    if changed and not keep_changed:
        raise Conflict(
            _sentence(changed),
            [{"path": f"{c.table}/{c.record_id}", "message": f"{c.label}: {c.why}"} for c in changed[:NAMED]],
        )
    batch.state = ImportState.UNDONE
    batch.undone_at = now
    session.add(batch)
    mark_stale(session, context.stale, now)
    fields = {"file": batch.file_name, "kept": [f"{c.table}/{c.record_id}" for c in changed]}
    record_audit(session, principal, "undo_import", "import_batch", batch.id, now=now, fields=fields)
    session.flush()
    return result_of(session, batch)


def _sentence(changed: list[Changed]) -> str:
    first = "; ".join(f"{c.label} {c.why}" for c in changed[:3])
    more = f", and {len(changed) - 3} more" if len(changed) > 3 else ""
    return f"Not undone: {first}{more}. Undo the rest and keep these, or put them back first."
