"""`linchpin import` and its company, as a shell sees them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli.main import cli
from tests.service.operations.import_world import write_csv

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Shell = Callable[..., Result]


@pytest.fixture
def shell(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("LINCHPIN_DATABASE_URL", database_url)
    monkeypatch.setenv("LINCHPIN_HOME", str(tmp_path))
    return lambda *words: CliRunner().invoke(cli, [str(w) for w in words])


@pytest.fixture
def people(tmp_path: Path) -> Path:
    rows = [["1", "Ada King", "CFO", ""], ["2", "Ben Ito", "Clerk", "1"]]
    return write_csv(tmp_path / "people.csv", ["Contact ID", "Name", "Title", "Reports To ID"], rows)


def test_a_file_is_imported_listed_and_undone(shell: Shell, people: Path) -> None:
    done = shell("import", people, "--account", "Acme", "--create-accounts", "--json")

    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["state"], told["kind"], told["created"]) == ("done", "people", 2)
    assert json.loads(shell("imports", "list", "--json").stdout)[0]["created"] == 2
    assert "Import 1 is undone: 2 records removed" in shell("imports", "undo", 1).stdout
    assert shell("imports", "undo", 1).exit_code == 1


def test_a_dry_run_writes_nothing(shell: Shell, people: Path) -> None:
    shown = shell("import", people, "--account", "Acme", "--create-accounts", "--dry-run")

    assert shown.exit_code == 0, shown.output
    assert "Would create 2, update 0" in shown.stdout
    assert json.loads(shell("imports", "list", "--json").stdout) == []
    assert shell("import", people, "--account", "Acme").exit_code == 1, "the account was not created either"


def test_bad_rows_end_with_exit_code_one_and_their_numbers(shell: Shell, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ["Name", "Account"], [["Ada", "Nowhere"]])

    refused = shell("import", path)

    assert refused.exit_code == 1
    assert "row 2, column “Account” (“Nowhere”)" in refused.stderr
    assert "Nothing was imported" in refused.stderr


def test_a_mapping_file_and_constants_overrule_the_guess(shell: Shell, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ["Wer", "Wo"], [["Ada", "Acme"]])
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"kind": "people", "columns": {"name": "Wer", "account": "Wo"}}), "utf-8")

    done = shell("import", path, "--mapping", mapping, "--set", "title=CFO", "--create-accounts", "--json")

    assert json.loads(done.stdout)["created"] == 1


def test_a_wrong_mapping_is_refused_in_sentences(shell: Shell, people: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"columns": {"nme": "Name"}}', "utf-8")

    refused = shell("import", people, "--as", "people", "--mapping", mapping)

    assert refused.exit_code == 1
    assert "mapping.columns.nme: unknown field" in refused.stderr
