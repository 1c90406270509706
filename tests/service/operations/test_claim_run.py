"""A run is claimed by one worker at a time, and a worker that lost it can publish nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from models.job import Run
from models.vocabulary import RunState
from service.operations.claim_run import LEASE, LeaseLost, claim_run, extend_lease, fail_run, finish_run
from service.operations.enqueue_run import enqueue_run, run_of

NOW = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


def _enqueue(session: Session, period: str = "2026-03-01", **options: int) -> int:
    run_id = enqueue_run(session, "score_portfolio", "all", period, now=NOW, **options)
    assert run_id is not None
    return run_id


def test_the_same_period_is_enqueued_once(session: Session) -> None:
    first = _enqueue(session)
    assert enqueue_run(session, "score_portfolio", "all", "2026-03-01", now=NOW) is None
    assert run_of(session, "score_portfolio", "all", "2026-03-01").id == first
    assert _enqueue(session, "2026-03-02") != first


def test_a_claimed_run_is_not_claimed_again_within_its_lease(session: Session) -> None:
    run_id = _enqueue(session)
    claim = claim_run(session, "first", now=NOW)
    assert claim is not None
    assert (claim.run_id, claim.fence, claim.attempt) == (run_id, 1, 1)
    assert claim_run(session, "second", now=NOW + LEASE - timedelta(seconds=1)) is None


def test_what_somebody_waits_for_goes_first(session: Session) -> None:
    _enqueue(session)
    urgent = _enqueue(session, "now", priority=5)
    claim = claim_run(session, "worker", now=NOW)
    assert claim is not None
    assert claim.run_id == urgent


def test_a_run_in_the_future_waits(session: Session) -> None:
    _enqueue(session)
    assert claim_run(session, "worker", now=NOW - timedelta(seconds=1)) is None


def test_a_worker_paused_past_its_lease_publishes_nothing(session: Session) -> None:
    run_id = _enqueue(session)
    paused = claim_run(session, "paused", now=NOW)
    late = NOW + LEASE + timedelta(seconds=1)
    other = claim_run(session, "other", now=late)
    assert paused is not None
    assert other is not None
    assert other.fence == paused.fence + 1
    with pytest.raises(LeaseLost):
        finish_run(session, paused, now=late)
    with pytest.raises(LeaseLost):
        extend_lease(session, paused, now=late)
    finish_run(session, other, now=late, result={"accounts": 3})
    run = session.get_one(Run, run_id, populate_existing=True)
    assert (run.state, run.finished_at, run.result) == (RunState.DONE, late, {"accounts": 3})
    with pytest.raises(LeaseLost):
        finish_run(session, other, now=late)


def test_a_run_that_always_fails_is_set_aside_after_three_attempts(session: Session) -> None:
    run_id = _enqueue(session)
    now = NOW
    states = []
    for _ in range(3):
        claim = claim_run(session, "worker", now=now)
        assert claim is not None
        states.append(fail_run(session, claim, "it broke", now=now))
        assert claim_run(session, "worker", now=now) is None
        now += timedelta(minutes=10)
    assert states == [RunState.QUEUED, RunState.QUEUED, RunState.QUARANTINED]
    run = session.get_one(Run, run_id, populate_existing=True)
    assert (run.attempts, run.error) == (3, "it broke")


def test_a_run_whose_worker_falls_silent_three_times_is_set_aside(session: Session) -> None:
    run_id = _enqueue(session)
    now = NOW
    for attempt in range(1, 4):
        claim = claim_run(session, "worker", now=now)
        assert claim is not None
        assert claim.attempt == attempt
        now += LEASE + timedelta(seconds=1)
    assert claim_run(session, "worker", now=now) is None
    assert session.get_one(Run, run_id, populate_existing=True).state is RunState.QUARANTINED


def test_progress_is_seen_and_keeps_the_lease(session: Session) -> None:
    run_id = _enqueue(session)
    claim = claim_run(session, "worker", now=NOW)
    assert claim is not None
    later = NOW + LEASE - timedelta(seconds=1)
    extend_lease(session, claim, now=later, done=5, total=20)
    run = session.get_one(Run, run_id, populate_existing=True)
    assert (run.done, run.total, run.lease_until) == (5, 20, later + LEASE)
    assert claim_run(session, "other", now=NOW + LEASE + timedelta(seconds=1)) is None
