"""The first walk through a file: every row is read and checked against the records, nothing is written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from sqlmodel import Session

from service.auth.principal import Principal
from service.imports.plan import Progress
from service.imports.problems import Problem
from service.imports.rows import ParsedRow
from service.operations.importing.context import ImportContext
from service.operations.importing.kinds import importer_for
from service.operations.importing.opening import Opened
from service.operations.importing.repeats import RepeatedIds

CHUNK = 1_000
MAX_PROBLEMS = 10_000
"""Problems that are kept and shown; all are counted."""

FILE_CODES = frozenset({"open_quote", "cell_too_long"})
"""Problems of one row that put the whole rest of the file in doubt: no skipping helps."""


@dataclass
class CheckReport:
    """What the first walk found."""

    rows: int = 0
    bad: int = 0
    problems: list[Problem] = field(default_factory=list)
    spoilt: bool = False
    would: Mapping[str, int] = field(default_factory=dict)

    def take(self, row: ParsedRow) -> None:
        """Count a row and keep its problems."""
        self.bad += row.bad
        self.spoilt = self.spoilt or any(p.code in FILE_CODES for p in row.problems)
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.extend(row.problems)


def chunks(rows: Iterable[ParsedRow], size: int = CHUNK) -> Iterator[list[ParsedRow]]:
    """The rows in lists of at most ``size``."""
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk


def check_rows(
    session: Session,
    principal: Principal,
    opened: Opened,
    now: datetime,
    progress: Progress | None = None,
    most: int | None = None,
) -> CheckReport:
    """Read and check every row; what each would do is counted as created, updated or unchanged.

    ``most`` stops after so many rows: what only the end of the file shows (a manager who is nowhere) stays open then.
    """
    reader = opened.reader
    context = ImportContext(session, principal, opened.plan, reader, opened.source, now)
    importer = importer_for(opened.kind, context)
    importer.prepare()
    report = CheckReport()
    repeated = RepeatedIds(opened.kind)
    for chunk in chunks(islice(reader.rows(), most)):
        importer.lookups.forget()
        importer.check(chunk)
        for row in chunk:
            report.rows += 1
            repeated.observe(row)
            if row.problems:
                report.take(row)
        if progress is not None:
            progress("check", report.rows, opened.formats.rows)
    found = [*importer.finish_check(), *repeated.notes(reader)]
    for row in found if report.rows == opened.formats.rows else ():
        report.take(row)
    counts = Counter({"created": 0, "updated": 0, "unchanged": 0}) + context.counts
    report.would = {name: counts.get(name, 0) for name in ("created", "updated", "unchanged")}
    report.problems.sort(key=lambda p: (p.row, not p.fatal))
    return report
