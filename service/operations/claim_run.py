"""Take the next run from the queue, for a while."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, and_, or_, select, update
from sqlmodel import Session, col

from models.job import Run
from models.vocabulary import RunState
from service.errors import Conflict

LEASE = timedelta(minutes=5)


class LeaseLost(Conflict):
    """The run was given to another worker since: nothing of ours may be published any more."""

    title = "Lease lost"


@dataclass(frozen=True)
class Claim:
    """A run that this worker holds: its ``fence`` is shown with everything that is published for it."""

    run_id: int
    fence: int
    kind: str
    scope: str
    period: str
    payload: dict[str, Any]
    attempt: int
    schedule_id: int | None


def claim_run(
    session: Session,
    owner: str,
    *,
    now: datetime,
    lease: timedelta = LEASE,
    only: Collection[str] = (),
    but: Collection[str] = (),
) -> Claim | None:
    """Claim the next run that is due, or one whose worker fell silent; None where there is nothing to do.

    ``only`` these kinds, or all ``but`` those: work that waits for others' servers has a worker of its own.

    A run whose last attempt fell silent is put in quarantine instead of being tried for ever. The claim is one
    conditional update: of two workers that see the same run, one changes its fence and the other finds it changed.
    """
    quarantine_silent(session, now=now)
    statement = (
        select(
            col(Run.id),
            col(Run.fence),
            col(Run.kind),
            col(Run.scope),
            col(Run.period),
            col(Run.payload),
            col(Run.attempts),
            col(Run.schedule_id),
        )
        .where(_claimable(now))
        .order_by(col(Run.priority).desc(), col(Run.available_at), col(Run.id))
        .limit(10)
    )
    if only:
        statement = statement.where(col(Run.kind).in_(only))
    if but:
        statement = statement.where(col(Run.kind).not_in(but))
    for row in session.execute(statement).all():
        taken = session.execute(
            update(Run)
            .where(col(Run.id) == row.id, col(Run.fence) == row.fence, _claimable(now))
            .values(
                state=RunState.RUNNING,
                lease_until=now + lease,
                lease_owner=owner[:100],
                fence=row.fence + 1,
                attempts=row.attempts + 1,
                started_at=now,
                finished_at=None,
            )
            .execution_options(synchronize_session=False)
        )
        if _changed(taken) == 1:
            return Claim(
                run_id=row.id,
                fence=row.fence + 1,
                kind=row.kind,
                scope=row.scope,
                period=row.period,
                payload=dict(row.payload),
                attempt=row.attempts + 1,
                schedule_id=row.schedule_id,
            )
    return None


def has_due_run(session: Session, kinds: Collection[str], *, now: datetime) -> bool:
    """Whether a run of these kinds can be claimed."""
    waiting = select(col(Run.id)).where(col(Run.kind).in_(kinds), _claimable(now)).limit(1)
    return session.execute(waiting).first() is not None


def extend_lease(
    session: Session, claim: Claim, *, now: datetime, done: int = 0, total: int | None = None, lease: timedelta = LEASE
) -> None:
    """Keep the run for another while, and note how far it is.

    :raises LeaseLost: another worker holds it by now.
    """
    values: dict[str, Any] = {"lease_until": now + lease, "done": done}
    if total is not None:
        values["total"] = total
    _change(session, claim, values)


def finish_run(session: Session, claim: Claim, *, now: datetime, result: dict[str, Any] | None = None) -> None:
    """Mark the run as done, in the transaction of its effects: they are published together or not at all.

    :raises LeaseLost: another worker holds it by now; the caller's transaction must not be committed.
    """
    values = {"state": RunState.DONE, "finished_at": now, "lease_until": None, "error": None, "result": result or {}}
    _change(session, claim, values)


def fail_run(session: Session, claim: Claim, error: str, *, now: datetime, max_attempts: int = 3) -> RunState:
    """Note why an attempt failed; it is tried again after a growing pause, and set aside after the last attempt.

    :raises LeaseLost: another worker holds it by now.
    """
    if claim.attempt >= max_attempts:
        state = RunState.QUARANTINED
        values: dict[str, Any] = {"finished_at": now}
    else:
        state = RunState.QUEUED
        values = {"available_at": now + timedelta(seconds=30 * 4 ** (claim.attempt - 1))}
    _change(session, claim, values | {"state": state, "lease_until": None, "error": error[:2000]})
    return state


def quarantine_silent(session: Session, *, now: datetime) -> int:
    """Set aside the runs whose last attempt was never heard of again, and say how many there were."""
    silent = session.execute(
        update(Run)
        .where(
            col(Run.state) == RunState.RUNNING,
            col(Run.lease_until) < now,
            col(Run.attempts) >= col(Run.max_attempts),
        )
        .values(
            state=RunState.QUARANTINED,
            finished_at=now,
            lease_until=None,
            fence=col(Run.fence) + 1,
            error="The worker fell silent in every attempt.",
        )
        .execution_options(synchronize_session=False)
    )
    return _changed(silent)


def _claimable(now: datetime) -> Any:
    queued = and_(col(Run.state) == RunState.QUEUED, col(Run.available_at) <= now)
    silent = and_(
        col(Run.state) == RunState.RUNNING, col(Run.lease_until) < now, col(Run.attempts) < col(Run.max_attempts)
    )
    return or_(queued, silent)


def _change(session: Session, claim: Claim, values: dict[str, Any]) -> None:
    changed = session.execute(
        update(Run)
        .where(col(Run.id) == claim.run_id, col(Run.fence) == claim.fence, col(Run.state) == RunState.RUNNING)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if _changed(changed) != 1:
        raise LeaseLost("The run was given to another worker in the meantime.")


def _changed(result: Any) -> int:
    assert isinstance(result, CursorResult)  # noqa: S101 - an update always gives one; tells the type checker
    return result.rowcount
