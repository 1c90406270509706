"""Files that come by page or API: kept under a random name until they are imported or discarded."""

import secrets
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import select, update
from sqlmodel import Session, col

from models.importing import ImportBatch
from models.vocabulary import ImportKind, ImportState
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict, Gone, Invalid, NotFound, TooLarge
from service.imports.headers import guess_kind, guess_preset
from service.imports.house import House
from service.imports.plan import ImportPlan, ImportResult
from service.imports.table import file_digest, open_table
from service.operations.continue_import import open_run
from service.operations.enqueue_run import enqueue_run
from service.operations.importing.collecting import seldom_collecting
from service.operations.importing.opening import open_import
from service.operations.importing.running import CHECK, result_of
from service.operations.record_audit import record_audit
from service.operations.run_import import finish_in_steps
from service.operations.start_import import check_import, record_import, start_import

AT_ONCE = 2_000
"""Files of at most so many rows are written within the request; longer ones by the job process."""

RUN_KIND = "import_file"
_OPTIONS = (
    "kind", "preset", "source", "skip_bad_rows", "create_accounts", "account_id", "encoding", "separator", "sheet",
    "date_order", "decimal", "mapping", "constants",
)  # fmt: skip
_BLOCK = 1 << 20


def store_upload(
    session: Session, principal: Principal, stream: IO[bytes], file_name: str, folder: Path, *, most: int, now: datetime
) -> ImportBatch:
    """Keep an uploaded file and make the batch under which it is looked at; ``most`` is its largest size in bytes.

    :raises TooLarge: the file is larger.
    :raises Invalid: it is empty, or neither CSV nor Excel.
    """
    require(principal, Resource.IMPORT, Action.WRITE)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / secrets.token_hex(16)
    try:
        _write(stream, path, most)
        table = open_table(path)
        preset = guess_preset(table.columns)
        kind = guess_kind(table.columns, file_name, preset) or ImportKind.PEOPLE
        batch = ImportBatch(
            kind=kind,
            file_name=Path(file_name.replace("\\", "/")).name[:300] or "file",
            file_sha256=file_digest(path),
            detected={"stored_as": path.name, "upload": {}},
            state=ImportState.PREVIEWED,
            team_id=min(principal.team_ids, default=None),
            created_by_id=principal.user_id,
            created_at=now,
        )
        session.add(batch)
        session.flush()
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return batch


def _write(stream: IO[bytes], path: Path, most: int) -> None:
    size = 0
    with path.open("xb") as file:
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > most:
                raise TooLarge(f"The file is larger than {most // (1 << 20):,} MiB.")
            file.write(block)
    if size == 0:
        raise Invalid("The file is empty.")


def uploaded(session: Session, principal: Principal, batch_id: int, folder: Path) -> tuple[ImportBatch, Path]:
    """One's own uploaded batch and its file.

    :raises NotFound: no such batch, or somebody else's.
    :raises Gone: its file was removed.
    """
    require(principal, Resource.IMPORT, Action.WRITE)
    batch = session.execute(
        select(ImportBatch).where(col(ImportBatch.id) == batch_id, col(ImportBatch.created_by_id) == principal.user_id)
    ).scalar_one_or_none()
    if batch is None:
        raise NotFound
    name = batch.detected.get("stored_as")
    path = folder / str(name)
    # The name is ours, made of hexadecimal digits; anything else would be a way out of the folder.
    if not isinstance(name, str) or not name.isalnum() or not path.is_file():
        raise Gone("The file of this import is not kept any more. Upload it again.")
    return batch, path


def upload_plan(batch: ImportBatch, path: Path, house: House | None = None) -> ImportPlan:
    """The plan of an uploaded file, with what was chosen for it so far."""
    chosen = {k: v for k, v in batch.detected.get("upload", {}).items() if k in _OPTIONS and v is not None}
    chosen["kind"] = ImportKind(chosen["kind"]) if "kind" in chosen else batch.kind
    return ImportPlan(path, batch.file_name, house=house or House(), **chosen)


def choose_for_upload(
    session: Session, principal: Principal, batch_id: int, folder: Path, options: Mapping[str, Any]
) -> ImportBatch:
    """Change how an uploaded file is going to be read; the options are those of :class:`ImportPlan`.

    :raises Conflict: the import was started already.
    """
    batch, _ = uploaded(session, principal, batch_id, folder)
    _not_started(batch)
    chosen = {k: v for k, v in options.items() if k in _OPTIONS}
    batch.detected = {**batch.detected, "upload": {**batch.detected.get("upload", {}), **chosen}}
    if chosen.get("kind"):
        batch.kind = ImportKind(chosen["kind"])
    session.add(batch)
    session.flush()
    return batch


def start_upload(
    session: Session, principal: Principal, batch_id: int, folder: Path, *, now: datetime, house: House
) -> ImportResult:
    """Import an uploaded file: at once where it is short, else by the job process, whose run is enqueued here.

    A long file is checked by the job process too: the batch runs until it is done or refused.

    :raises Conflict: started already.
    :raises Invalid: the mapping does not fit the file; the batch stays as it was.
    """
    batch, path = uploaded(session, principal, batch_id, folder)
    _not_started(batch)
    plan = upload_plan(batch, path, house)
    rows = sum(1 for _ in open_import(session, principal, plan, most=AT_ONCE).table.rows())
    if rows > AT_ONCE:
        batch.state, batch.rows_total, batch.skip_bad_rows = ImportState.RUNNING, rows, plan.skip_bad_rows
        batch.detected = {**batch.detected, "cursor": {"step": CHECK, "row": 0}}
        session.add(batch)
        payload = {"batch_id": batch.id, "user_id": principal.user_id, "stored_as": path.name}
        period = now.strftime("%Y-%m-%dT%H:%M:%S")
        enqueue_run(
            session,
            RUN_KIND,
            str(batch.id),
            period,
            now=now,
            payload=payload,
            priority=5,
            requested_by_id=principal.user_id,
        )
        session.flush()
        return result_of(session, batch)
    result = start_import(session, principal, plan, now=now, into=batch)
    if result.finished:
        path.unlink(missing_ok=True)
        return result
    run = open_run(session, principal, result.batch_id, path, now=now, house=house)
    while True:
        done = run.step(session, now)
        if done.finished:
            path.unlink(missing_ok=True)
            return done


def finish_upload(
    reading: Callable[[], AbstractContextManager[Session]],
    writing: Callable[[], AbstractContextManager[Session]],
    principal: Principal,
    batch_id: int,
    folder: Path,
    *,
    clock: Callable[[], datetime],
    note: Callable[[int, int], None],
    house: House,
) -> ImportResult:
    """Check an uploaded file and write it, in short transactions; for the job process. The file goes at the end."""

    def checking(step: str, done: int, total: int) -> None:
        note(done, total)
        if step == CHECK:
            with writing() as session:
                _show_progress(session, batch_id, done, total)

    with seldom_collecting():
        with reading() as session:
            batch = session.get(ImportBatch, batch_id)
            if batch is not None and batch.state not in {ImportState.PREVIEWED, ImportState.RUNNING}:
                # Cut off between the last step and the note that the run is done: nothing is left to do.
                return result_of(session, batch)
            batch, path = uploaded(session, principal, batch_id, folder)
            result = result_of(session, batch)
            checked = None
            if result.step == CHECK:
                plan = upload_plan(batch, path, house)
                checked = check_import(session, principal, plan, now=clock(), progress=checking, resumable=False)
        if checked is not None:
            with writing() as session:
                into = session.get_one(ImportBatch, batch_id, populate_existing=True)
                result = record_import(session, principal, checked, now=clock(), into=into)
        result = finish_in_steps(
            writing, principal, result, path, clock=clock, progress=lambda _, *rows: note(*rows), house=house
        )
    path.unlink(missing_ok=True)
    return result


def _show_progress(session: Session, batch_id: int, done: int, total: int) -> None:
    """How far the check is, for the page; a batch that was taken back meanwhile is left alone."""
    still = (col(ImportBatch.id) == batch_id, col(ImportBatch.state) == ImportState.RUNNING)
    session.execute(update(ImportBatch).where(*still).values(rows_done=done, rows_total=total))


def discard_upload(session: Session, principal: Principal, batch_id: int, folder: Path, *, now: datetime) -> None:
    """Remove an uploaded file that was not imported, and its batch.

    :raises Conflict: it was imported; undo it instead.
    """
    batch, path = uploaded(session, principal, batch_id, folder)
    _not_started(batch)
    path.unlink(missing_ok=True)
    record_audit(session, principal, "discard", "import_batch", batch.id, now=now, fields={"file": batch.file_name})
    session.delete(batch)
    session.flush()


def _not_started(batch: ImportBatch) -> None:
    if batch.state is not ImportState.PREVIEWED:
        raise Conflict("This import was started already.")
