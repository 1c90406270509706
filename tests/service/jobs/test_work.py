"""An answer marks its account, the scheduler enqueues it, and the worker scores it; failures are set aside."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update
from sqlmodel import Session, col

from models.account import Account
from models.job import Run, Schedule
from models.vocabulary import RunState
from service.auth.principal import the_service
from service.database import reading, sessions, writing
from service.jobs.context import JobContext
from service.jobs.work import work_once
from service.operations.enqueue_due import enqueue_due
from service.operations.enqueue_run import enqueue_run
from service.operations.enqueue_stale import enqueue_stale
from service.operations.ensure_schedules import ensure_schedules
from service.operations.mark_stale import mark_stale
from service.queries.scores import account_scores
from service.settings import Settings
from tests.factories.golden import golden_account

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def context(engine: Engine, clock: Clock, tmp_path: Path) -> JobContext:
    return JobContext(Settings(home=tmp_path, secret_key="s" * 32), sessions(engine), clock, owner="here")


def _runs(context: JobContext) -> list[Run]:
    with reading(context.factory) as session:
        return list(session.execute(select(Run).order_by(col(Run.id))).scalars())


def test_a_changed_account_is_scored_by_the_next_step(context: JobContext) -> None:
    with writing(context.factory) as session:
        golden = golden_account(session, NOW)
        mark_stale(session, [golden.account], NOW)
    with writing(context.factory) as session:
        assert enqueue_stale(session, now=NOW) == 1
        assert enqueue_stale(session, now=NOW) == 0
    assert work_once(context)
    assert work_once(context)
    assert not work_once(context)
    with reading(context.factory) as session:
        assert account_scores(session, the_service(), golden.account) is not None
        assert session.get_one(Account, golden.account).stale_since is None
    runs = [(run.kind, run.state) for run in _runs(context)]
    assert runs == [("score_accounts", RunState.DONE), ("check_cases", RunState.DONE)]


def test_the_night_is_enqueued_once_and_scores_everybody(context: JobContext, clock: Clock) -> None:
    with writing(context.factory) as session:
        accounts = [golden_account(session, NOW, f"Golden {n}").account for n in range(2)]
        assert ensure_schedules(session, now=NOW) == 8
        assert ensure_schedules(session, now=NOW) == 0
        # What happens every few minutes is for another test.
        session.execute(update(Schedule).where(col(Schedule.hour) == "*").values(enabled=False))
        assert enqueue_due(session, now=NOW) == []
    clock.now = datetime(2026, 3, 3, 2, 20, tzinfo=UTC)
    with writing(context.factory) as session:
        assert len(enqueue_due(session, now=clock.now)) == 1
        assert enqueue_due(session, now=clock.now) == []
    assert work_once(context)
    run = _runs(context)[0]
    assert (run.kind, run.period, run.state) == ("score_portfolio", "2026-03-03", RunState.DONE)
    assert (run.done, run.total) == (2, 2)
    with reading(context.factory) as session:
        found = [account_scores(session, the_service(), account) for account in accounts]
    assert [scores.generation_id if scores else None for scores in found] == [run.result["generation_id"]] * 2


def test_a_schedule_that_is_off_enqueues_nothing(context: JobContext) -> None:
    with writing(context.factory) as session:
        session.add(Schedule(name="n", kind="k", hour="8", enabled=False, created_at=NOW - timedelta(days=9)))
    with writing(context.factory) as session:
        assert enqueue_due(session, now=NOW) == []


def test_a_kind_that_nobody_knows_is_set_aside_and_the_rest_goes_on(context: JobContext, clock: Clock) -> None:
    with writing(context.factory) as session:
        golden = golden_account(session, NOW)
        enqueue_run(session, "juggle", "all", "today", now=NOW, priority=20)
        payload = {"account_ids": [golden.account]}
        enqueue_run(session, "score_accounts", "stale", "x", now=NOW, payload=payload)
    for _ in range(4):
        assert work_once(context)
        clock.now += timedelta(minutes=10)
    broken, fine, _check = _runs(context)
    assert (broken.state, broken.attempts) == (RunState.QUARANTINED, 3)
    assert broken.error is not None
    assert "juggle" in broken.error
    assert fine.state is RunState.DONE


def test_what_a_failed_attempt_wrote_is_not_kept(context: JobContext, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(session: Session, *_: object, **__: object) -> int:
        session.add(Account(name="half", name_key="half"))
        session.flush()
        raise RuntimeError("secret: 42")

    monkeypatch.setattr("service.jobs.score.score_accounts", half)
    with writing(context.factory) as session:
        enqueue_run(session, "score_accounts", "stale", "x", now=NOW, payload={"account_ids": [1]})
    assert work_once(context)
    run = _runs(context)[0]
    assert run.state is RunState.QUEUED
    assert run.error is not None
    assert run.error.startswith("RuntimeError (half, line")
    assert "secret" not in run.error
    with reading(context.factory) as session:
        assert session.execute(select(Account)).first() is None
