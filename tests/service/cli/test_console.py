"""What commands print."""

import io
import json
import sys
from decimal import Decimal

import pytest
from rich.cells import cell_len

from service.cli.console import progress, show_json, show_table


def test_amounts_keep_every_digit_and_sets_are_ordered(capsys: pytest.CaptureFixture[str]) -> None:
    show_json({"amount": Decimal("0.1000"), "roles": {"b", "a"}})
    assert capsys.readouterr().out == '{"amount":"0.1000","roles":["a","b"]}\n'


def test_what_cannot_be_shown_is_an_error_rather_than_a_guess() -> None:
    with pytest.raises(TypeError):
        show_json({"thing": object()})


def test_only_flexible_columns_are_cut_and_the_table_fits(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(
        ("ID", "Name", "Amount"),
        [(1, "x" * 200, "1,234,567"), (2, "精密制造有限公司" * 10, None)],
        right=("ID", "Amount"),
        flexible=("Name",),
    )
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert max(cell_len(line) for line in lines) <= 80
    assert any("…" in line and "1,234,567" in line for line in lines)
    assert lines[-2].endswith("–")


def test_an_empty_table_says_what_will_appear(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(("A",), [], empty="Nothing yet.")
    assert capsys.readouterr().out == "Nothing yet.\n"


def test_markup_in_a_name_is_shown_literally(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(("Name",), [("[bold]Acme[/bold]",)])
    assert "[bold]Acme[/bold]" in capsys.readouterr().out


def test_without_a_terminal_progress_is_a_line_at_each_tenth_on_the_error_stream(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with progress("Counting") as advance:
        for done in range(1, 101):
            advance(done, 100)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines()[0] == "Counting: 1 of 100"
    assert captured.err.splitlines()[-1] == "Counting: 100 of 100"
    assert len(captured.err.splitlines()) == 11


def test_json_survives_any_text(capsys: pytest.CaptureFixture[str]) -> None:
    show_json(["严重", "a\nb", "\u2028"])
    assert json.loads(capsys.readouterr().out) == ["严重", "a\nb", "\u2028"]


def test_progress_of_unknown_length_says_nothing_until_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with progress("Reading") as advance:
        advance(5, None)
    assert stream.getvalue() == ""
