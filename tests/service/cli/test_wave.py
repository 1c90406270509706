"""``linchpin wave``."""

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select
from sqlmodel import col

from models.job import Run as JobRun
from models.survey import Wave
from service.cli.context import CommandContext
from service.cli.wave import wave_command
from service.database import sessions
from service.settings import Settings
from tests.factories.waves import NOW, make_person, make_sending

Run = Callable[..., Result]

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def wave_id(engine: Engine) -> int:
    with sessions(engine).begin() as session:
        sending = make_sending(session, people=2)
        make_person(session, sending.account, do_not_contact=True, name="Ann")
        return sending.plan(session).id


@pytest.fixture
def run(engine: Engine, settings: Settings) -> Run:
    context = CommandContext(clock=lambda: NOW)
    context.__dict__.update(engine=engine, settings=settings)
    return lambda *words: CliRunner().invoke(wave_command, words, obj=context)


def test_a_preview_says_who_is_asked_and_who_is_left_out(run: Run, wave_id: int) -> None:
    said = json.loads(run("preview", str(wave_id), "--json").output)
    assert (said["asked"], said["accounts"], said["left_out"]) == (2, 1, {"do_not_contact": 1})
    assert {one["left_out"] for one in said["people"] if one["name"] == "Ann"} == {"do_not_contact"}


def test_a_wave_is_started_and_cancelled(run: Run, wave_id: int, engine: Engine) -> None:
    assert run("start", str(wave_id)).output == "Started Spring.\n"
    with sessions(engine)() as session:
        assert list(session.execute(select(col(JobRun.scope))).scalars()) == [f"wave:{wave_id}"]
    assert json.loads(run("list", "--json").output)[0]["state"] == "scheduled"
    assert run("cancel", str(wave_id)).output == "Cancelled Spring.\n"
    with sessions(engine)() as session:
        assert session.get_one(Wave, wave_id).cancelled_at == NOW
