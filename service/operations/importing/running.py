"""The second walk: writing a checked file in short transactions, so that it can be killed anywhere and go on.

Each step writes one chunk and moves the batch's cursor in the same transaction. The cursor and the file's digest say
what is done; a step that finds another cursor than its own has been overtaken and writes nothing.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import dropwhile
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session, col

from models.importing import ImportBatch, ImportProblem
from models.vocabulary import ImportKind, ImportState
from service.auth.principal import Principal
from service.errors import Conflict
from service.imports.house import House
from service.imports.mapping import ColumnMapping
from service.imports.plan import ImportPlan, ImportResult
from service.imports.problems import Problem
from service.imports.rows import ParsedRow, RowReader
from service.imports.table import Table, open_table
from service.operations.importing.checking import CHUNK, chunks
from service.operations.importing.comparing import compare_new
from service.operations.importing.context import ImportContext
from service.operations.importing.kinds import importer_for
from service.operations.importing.opening import Opened, formats_from
from service.operations.importing.records import Item
from service.operations.importing.taking_back import UndoContext, take_back
from service.operations.importing.usage import UsageImporter
from service.operations.mark_stale import mark_stale
from service.operations.record_audit import record_audit

CHECK, WRITE, LINK, COMPARE, DONE = "check", "write", "link", "compare", "done"


def reopen(batch: ImportBatch, path: Path, house: House) -> Opened:
    """A batch's file, read as it was read when it was checked.

    :raises Conflict: this is another file.
    """
    form = batch.detected["form"]
    is_text = form["type"] == "csv"
    table = open_table(
        path,
        encoding=form["encoding"] if is_text else None,
        separator=form["separator"] if is_text else None,
        sheet=None if is_text else form["sheet"],
    )
    if table.sha256 != batch.file_sha256:
        raise Conflict("This is not the file that the import was started with.")
    kind = ImportKind(batch.kind)
    options = batch.detected["options"]
    plan = ImportPlan(
        path,
        batch.file_name,
        kind,
        source=options["source"],
        skip_bad_rows=batch.skip_bad_rows,
        create_accounts=options["create_accounts"],
        account_id=options["account_id"],
        house=house,
    )
    mapping = ColumnMapping.from_json(batch.mapping, kind, table.columns)
    table = Table(path, table.sha256, table.columns, table.header_row, form)
    return Opened(
        plan, table, kind, batch.preset, batch.source, mapping, formats_from(batch.detected, batch.rows_total)
    )


class ImportRun:
    """A checked import on its way into the records; call :meth:`step` and commit until its result is finished."""

    def __init__(
        self, session: Session, principal: Principal, batch: ImportBatch, opened: Opened, now: datetime
    ) -> None:
        self.batch_id = batch.id
        self.opened = opened
        self.reader: RowReader = opened.reader
        self.context = ImportContext(session, principal, opened.plan, self.reader, opened.source, now, batch.id)
        self.importer = importer_for(opened.kind, self.context)
        self.importer.prepare()
        self._cursor: dict[str, Any] = dict(batch.detected["cursor"])
        self._bad = batch.rows_bad
        self._chunks: Iterator[list[ParsedRow]] | None = None
        self._weeks: list[Item] = []

    def step(self, session: Session, now: datetime) -> ImportResult:
        """Write the next chunk and move the cursor; the caller commits.

        A row that was good when the file was checked and is not any more (its account is gone, say) ends an import
        that may not skip rows: everything that it wrote is taken back and the batch stands as refused.

        :raises Conflict: another process has taken the import on.
        """
        self.context.session, self.context.now = session, now
        self.context.counts.clear()
        self.context.stale.clear()
        batch = self._hold(session)
        if batch.state is not ImportState.RUNNING:
            return result_of(session, batch)
        step: Callable[[], list[Problem]] = {WRITE: self._write, LINK: self._link, COMPARE: self._compare}[
            self._cursor["step"]
        ]
        troubles = step()
        if troubles:
            return self._refuse(session, batch, troubles)
        mark_stale(session, self.context.stale, now)
        self._move(session, batch)
        return result_of(session, batch)

    def _hold(self, session: Session) -> ImportBatch:
        """The batch, held against other processes until the commit."""
        session.execute(
            update(ImportBatch).where(col(ImportBatch.id) == self.batch_id).values(rows_done=ImportBatch.rows_done)
        )
        statement = (
            select(ImportBatch).where(col(ImportBatch.id) == self.batch_id).execution_options(populate_existing=True)
        )
        batch: ImportBatch = session.execute(statement).scalar_one()
        if batch.state is ImportState.RUNNING and batch.detected["cursor"] != self._cursor:
            raise Conflict("Another process is carrying this import on.")
        return batch

    def _rows(self) -> Iterator[list[ParsedRow]]:
        done = self._cursor["row"]
        reader = self.reader
        if self._cursor["step"] == LINK and not self._bad:
            # Where no row is bad, a row can be found again by a few of its fields.
            reader = self.opened.reading(self.importer.links)
        return chunks(dropwhile(lambda row: row.number <= done, reader.rows()), CHUNK)

    def _write(self) -> list[Problem]:
        if isinstance(self.importer, UsageImporter):
            return self._write_gathered(self.importer)
        return self._walk(self.importer.write, LINK if self.importer.links else COMPARE)

    def _link(self) -> list[Problem]:
        return self._walk(self.importer.link, COMPARE)

    def _walk(self, write: Callable[[list[ParsedRow]], None], then: str) -> list[Problem]:
        if self._chunks is None:
            self._chunks = self._rows()
        rows = next(self._chunks, None)
        if rows is None:
            self._chunks = None
            self._cursor = {"step": then, "row": 0}
            return []
        self.importer.lookups.forget()
        write(rows)
        troubles = [p for row in rows for p in row.problems if p.fatal]
        self._cursor = {"step": self._cursor["step"], "row": rows[-1].number}
        return [] if self.opened.plan.skip_bad_rows else troubles

    def _write_gathered(self, importer: UsageImporter) -> list[Problem]:
        """Usage is added up over the whole file first; its cursor counts the weeks that are written."""
        if self._chunks is None:
            troubles: list[Problem] = []
            for rows in chunks(self.reader.rows()):
                importer.lookups.forget()
                importer.write(rows)
                troubles += [p for row in rows for p in row.problems if p.fatal]
            if troubles and not self.opened.plan.skip_bad_rows:
                return troubles
            self._chunks = iter(())
            self._weeks = importer.gathered()
        done = self._cursor["row"]
        items = self._weeks[done : done + CHUNK]
        importer.write_gathered(items)
        self._cursor = {"step": WRITE, "row": done + len(items)} if items else {"step": COMPARE, "row": 0}
        return []

    def _compare(self) -> list[Problem]:
        """Look for look-alikes among what the batch created, a run of records a step."""
        after = self._cursor["row"]
        last = compare_new(self.context, self.importer.compares, after) if self.importer.compares else None
        self._cursor = {"step": DONE, "row": 0} if last is None else {"step": COMPARE, "row": last}
        return []

    def _move(self, session: Session, batch: ImportBatch) -> None:
        counts = self.context.counts
        batch.rows_created += counts["created"]
        batch.rows_updated += counts["updated"]
        batch.rows_unchanged += counts["unchanged"]
        step = self._cursor["step"]
        if step == WRITE and not isinstance(self.importer, UsageImporter):
            batch.rows_done = min(batch.rows_total, self._cursor["row"] - batch.detected["header_row"])
        elif step != WRITE:
            batch.rows_done = batch.rows_total
        if step == DONE:
            batch.state = ImportState.DONE
            batch.finished_at = self.context.now
            fields = {"created": batch.rows_created, "updated": batch.rows_updated, "file": batch.file_name}
            record_audit(
                session, self.context.principal, "import", "import_batch", batch.id, now=self.context.now, fields=fields
            )
        batch.detected = {**batch.detected, "cursor": self._cursor}
        session.add(batch)
        session.flush()

    def _refuse(self, session: Session, batch: ImportBatch, troubles: list[Problem]) -> ImportResult:
        take_back(UndoContext(session, self.context.now), batch, keep_changed=True)
        keep_problems(session, batch, troubles)
        batch.state = ImportState.REFUSED
        batch.finished_at = self.context.now
        batch.rows_bad += len({p.row for p in troubles})
        batch.rows_done = batch.rows_created = batch.rows_updated = batch.rows_unchanged = 0
        session.add(batch)
        session.flush()
        return result_of(session, batch)


def keep_problems(session: Session, batch: ImportBatch, problems: list[Problem]) -> None:
    """Store the problems of a batch."""
    session.add_all(
        ImportProblem(
            batch_id=batch.id,
            row=p.row,
            column=p.column,
            value=p.value,
            code=p.code,
            message=p.message,
            fatal=p.fatal,
            template=p.template,
            words=dict(p.words),
        )
        for p in problems
    )
    session.flush()


def result_of(session: Session, batch: ImportBatch) -> ImportResult:
    """Where a batch stands, with its first problems."""
    problem = ImportProblem
    statement = (
        select(problem)
        .where(col(problem.batch_id) == batch.id)
        .order_by(col(problem.fatal).desc(), col(problem.row), col(problem.id))
        .limit(500)
    )
    problems = [
        Problem(p.row, p.column, p.value, p.code, p.template, p.fatal, p.words)
        for p in session.execute(statement).scalars()
    ]
    return ImportResult(
        batch_id=batch.id,
        kind=ImportKind(batch.kind),
        state=ImportState(batch.state),
        rows_total=batch.rows_total,
        rows_done=batch.rows_done,
        rows_bad=batch.rows_bad,
        created=batch.rows_created,
        updated=batch.rows_updated,
        unchanged=batch.rows_unchanged,
        look_alikes=int(batch.detected.get("look_alikes", 0)),
        step=str(batch.detected.get("cursor", {}).get("step", DONE)),
        problems=problems,
    )
