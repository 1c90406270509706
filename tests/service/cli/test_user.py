"""``linchpin user``."""

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine
from sqlmodel import col, select

from models.audit import AuditEvent
from models.user import User
from service.auth.passwords import password_matches
from service.cli.context import CommandContext
from service.cli.user import user_command
from service.database import sessions
from tests.factories.cast import NOW, Cast

Run = Callable[..., Result]

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def run(engine: Engine) -> Run:
    context = CommandContext(clock=lambda: NOW)
    context.__dict__["engine"] = engine

    def go(*words: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(user_command, words, obj=context, input=stdin)

    return go


def _user(engine: Engine, email: str) -> User:
    with sessions(engine)() as session:
        return session.exec(select(User).where(col(User.email) == email)).one()


def test_a_user_is_added_with_a_team_and_a_password(run: Run, engine: Engine, cast: Cast) -> None:
    words = ("add", "Ann@Example.com", "--name", "Ann", "--role", "csm", "--team", "Team A", "--password-stdin")
    result = run(*words, stdin="four unrelated words\n")
    assert (result.exit_code, result.output) == (0, "Added ann@example.com as csm.\n")
    ann = _user(engine, "ann@example.com")
    assert password_matches(ann.password, "four unrelated words")
    listed = json.loads(run("list", "--json", "--role", "csm").output)
    assert [row["teams"] for row in listed if row["email"] == "ann@example.com"] == [["Team A"]]


def test_a_password_that_is_made_up_is_printed_once_and_works(run: Run, engine: Engine, cast: Cast) -> None:
    before = cast.csm.session_key
    result = run("password", cast.csm.email)
    password = result.output.splitlines()[1].removeprefix("Password: ")
    changed = _user(engine, cast.csm.email)
    assert password_matches(changed.password, password)
    assert changed.session_key != before


def test_who_is_disabled_stays_out_until_it_is_undone(run: Run, engine: Engine, cast: Cast) -> None:
    assert run("disable", cast.csm.email).exit_code == 0
    assert not _user(engine, cast.csm.email).active
    assert run("disable", cast.csm.email, "--undo").exit_code == 0
    assert _user(engine, cast.csm.email).active
    with sessions(engine)() as session:
        labels = session.exec(select(AuditEvent.actor_label).where(col(AuditEvent.action) == "changed")).all()
    assert labels == ["command line", "command line"]


def test_the_last_administrator_is_not_disabled(run: Run, cast: Cast) -> None:
    result = run("disable", cast.admin.email)
    assert result.exit_code == 1
    assert "last administrator" in str(result.exception)


def test_mistakes_are_said_in_a_sentence(run: Run, cast: Cast) -> None:
    unknown = run("password", "nobody@example.com")
    assert (unknown.exit_code, unknown.output) == (1, "Error: There is no user with the address nobody@example.com.\n")
    taken = run("add", cast.csm.email, "--name", "Twin")
    assert str(taken.exception) == "Another user has this address."
    short = run("add", "new@example.com", "--name", "New", "--password-stdin", stdin="short\n")
    assert str(short.exception) == "Use at least 10 characters."
    team = run("add", "new@example.com", "--name", "New", "--team", "Nowhere")
    assert "There is no team called 'Nowhere'. Known teams: Team A, Team B." in team.output


def test_the_list_shows_who_is_disabled(run: Run, cast: Cast) -> None:
    states = {line.split()[-1] for line in run("list").output.splitlines() if "disabled@linchpin.example" in line}
    assert states == {"disabled"}
