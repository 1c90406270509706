"""Tables as CSV that a spreadsheet opens as they are: as text and numbers, never as formulas."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

Cell = str | int | float | Decimal | date | datetime | bool | None

# A spreadsheet takes these for the beginning of a formula, also behind spaces and in full width.
_FORMULA = frozenset("=+-@\t\r")

#: Excel takes a file without it for the code page of the country.
BYTE_ORDER_MARK = "\ufeff"


def csv_rows(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a CSV file in UTF-8 with its mark, the header first; made as they are read.

    Dates are written as in ISO 8601, what is not known as an empty cell.

    >>> "".join(csv_rows(["Name", "ARR"], [["=cmd()", -5]])).splitlines()
    ['\\ufeffName,ARR', "'=cmd(),-5"]
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write(BYTE_ORDER_MARK)
    for row in _with_header(header, rows):
        writer.writerow([_written(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _with_header(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    yield header
    yield from rows


def _written(cell: Cell) -> str | int | float | Decimal:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case datetime() | date():
            return cell.isoformat()
        case str():
            return without_formula(cell)
        case _:
            return cell


def without_formula(text: str) -> str:
    """``text``, with an apostrophe before it where a spreadsheet would run it.

    >>> without_formula("  ＝SUM(A1)"), without_formula("a = b"), without_formula("")
    ("'  ＝SUM(A1)", 'a = b', '')
    """
    if text[:1] in {"\t", "\r", "\n"}:
        return "'" + text
    # Invisible characters in front hide a formula from us, not from a spreadsheet.
    begin = "".join(character for character in text if unicodedata.category(character) != "Cf").lstrip()[:1]
    if begin and unicodedata.normalize("NFKC", begin)[:1] in _FORMULA:
        return "'" + text
    return text
