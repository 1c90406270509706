"""Go on writing a batch that was checked."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from models.importing import ImportBatch
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import NotFound
from service.imports.house import House
from service.imports.plan import ImportResult
from service.operations.importing.running import ImportRun, reopen


def open_run(
    session: Session, principal: Principal, batch_id: int, path: Path, *, now: datetime, house: House | None = None
) -> ImportRun:
    """A running batch, ready for its next step, which picks up where the last committed one ended.

    Whoever goes on with a batch must be the one who started it, or reach everything: rows are written with the
    reach of ``principal``.

    :raises NotFound: no such batch, or somebody else's.
    :raises Conflict: the file is not the one that the batch was started with.
    """
    require(principal, Resource.IMPORT, Action.WRITE)
    batch = session.execute(select(ImportBatch).where(col(ImportBatch.id) == batch_id)).scalar_one_or_none()
    if batch is None or (not principal.is_service and batch.created_by_id != principal.user_id):
        raise NotFound
    return ImportRun(session, principal, batch, reopen(batch, path, house or House()), now)


def continue_import(
    session: Session, principal: Principal, batch_id: int, path: Path, *, now: datetime
) -> ImportResult:
    """One step of a running batch; call it and commit until the result is ``finished``.

    Whoever has many steps to go keeps the run (:func:`open_run`) instead: it does not read the file anew each time.
    """
    return open_run(session, principal, batch_id, path, now=now).step(session, now)
