"""A file as a table: its header, and its rows one at a time, whatever form it came in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from service.errors import Invalid, TooLarge
from service.imports.headers import guess_kind
from service.imports.problems import Problem
from service.imports.separator import TITLE_ROWS
from service.imports.survey_export import is_import_ids, named_by_question
from service.imports.text_rows import TextForm, form_of, text_rows
from service.imports.workbook_rows import sheet_names, workbook_rows

MAX_COLUMNS = 1_000
MAX_ROWS = 5_000_000
_HEADER_FILLED = 0.6
_SHEETS_TRIED = 12
_WORKBOOK_MARK = b"PK\x03\x04"
_OLD_WORKBOOK_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class RawRow:
    """One row as it stands: its number as a spreadsheet shows it, its cells, and what made it unreadable."""

    number: int
    cells: list[str]
    problem: Problem | None = None


@dataclass(frozen=True)
class Table:
    """A file that has been opened far enough to know its header.

    ``columns`` are the header's names, unique and never empty. ``form`` tells how it was read: ``{"type": "csv",
    "encoding", "separator"}`` or ``{"type": "excel", "sheet", "sheets"}``.
    """

    path: Path
    sha256: str
    columns: list[str]
    header_row: int
    form: Mapping[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def rows(self) -> Iterator[RawRow]:
        """Every row below the header that holds anything, with as many cells as there are columns.

        A row with too many or too few cells, or with a NUL, carries its problem; the rest of the file goes on.
        """
        width = len(self.columns)
        for number, cells, trouble in self._raw():
            if number <= self.header_row:
                continue
            if trouble is not None:
                yield RawRow(number, cells, trouble)
                continue
            if len(cells) != width:
                while len(cells) > width and not cells[-1].strip():
                    cells.pop()
                if not any(cells):
                    continue
            elif not any(cells):
                continue
            yield RawRow(number, cells, _shape_problem(number, cells, width))

    def _raw(self) -> Iterator[tuple[int, list[str], Problem | None]]:
        if self.form["type"] == "excel":
            return workbook_rows(self.path, self.form["sheet"])
        return text_rows(self.path, TextForm(self.form["encoding"], self.form["separator"]))


def _shape_problem(number: int, cells: list[str], width: int) -> Problem | None:
    if len(cells) > width:
        extra = next(c for c in cells[width:] if c.strip())
        return Problem(
            number, None, extra[:200], "too_long",
            "The row has %(cells)s cells, the header %(width)s: its columns are shifted.",
            words={"cells": len(cells), "width": width},
        )  # fmt: skip
    if len(cells) < width:
        return Problem(
            number, None, cells[-1][:200], "too_short",
            "The row has %(cells)s cells, the header %(width)s: its end is missing.",
            words={"cells": len(cells), "width": width},
        )  # fmt: skip
    if any("\0" in cell for cell in cells):
        return Problem(number, None, None, "nul", "The row contains a NUL character: the file is damaged here.")
    return None


def open_table(
    path: Path, *, encoding: str | None = None, separator: str | None = None, sheet: str | None = None
) -> Table:
    """Open a CSV or Excel file and read its header; what is not given is detected.

    :raises Invalid: empty, no header, damaged, a form that is not read.
    :raises TooLarge: a spreadsheet bomb, or more columns than a table has.
    """
    digest = file_digest(path)
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise Invalid("The file is empty.")
    form: dict[str, Any]
    if head.startswith((_WORKBOOK_MARK, _OLD_WORKBOOK_MARK)):
        names = sheet_names(path)
        if sheet is not None and sheet not in names:
            raise Invalid(f"The workbook has no sheet “{sheet[:100]}”. It has: {', '.join(names)}.")
        form = {"type": "excel", "sheet": sheet or _sheet(path, names), "sheets": names}
        raw = workbook_rows(path, form["sheet"])
    else:
        if head.startswith((b"%PDF", b"\x89PNG", b"{", b"\x1f\x8b", b"SQLite")):
            raise Invalid("The file is neither CSV nor Excel. Export it as .csv or .xlsx and try again.")
        found = form_of(path, encoding, separator)
        form = {
            "type": "csv",
            "encoding": found.encoding,
            "encoding_proven": found.proven,
            "separator": found.separator,
        }
        raw = text_rows(path, found)
    number, cells = _header(raw)
    return Table(path, digest, _unique(cells), number, form)


def _second_header(rows: list[tuple[int, list[str], int]], at: int) -> tuple[int, list[str]]:
    """The header, and where a survey export has two more rows of it, all three as one."""
    number, cells, _ = rows[at]
    if len(rows) > at + 2 and is_import_ids(rows[at + 2][1]):
        return rows[at + 2][0], named_by_question(cells, rows[at + 1][1], rows[at + 2][1])
    return number, cells


def _header(raw: Iterator[tuple[int, list[str], Problem | None]]) -> tuple[int, list[str]]:
    """The row that names the columns, and its number: the first that is filled about as far as the widest one.

    What stands above it (a title, a date, names that span several columns) fills a few cells only.

    :raises Invalid: no row holds anything, or one that may be the header cannot be read.
    """
    rows: list[tuple[int, list[str], int]] = []
    for number, cells, trouble in islice(raw, 50):
        if trouble is not None:
            if rows:
                break
            raise Invalid(
                "The header of the file cannot be read.", [{"path": f"row {number}", "message": trouble.message}]
            )
        filled = sum(1 for cell in cells if cell.strip())
        if filled:
            rows.append((number, cells, filled))
        if len(rows) > TITLE_ROWS:
            break
    if not rows:
        raise Invalid("The file has no header: its first rows are empty.")
    widest = max(filled for *_, filled in rows)
    at = next(at for at, (_, _, filled) in enumerate(rows) if filled >= widest * _HEADER_FILLED)
    return _second_header(rows, at)


def _sheet(path: Path, names: list[str]) -> str:
    """The first sheet whose columns say what its rows are; the first one where none does. A cover sheet is passed."""
    for name in names[:_SHEETS_TRIED] if len(names) > 1 else ():
        try:
            _, cells = _header(workbook_rows(path, name))
        except Invalid:
            continue
        if len(cells) > 1 and guess_kind(_unique(cells), "", None) is not None:
            return name
    return names[0]


def _unique(cells: list[str]) -> list[str]:
    """The header's names, trimmed; an empty one is called by its place, a repeated one by its count."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > MAX_COLUMNS:
        raise TooLarge(f"The file has {len(cells):,} columns; at most {MAX_COLUMNS:,} are read.")
    names: list[str] = []
    seen: dict[str, int] = {}
    for place, cell in enumerate(cells, start=1):
        name = " ".join(cell.replace("\0", "").replace("\ufeff", "").split())[:300] or f"column {place}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, read in blocks."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
