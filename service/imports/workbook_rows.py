"""The rows of an Excel sheet, as text: dates in ISO form, whole numbers without a fraction."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from service.errors import Invalid, TooLarge
from service.imports.problems import Problem
from service.imports.workbook_check import SheetScan, check_workbook

MAX_OLD_WORKBOOK = 64 << 20

Cell = int | float | str | bool | time | date | datetime | timedelta


def _open(path: Path) -> tuple[CalamineWorkbook, dict[str, SheetScan]]:
    with path.open("rb") as file:
        zipped = file.read(2) == b"PK"
    if not zipped and path.stat().st_size > MAX_OLD_WORKBOOK:
        raise TooLarge("An .xls workbook of this size is not read. Save it as .xlsx or CSV.")
    scans = check_workbook(path) if zipped else {}
    if zipped and not any(name.startswith("xl/worksheets/") for name in scans):
        raise Invalid("Only Excel workbooks (.xlsx, .xlsm, .xls) and CSV are read. Save the file as one of them.")
    try:
        return CalamineWorkbook.from_path(str(path)), scans
    except (CalamineError, OSError, ValueError) as error:
        raise Invalid("The workbook cannot be read; it may be damaged or protected.") from error


def sheet_names(path: Path) -> list[str]:
    """The visible sheets of a workbook that passed its checks.

    :raises Invalid: not a workbook, damaged, protected, or without any visible sheet.
    :raises TooLarge: a spreadsheet bomb.
    """
    workbook, _ = _open(path)
    names = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
    ]
    if not names:
        raise Invalid("The workbook has no visible sheet.")
    return names


def workbook_rows(path: Path, sheet: str) -> Iterator[tuple[int, list[str], Problem | None]]:
    """Every row of a sheet with its number (the first is 1), all of them equally wide.

    A row with a formula whose value was never computed carries a problem: its cell would read as empty.
    """
    workbook, scans = _open(path)
    place = workbook.sheet_names.index(sheet) + 1
    scan = scans.get(f"xl/worksheets/sheet{place}.xml", SheetScan())
    not_computed = dict(scan.not_computed)
    try:
        content = workbook.get_sheet_by_name(sheet)
        for number, row in enumerate(content.iter_rows(), start=1):
            problem = None
            if number in not_computed and number > 1:
                problem = Problem(
                    number, None, None, "formula_not_computed", "A formula in this row has no stored value. "
                    "Open the workbook in Excel, save it, and try again.",
                )  # fmt: skip
            yield number, [_text(cell) for cell in row], problem
    except (CalamineError, ValueError) as error:
        raise Invalid("The sheet cannot be read; the workbook may be damaged.") from error


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)
