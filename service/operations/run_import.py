"""Import a whole file at once: in the caller's transaction, or in short ones of its own."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from service.auth.principal import Principal
from service.errors import Invalid
from service.imports.house import House
from service.imports.plan import ImportPlan, ImportResult, Progress
from service.operations.continue_import import open_run
from service.operations.importing.collecting import seldom_collecting
from service.operations.start_import import check_import, record_import, start_import


def run_import(
    session: Session, principal: Principal, plan: ImportPlan, *, now: datetime, progress: Progress | None = None
) -> ImportResult:
    """Check and write a file within the caller's transaction: for files of some thousand rows.

    :raises Invalid: rows are bad and may not be skipped; ``problems`` name each by row and column. Roll back then.
    """
    result = start_import(session, principal, plan, now=now, progress=progress)
    refuse_bad(result)
    run = open_run(session, principal, result.batch_id, plan.path, now=now, house=plan.house)
    while not result.finished:
        result = run.step(session, now)
        if progress is not None:
            progress(result.step, result.rows_done, result.rows_total)
    refuse_bad(result)
    return result


def import_in_steps(
    reading: Callable[[], AbstractContextManager[Session]],
    writing: Callable[[], AbstractContextManager[Session]],
    principal: Principal,
    plan: ImportPlan,
    *,
    clock: Callable[[], datetime],
    progress: Progress | None = None,
) -> ImportResult:
    """Check and write a file in many short transactions: others write in between, and a kill loses one step at most.

    The check, which can take minutes, only reads. ``writing`` opens a session that commits at its end. A refused file
    is a result, not an error: its batch and its problems are on record.
    """
    with seldom_collecting():
        with reading() as session:
            checked = check_import(session, principal, plan, now=clock(), progress=progress)
        with writing() as session:
            result = record_import(session, principal, checked, now=clock())
        return finish_in_steps(writing, principal, result, plan.path, clock=clock, progress=progress, house=plan.house)


def finish_in_steps(
    writing: Callable[[], AbstractContextManager[Session]],
    principal: Principal,
    result: ImportResult,
    path: Path,
    *,
    clock: Callable[[], datetime],
    progress: Progress | None = None,
    house: House | None = None,
) -> ImportResult:
    """Write what is left of a checked batch, a transaction a step."""
    if result.finished:
        return result
    with writing() as session:
        run = open_run(session, principal, result.batch_id, path, now=clock(), house=house)
    while True:
        with writing() as session:
            done = run.step(session, clock())
        if progress is not None:
            progress(done.step, done.rows_done, done.rows_total)
        if done.finished:
            return done


def refuse_bad(result: ImportResult) -> None:
    """Turn a refused import into a refusal that names its rows.

    :raises Invalid: the result says refused.
    """
    if result.state.value != "refused":
        return
    fatal = [p for p in result.problems if p.fatal]
    raise Invalid(
        f"{result.rows_bad:,} of {result.rows_total:,} rows cannot be taken; nothing was imported.",
        [
            {
                "path": f"row {p.row}" + (f", column {p.column}" if p.column else ""),
                "message": p.message,
                "code": p.code,
            }
            for p in fatal
        ],
    )
