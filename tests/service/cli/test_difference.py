"""What changed, and the chain as a file, as a stranger asks for them on the command line."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select
from sqlmodel import col

from models.chain import Tie
from service.cli.context import CommandContext
from service.cli.main import cli
from service.database import sessions, writing
from tests.factories.golden import Golden, golden_account

THEN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOW = THEN + timedelta(days=30)
Say = Callable[..., Result]


@pytest.fixture
def golden(engine: Engine) -> Golden:
    with writing(sessions(engine)) as session:
        golden = golden_account(session, THEN)
    with writing(sessions(engine)) as session:
        tie = session.execute(select(Tie).where(col(Tie.source_id) == golden.it)).scalar_one()
        tie.superseded_at = NOW
    return golden


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database_url: str) -> Say:
    monkeypatch.setenv("LINCHPIN_HOME", str(tmp_path / "var"))
    monkeypatch.setenv("LINCHPIN_DATABASE_URL", database_url)

    def call(*words: str) -> Result:
        return CliRunner().invoke(cli, list(words), obj=CommandContext(clock=lambda: NOW))

    return call


def test_a_tie_that_was_cut_is_told_with_what_it_did(golden: Golden, say: Say) -> None:
    shown = say("difference", "Golden", "--from", "2026-03-02")
    assert shown.exit_code == 0
    assert "IT > CFO" in shown.stdout
    told = json.loads(say("difference", "Golden", "--from", "2026-03-02", "--json").stdout)
    assert [(tie["source"], tie["target"], tie["after"]) for tie in told["ties"]] == [("IT", "CFO", None)]
    assert told["weights"][0]["name"] in {"IT", "VP"}


def test_days_in_the_wrong_order_are_refused(golden: Golden, say: Say) -> None:
    refused = say("difference", "Golden", "--from", "2026-03-20", "--to", "2026-03-03")
    assert refused.exit_code == 1
    assert "earlier day" in refused.output


def test_the_chain_of_a_past_day_is_written(golden: Golden, say: Say, tmp_path: Path) -> None:
    file = tmp_path / "chain.graphml"
    today = say("export", "Golden", "-o", str(file))
    assert (today.exit_code, len(nx.read_graphml(file).edges)) == (0, 4)
    past = say("export", "Golden", "-o", str(file), "--as-of", date(2026, 3, 2).isoformat())
    assert (past.exit_code, len(nx.read_graphml(file).edges)) == (0, 5)
    assert say("export", "Golden", "-o", str(tmp_path / "chain.txt")).exit_code == 2
