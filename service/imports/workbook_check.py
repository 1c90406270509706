"""Whether a spreadsheet is safe to open: looked at as a stream of bytes, before anything is parsed."""

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from service.errors import Invalid, TooLarge

MAX_UNPACKED = 2 << 30
MAX_RATIO = 200
MAX_PARTS = 2_000
MAX_COLUMNS = 1_000
MAX_AREA = 60_000_000
"""The widest sheet, and the most cells that a sheet may span: the parser keeps the whole rectangle in memory."""

_RATIO_COUNTS_FROM = 1 << 20
_BLOCK = 1 << 20
_OVERLAP = 512
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]{0,200}?\br="([A-Z]{1,3})([0-9]{1,7})"')
_NOT_COMPUTED = re.compile(
    rb'<(?:\w+:)?c\b[^>]{0,200}?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]{0,200}>\s*<(?:\w+:)?f\b[^>]{0,200}>[^<]{0,400}</(?:\w+:)?f>'
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>|</(?:\w+:)?c>)"
)
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass
class SheetScan:
    """What one sheet holds, by its cell references; ``not_computed`` are formulas without a stored value."""

    columns: int = 0
    rows: int = 0
    not_computed: list[tuple[int, int]] = field(default_factory=list)


def check_workbook(path: Path) -> dict[str, SheetScan]:
    """Look through every part of an ``.xlsx`` file; the answer holds one scan per sheet part.

    :raises Invalid: not a workbook, an entity definition in one of its parts, encrypted parts.
    :raises TooLarge: unpacks to far more than its size, or spans more columns or cells than a table has.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive, path.stat().st_size)
            return {
                info.filename: _scan(archive, info)
                for info in archive.infolist()
                if info.filename.endswith((".xml", ".rels", ".vml"))
            }
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Invalid("The file is not a readable Excel workbook; it may be damaged or protected.") from error


def _check_sizes(archive: zipfile.ZipFile, size: int) -> None:
    parts = archive.infolist()
    if not any(part.filename == "[Content_Types].xml" for part in parts):
        raise Invalid("The file is a ZIP archive, but not an Excel workbook.")
    if len(parts) > MAX_PARTS:
        raise TooLarge("The workbook has more parts than any table needs.")
    if any(part.flag_bits & 0x1 for part in parts):
        raise Invalid("The workbook is encrypted. Save it without a password and try again.")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or (unpacked > _RATIO_COUNTS_FROM and unpacked > MAX_RATIO * size):
        raise TooLarge("The workbook unpacks to far more than its size and was not opened. Save it as CSV.")


def _scan(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> SheetScan:
    scan = SheetScan()
    read = 0
    tail = b""
    with archive.open(info) as part:
        while block := part.read(_BLOCK):
            if read == 0 and block[:2] in {b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"}:
                raise Invalid("A part of the workbook is in an encoding that Excel does not write.")
            read += len(block)
            if read > info.file_size:
                raise TooLarge("A part of the workbook is larger than it claims. It was not opened.")
            _look(tail + block, scan)
            tail = block[-_OVERLAP:]
    return scan


def _look(text: bytes, scan: SheetScan) -> None:
    if _FORBIDDEN.search(text):
        raise Invalid("The workbook defines entities of its own, which no table needs. It was not opened.")
    if b"<c" not in text and b":c" not in text:
        return
    for letters, digits in set(_CELL.findall(text)):
        scan.rows = max(scan.rows, int(digits))
        scan.columns = max(scan.columns, column_number(letters.decode()))
    if scan.columns > MAX_COLUMNS or scan.columns * scan.rows > MAX_AREA:
        raise TooLarge(
            f"A sheet of the workbook spans {scan.columns:,} columns and {scan.rows:,} rows. "
            f"At most {MAX_COLUMNS:,} columns and {MAX_AREA:,} cells are read; remove what is not part of the table."
        )
    if b"<f" in text and len(scan.not_computed) < 1_000:
        scan.not_computed.extend(
            (int(row), column_number(letters.decode())) for letters, row in _NOT_COMPUTED.findall(text)
        )


def column_number(letters: str) -> int:
    """The number of a spreadsheet column, from 1.

    >>> column_number("A"), column_number("AA"), column_number("XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
