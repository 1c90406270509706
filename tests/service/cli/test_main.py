"""The command line as a whole: what it offers, and how it says no."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from service.cli.main import ENTRIES, SECTIONS, cli
from service.cli.reference import reference

ROOT = Path(__file__).parents[3]


def test_the_help_lists_every_command_with_its_summary() -> None:
    shown = CliRunner().invoke(cli, ["--help"]).output
    for section, entries in SECTIONS.items():
        assert f"{section}:" in shown
        for entry in entries:
            assert f"  {entry.name} " in shown
            assert entry.summary[:40] in shown


@pytest.mark.parametrize("name", ENTRIES)
def test_the_help_of_a_command_begins_with_its_summary(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.name == name
    assert " ".join((command.help or "").split()).startswith(ENTRIES[name].summary.rstrip("."))
    shown = CliRunner().invoke(cli, [name, "--help"])
    assert shown.exit_code == 0


def test_an_unknown_command_is_wrong_usage() -> None:
    result = CliRunner().invoke(cli, ["sing"])
    assert result.exit_code == 2
    assert "No such command 'sing'" in result.output


def test_the_reference_is_up_to_date() -> None:
    written = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert written == reference(), "docs/cli.md is out of date: make docs"


def test_a_wrong_setting_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINCHPIN_BASE_URL", "nowhere")
    result = CliRunner().invoke(cli, ["migrate"])
    assert result.exit_code == 2
    assert "LINCHPIN_BASE_URL" in result.output
    assert "Traceback" not in result.output


def test_a_database_without_tables_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LINCHPIN_HOME", str(tmp_path))
    result = CliRunner().invoke(cli, ["accounts"])
    assert result.exit_code == 1
    assert result.output == "Error: The database has not been set up yet. Run `linchpin migrate` first.\n"


def test_a_database_that_is_away_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINCHPIN_DATABASE_URL", "postgresql://127.0.0.1:1/nothing")
    result = CliRunner().invoke(cli, ["accounts"])
    assert result.exit_code == 1
    assert result.output.startswith("Error: The database does not answer:")


def test_migrate_brings_an_empty_database_up_to_date_and_check_says_so(
    monkeypatch: pytest.MonkeyPatch, empty_database_url: str, tmp_path: Path
) -> None:
    monkeypatch.setenv("LINCHPIN_HOME", str(tmp_path))
    monkeypatch.setenv("LINCHPIN_DATABASE_URL", empty_database_url)
    before = CliRunner().invoke(cli, ["migrate", "--check"])
    assert before.exit_code == 1
    assert "Run `linchpin migrate`" in before.output
    assert CliRunner().invoke(cli, ["migrate"]).exit_code == 0
    again = CliRunner().invoke(cli, ["migrate"])
    after = CliRunner().invoke(cli, ["migrate", "--check"])
    assert (again.exit_code, after.exit_code) == (0, 0)
    assert after.output == "The database is up to date.\n"


def test_json_is_one_line() -> None:
    result = CliRunner().invoke(cli, ["analyse", "-", "--json"], input='{"people": [{"id": "cfo"}]}')
    assert result.exit_code == 0
    assert result.output.count("\n") == 1
    assert json.loads(result.output)["people"]["cfo"]["voting_power"] == 1.0
