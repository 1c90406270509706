"""Feedback from the command line: tables for people, everything for scripts."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from scoring.vocabulary import Role
from service.cli.context import CommandContext
from service.cli.main import cli
from service.database import sessions
from tests.factories.cast import NOW
from tests.factories.feedback import FeedbackWorld

Say = Callable[..., Result]

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database_url: str, engine: Engine) -> Say:
    """Call ``linchpin feedback`` where one account has answered in part."""
    monkeypatch.setenv("LINCHPIN_HOME", str(tmp_path / "var"))
    monkeypatch.setenv("LINCHPIN_DATABASE_URL", database_url)
    with sessions(engine)() as session:
        world = FeedbackWorld(session)
        harbour = world.account("Harbour", arr=50_000, risk=0.4)
        world.person(harbour, Role.DECISION_MAKER, 0.75, name="Silent chief")
        world.answer(harbour, world.person(harbour, Role.END_USER, 0.25), 9)
        world.score()

    def call(*words: str) -> Result:
        return CliRunner().invoke(cli, ["feedback", *words], obj=CommandContext(clock=lambda: NOW))

    return call


def test_results_stand_in_a_table_by_role(say: Say) -> None:
    shown = say("results").stdout
    # One promoter, with the three that are added: +25.
    assert "End user" in shown
    assert "+25" in shown
    assert "Roles disagree by more than chance in 0 of 0 accounts." in shown


def test_everything_comes_as_json(say: Say) -> None:
    found = json.loads(say("results", "--json").stdout)
    assert found["total"]["nps_weighted"]["plain"] == 100.0
    assert json.loads(say("silence", "--json").stdout)[0]["name"] == "Silent chief"
    assert json.loads(say("drivers", "--json").stdout)["questions"]["drivers"] == []


def test_silence_is_listed_and_counted(say: Say) -> None:
    shown = say("silence", "--sort", "money").stdout
    assert "Silent chief" in shown
    assert "15,000" in shown
    assert "1 people are silent" not in shown
    assert "Silent: 1, of them decision makers: 1." in shown


def test_drivers_say_how_many_answers_are_missing(say: Say) -> None:
    assert "Questions: 0 complete answers; at least 1 are needed." in say("drivers").stdout


def test_nothing_within_a_choice_is_said_so(say: Say) -> None:
    assert say("results", "--segment", "Nowhere").stdout == "Nobody has answered within this choice.\n"
