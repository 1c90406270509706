"""Check a file through and record it as a batch: ready to be written, or refused."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.importing import ImportBatch
from models.vocabulary import ImportState
from service.auth.principal import Principal
from service.errors import Invalid
from service.imports.plan import ImportPlan, ImportResult, Progress
from service.operations.importing.checking import CheckReport, check_rows
from service.operations.importing.opening import Opened, open_import
from service.operations.importing.running import CHECK, WRITE, keep_problems, result_of
from service.operations.record_audit import record_audit


@dataclass(frozen=True)
class Checked:
    """A file that was walked through once; nothing of it is on record yet.

    ``cut_off`` is the batch of an import of the same file, kind and mapping that was cut off and is taken up again.
    """

    opened: Opened
    report: CheckReport
    cut_off: int | None = None


def check_import(
    session: Session, principal: Principal, plan: ImportPlan, *, now: datetime, progress: Progress | None = None,
    resumable: bool = True,
) -> Checked:  # fmt: skip
    """Read and check the whole file, writing nothing: a session that only reads will do, however long it takes.

    ``resumable`` looks for a batch of the same file that was cut off; there is nothing to check then.

    :raises Forbidden: the role may not import.
    :raises NotFound: the account for all rows is absent or out of reach.
    :raises Invalid, TooLarge: the file cannot be read at all, or the mapping does not fit it.
    """

    def tell(rows: int) -> None:
        if progress is not None:
            progress("read", rows, rows)

    opened = open_import(session, principal, plan, tell=tell)
    cut_off = _cut_off(session, principal, opened) if resumable else None
    if cut_off is not None:
        return Checked(opened, CheckReport(), cut_off)
    report = check_rows(session, principal, opened, now, progress)
    if report.rows == 0:
        raise Invalid("The file has a header, but no rows below it.")
    return Checked(opened, report)


def record_import(
    session: Session, principal: Principal, checked: Checked, *, now: datetime, into: ImportBatch | None = None
) -> ImportResult:
    """Put on record what :func:`check_import` found: in a new batch, or in the one of an uploaded file.

    The result's state is *running* (call :func:`service.operations.continue_import.continue_import` until it is
    finished) or *refused*, with the problems by row: nothing was written then.
    """
    if checked.cut_off is not None:
        return result_of(session, session.get_one(ImportBatch, checked.cut_off))
    if into is not None and not _waits(into):
        # Taken back, or checked by somebody else, while this check went on.
        return result_of(session, into)
    return result_of(session, _record(session, principal, checked.opened, checked.report, now, into))


def start_import(
    session: Session, principal: Principal, plan: ImportPlan, *, now: datetime, progress: Progress | None = None,
    into: ImportBatch | None = None,
) -> ImportResult:  # fmt: skip
    """Check and record a file in one transaction: for files of some thousand rows.

    :raises Forbidden, NotFound, Invalid, TooLarge: see :func:`check_import`.
    """
    checked = check_import(session, principal, plan, now=now, progress=progress, resumable=into is None)
    return record_import(session, principal, checked, now=now, into=into)


def _waits(batch: ImportBatch) -> bool:
    """Whether an uploaded file has still to be checked."""
    if batch.state is ImportState.PREVIEWED:
        return True
    return batch.state is ImportState.RUNNING and batch.detected.get("cursor", {}).get("step") == CHECK


def _cut_off(session: Session, principal: Principal, opened: Opened) -> int | None:
    statement = select(ImportBatch).where(
        col(ImportBatch.file_sha256) == opened.table.sha256,
        col(ImportBatch.kind) == opened.kind,
        col(ImportBatch.state) == ImportState.RUNNING,
        col(ImportBatch.source) == opened.source,
        col(ImportBatch.created_by_id).is_(None)
        if principal.user_id is None
        else col(ImportBatch.created_by_id) == principal.user_id,
    )
    same = [
        batch.id
        for batch in session.execute(statement).scalars()
        if batch.mapping == opened.mapping.as_json()
        and batch.skip_bad_rows == opened.plan.skip_bad_rows
        and batch.detected.get("options") == _options(opened.plan)
    ]
    return same[0] if same else None


def _options(plan: ImportPlan) -> dict[str, object]:
    return {"account_id": plan.account_id, "create_accounts": plan.create_accounts, "source": plan.source}


def _record(
    session: Session,
    principal: Principal,
    opened: Opened,
    report: CheckReport,
    now: datetime,
    into: ImportBatch | None,
) -> ImportBatch:
    refused = report.spoilt or (report.bad > 0 and not opened.plan.skip_bad_rows)
    batch = into or ImportBatch(
        kind=opened.kind,
        file_name=opened.plan.file_name[:300],
        file_sha256=opened.table.sha256,
        team_id=min(principal.team_ids, default=None),
        created_by_id=principal.user_id,
        created_at=now,
    )
    batch.kind, batch.preset, batch.source = opened.kind, opened.preset, opened.source
    batch.file_sha256 = opened.table.sha256
    batch.mapping = opened.mapping.as_json()
    batch.detected = {
        **batch.detected,
        **opened.detected(),
        "options": _options(opened.plan),
        "cursor": {"step": WRITE, "row": 0},
    }
    batch.state = ImportState.REFUSED if refused else ImportState.RUNNING
    batch.skip_bad_rows = opened.plan.skip_bad_rows
    batch.rows_total, batch.rows_bad, batch.rows_done = report.rows, report.bad, 0
    batch.finished_at = now if refused else None
    session.add(batch)
    session.flush()
    keep_problems(session, batch, report.problems)
    if refused:
        fields = {"file": batch.file_name, "rows_bad": report.bad}
        record_audit(session, principal, "import_refused", "import_batch", batch.id, now=now, fields=fields)
    return batch
