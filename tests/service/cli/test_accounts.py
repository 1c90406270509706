"""The demo company seen from the command line: loaded, listed, chosen, scored, shown, reported, copied."""

import json
import socket
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli.context import CommandContext
from service.cli.main import cli

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
Say = Callable[..., Result]


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database_url: str) -> Say:
    """Call ``linchpin`` on the test's own database; ``say.stdout`` of the result holds what is not progress."""
    monkeypatch.setenv("LINCHPIN_HOME", str(tmp_path / "var"))
    monkeypatch.setenv("LINCHPIN_DATABASE_URL", database_url)

    def call(*words: str) -> Result:
        return CliRunner().invoke(cli, list(words), obj=CommandContext(clock=lambda: NOW))

    return call


@pytest.fixture
def demo(say: Say) -> Say:
    """The same, with eight accounts of the demo company."""
    assert say("demo", "--accounts", "8", "--today", "2026-11-20", "--password", "a long password").exit_code == 0
    return say


sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_demo_is_loaded_scored_and_listed_by_the_money_at_risk(demo: Say) -> None:
    scored = demo("score", "--json")
    listed = json.loads(demo("accounts", "--json").stdout)
    assert json.loads(scored.stdout)[0]["accounts"] == 8
    assert len(listed) == 8
    at_risk = [row["at_risk"] for row in listed if row["at_risk"] is not None]
    assert at_risk == sorted(at_risk, reverse=True)
    assert any(row["score"] is not None for row in listed)


@sqlite_only
def test_the_demo_says_who_can_sign_in(say: Say) -> None:
    result = say("demo", "--accounts", "3", "--today", "2026-11-20")
    assert "Loaded 3 customers" in result.stdout
    assert "  csm@tarnwood.example" in result.stdout
    assert "demo-" in result.stdout


@sqlite_only
def test_the_demo_is_never_mixed_with_anything(demo: Say) -> None:
    again = demo("demo", "--accounts", "3")
    assert again.exit_code == 1
    assert again.stderr.endswith("The demo company is only loaded into an empty one.\n")


@sqlite_only
def test_tables_fit_eighty_columns(demo: Say) -> None:
    demo("score")
    for words in (["accounts"], ["account", "1"], ["runs"]):
        wide = [line for line in demo(*words).stdout.splitlines() if len(line.rstrip()) > 80 and "─" in line]
        assert wide == []


@sqlite_only
def test_an_account_is_chosen_by_number_by_name_and_by_the_beginning_of_its_name(demo: Say) -> None:
    listed = json.loads(demo("accounts", "--json").stdout)
    alone = next(
        row for row in listed if row["name"].split()[0] not in [r["name"].split()[0] for r in listed if r != row]
    )
    for words in (str(alone["account_id"]), alone["name"].upper(), alone["name"].split()[0]):
        shown = demo("account", words, "--json")
        assert json.loads(shown.stdout)["id"] == alone["account_id"]


@sqlite_only
def test_several_accounts_that_fit_are_listed_and_none_is_guessed(demo: Say) -> None:
    listed = json.loads(demo("accounts", "--json").stdout)
    # The parent and its two subsidiaries bear one name.
    parent = next(row for row in listed if row["account_id"] == 1)
    stem = parent["name"].split()[0]
    result = demo("account", stem)
    assert result.exit_code == 1
    assert result.stderr.count("\n  ") == 3
    assert "Give the number" in result.stderr


@sqlite_only
def test_an_account_that_is_not_there_is_refused(demo: Say) -> None:
    result = demo("account", "No Such Company")
    assert result.exit_code == 1
    assert result.stderr == "Error: There is no account 'No Such Company'. `linchpin accounts` lists them.\n"


@sqlite_only
def test_a_past_day_shows_who_was_known_then(demo: Say) -> None:
    now = json.loads(demo("account", "1", "--json").stdout)
    then = json.loads(demo("account", "1", "--as-of", "2025-06-30", "--json").stdout)
    assert then["as_of"] == "2025-06-30"
    assert then["scores"] is None
    assert then["consensus"] != now["consensus"]
    assert abs(sum(person["decision_weight"] for person in then["people"]) - 1) < 1e-9


@sqlite_only
def test_a_day_that_has_not_come_is_wrong_usage(demo: Say) -> None:
    assert demo("account", "1", "--as-of", "2027-01-01").exit_code == 2
    assert demo("score", "--as-of", "2026-11-20").exit_code == 2
    assert demo("score", "1", "--as-of", "2026-01-20").exit_code == 2


@sqlite_only
def test_single_accounts_and_past_days_can_be_scored(demo: Say) -> None:
    demo("score", "--as-of", "2026-06-30")
    assert demo("score", "4", "5").stdout == "Scored 2 accounts.\n"
    then = json.loads(demo("account", "4", "--as-of", "2026-07-15", "--json").stdout)
    now = json.loads(demo("account", "4", "--json").stdout)
    assert then["scores"]["as_of"] == "2026-06-30"
    assert now["scores"]["as_of"] == "2026-11-20"


@sqlite_only
def test_the_ends_of_past_months_are_scored_oldest_first(demo: Say) -> None:
    done = json.loads(demo("score", "--history", "3", "--json").stdout)
    assert [entry["as_of"] for entry in done] == ["2026-08-31", "2026-09-30", "2026-10-31"]


@sqlite_only
def test_nothing_has_run_yet(demo: Say) -> None:
    assert demo("runs").stdout.startswith("Nothing has run yet.")
    assert json.loads(demo("runs", "--json").stdout) == []


@sqlite_only
def test_a_copy_of_the_database_holds_everything_and_never_replaces_another_by_accident(
    demo: Say, tmp_path: Path
) -> None:
    file = tmp_path / "backups" / "copy.db"
    assert demo("backup", str(file)).exit_code == 0
    copy = sqlite3.connect(file)
    assert copy.execute("SELECT count(*) FROM account").fetchone() == (8,)
    copy.close()
    again = demo("backup", str(file))
    assert again.exit_code == 1
    assert "already there" in again.stderr
    assert demo("backup", str(file), "--force").exit_code == 0


@sqlite_only
def test_a_port_in_use_is_said_clearly(say: Say) -> None:
    taken = socket.create_server(("127.0.0.1", 0))
    port = taken.getsockname()[1]
    for command in ("web", "run"):
        result = say(command, "--port", str(port))
        assert result.exit_code == 1
        assert f"Port {port} is in use by another program." in result.stderr
    taken.close()


@sqlite_only
def test_a_month_is_scored_once_however_often_its_history_is_asked_for(demo: Say) -> None:
    demo("score", "--as-of", "2026-09-30")
    done = json.loads(demo("score", "--history", "3", "--json").stdout)
    assert [entry["as_of"] for entry in done] == ["2026-08-31", "2026-10-31"]
    assert demo("score", "--history", "3").stdout == "All of these months have been scored already.\n"


@sqlite_only
def test_the_password_of_the_demo_is_kept_for_its_owner_alone(demo: Say, tmp_path: Path) -> None:
    kept = tmp_path / "var" / "demo-password"
    assert kept.read_text(encoding="utf-8") == "a long password"
    assert kept.stat().st_mode & 0o777 == 0o600
