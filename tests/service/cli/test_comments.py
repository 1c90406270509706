"""Comments seen from the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from service.cli.context import CommandContext
from service.cli.main import cli
from service.database import sessions
from service.operations.read_all_comments import read_all_comments
from tests.factories.cast import NOW, make_cast
from tests.factories.comments import add_comment, add_theme

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database_url: str, engine: Engine) -> Callable[..., Result]:
    monkeypatch.setenv("LINCHPIN_HOME", str(tmp_path / "var"))
    monkeypatch.setenv("LINCHPIN_DATABASE_URL", database_url)
    with sessions(engine)() as session:
        cast = make_cast(session)
        add_theme(session, "Speed", ("slow*",), ("慢",))
        add_comment(session, cast.account_a.id, cast.people_a[0].id, "The export is slow", 2)
        add_comment(session, cast.account_b.id, cast.people_b[0].id, "响应很慢", 2)
        read_all_comments(session, now=NOW)
        session.commit()
    return lambda *words: CliRunner().invoke(cli, list(words), obj=CommandContext(clock=lambda: NOW))


def test_comments_are_found_by_words_tone_and_theme(say: Callable[..., Result]) -> None:
    listed = say("comments", "EXPORT slow")
    assert listed.exit_code == 0
    assert "The export is slow" in listed.stdout
    assert "1 of 1 comments: 1 negative, 0 neutral, 0 positive." in listed.output
    found = json.loads(say("comments", "--theme", "speed", "--sort", "worst", "--json").stdout)
    assert sorted(row["comment"] for row in found) == ["The export is slow", "响应很慢"]
    assert [row["themes"] for row in found] == [["Speed"], ["Speed"]]
    assert "There are no such comments." in say("comments", "--tone", "positive").output


def test_a_theme_that_is_not_there_is_named_with_those_that_are(say: Callable[..., Result]) -> None:
    refused = say("comments", "--theme", "price")
    assert (refused.exit_code, "There are: Speed." in refused.output) == (2, True)
