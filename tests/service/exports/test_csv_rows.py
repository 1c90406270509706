"""Tables as CSV: what a spreadsheet would run is text, everything else is what it was."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.exports.csv_rows import csv_rows, without_formula


def read(header: list[str], rows: list[list[object]]) -> list[list[str]]:
    text = "".join(csv_rows(header, rows))  # type: ignore[arg-type]  # cells of any kind are the point of the tests
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_every_kind_of_cell_is_written_as_a_spreadsheet_reads_it() -> None:
    rows = [["Ärzte, “GmbH”", 12, 1.5, Decimal("2.50"), date(2026, 3, 1), True, False, None]]
    assert read(["a"], rows)[1] == ["Ärzte, “GmbH”", "12", "1.5", "2.50", "2026-03-01", "yes", "no", ""]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", " ＠A1", "－1", "＋1", "\n=1"]
)
def test_a_formula_becomes_text(text: str) -> None:
    assert without_formula(text) == "'" + text


@pytest.mark.parametrize("text", ["", "A = B", "a-b", "1-2", "mail@example.com", "中文"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert without_formula(text) == text


def test_a_negative_number_stays_a_number() -> None:
    assert read(["change"], [[-5], [-0.25]])[1:] == [["-5"], ["-0.25"]]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1, max_size=5))
def test_text_comes_back_as_it_was_but_for_the_apostrophe(cells: list[str]) -> None:
    found = read(["h"] * len(cells), [cells])[1] if any(cells) or len(cells) > 1 else [""]
    # A carriage return alone ends a line for the reader's own dialect inside quotes it does not: compare as written.
    assert [cell.removeprefix("'") for cell in found] == [without_formula(cell).removeprefix("'") for cell in cells]
