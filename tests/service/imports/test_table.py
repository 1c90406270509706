"""Files as tables: what is broken is named by its row, and the rest is read."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from service.errors import Invalid, TooLarge
from service.imports.table import open_table


def csv_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "file.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_names_that_look_like_nothing_and_leading_zeros_stay_as_they_are(tmp_path: Path) -> None:
    table = open_table(csv_file(tmp_path, "name,zip,note\nNA,00123,null\nNull,007,=1+1\n"))

    assert [row.cells for row in table.rows()] == [["NA", "00123", "null"], ["Null", "007", "=1+1"]]


def test_rows_too_long_or_too_short_are_named_and_the_others_are_read(tmp_path: Path) -> None:
    table = open_table(csv_file(tmp_path, "a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3,,\n\n5,6,7\n"))

    rows = list(table.rows())

    assert [(r.number, r.problem.code if r.problem else None) for r in rows] == [
        (2, None),
        (3, "too_short"),
        (4, "too_long"),
        (5, None),
        (7, None),
    ]


def test_a_nul_is_named(tmp_path: Path) -> None:
    rows = list(open_table(csv_file(tmp_path, "a,b\n1,x\0y\n3,4\n")).rows())

    assert rows[0].problem is not None
    assert (rows[0].number, rows[0].problem.code) == (2, "nul")
    assert rows[1].cells == ["3", "4"]


def test_a_quotation_mark_that_never_closes_is_named_by_the_row_that_opens_it(tmp_path: Path) -> None:
    rows = list(open_table(csv_file(tmp_path, 'a,b\n1,2\n3,"open\n5,6\n7,8\n')).rows())

    assert [(r.number, r.problem.code if r.problem else None) for r in rows] == [(2, None), (3, "open_quote")]


def test_line_breaks_within_quotes_belong_to_their_cell(tmp_path: Path) -> None:
    rows = list(open_table(csv_file(tmp_path, 'a,b\n"x\ny",2\n3,4\n')).rows())

    assert [(r.number, r.cells) for r in rows] == [(2, ["x\ny", "2"]), (3, ["3", "4"])]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path: Path, separator: str) -> None:
    text = "\n".join(separator.join(row) for row in (["name", "city"], ["Ann", "Bonn"], ["Li", "北京"]))

    assert open_table(csv_file(tmp_path, text)).columns == ["name", "city"]


def test_empty_and_repeated_headers_get_names_of_their_own(tmp_path: Path) -> None:
    assert open_table(csv_file(tmp_path, "a,,a\n1,2,3\n")).columns == ["a", "column 2", "a (2)"]


@pytest.mark.parametrize("content", [b"", b"\n\n\n", b"%PDF-1.7 ...", b'{"a": 1}'])
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)

    with pytest.raises(Invalid):
        open_table(path)


def workbook(folder: Path, rows: list[list[object]], title: str = "Sheet") -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    path = folder / "file.xlsx"
    book.save(path)
    return path


def test_an_excel_sheet_is_read_as_text(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, [["姓名", "seit", "id", "arr"], ["李明", date(2024, 3, 1), "007", 12.5], ["Ann", None, 8, 3.0]]
    )

    table = open_table(path)

    assert table.form["type"] == "excel"
    assert [r.cells for r in table.rows()] == [["李明", "2024-03-01", "007", "12.5"], ["Ann", "", "8", "3"]]


def test_a_formula_that_was_never_computed_is_named(tmp_path: Path) -> None:
    rows = list(open_table(workbook(tmp_path, [["a", "b"], ["x", "=1+1"], ["y", 2]])).rows())

    assert [(r.number, r.problem.code if r.problem else None) for r in rows] == [(2, "formula_not_computed"), (3, None)]


def test_a_sheet_that_spans_all_columns_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "name"
    book.active.cell(1, 16_384, "far away")
    book.save(tmp_path / "wide.xlsx")

    with pytest.raises(TooLarge, match="16,384 columns"):
        open_table(tmp_path / "wide.xlsx")


def test_a_sheet_with_one_cell_in_the_last_row_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "name"
    book.active.cell(1_048_576, 900, "far away")
    book.save(tmp_path / "long.xlsx")

    with pytest.raises(TooLarge, match="cells are read"):
        open_table(tmp_path / "long.xlsx")


def test_a_workbook_that_unpacks_to_a_thousand_times_its_size_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["a"], ["1"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"<x>" + b" " * 50_000_000 + b"</x>")

    with pytest.raises(TooLarge, match="unpacks"):
        open_table(path)


def test_entities_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["a"], ["1"]])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/extra.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')

    with pytest.raises(Invalid, match="entities"):
        open_table(path)


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a zip at all", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing"])
def test_a_damaged_workbook_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)

    with pytest.raises(Invalid, match=r"damaged|readable"):
        open_table(path)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")

    with pytest.raises(Invalid, match="not an Excel workbook"):
        open_table(path)
