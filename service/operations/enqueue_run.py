"""Put a piece of work in the queue, once per kind, scope and period."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from models.job import Run
from models.vocabulary import RunState


def enqueue_run(
    session: Session,
    kind: str,
    scope: str,
    period: str,
    *,
    now: datetime,
    payload: Mapping[str, Any] | None = None,
    priority: int = 0,
    schedule_id: int | None = None,
    requested_by_id: int | None = None,
) -> int | None:
    """Enqueue a run and give its id; None where the same kind, scope and period already has one.

    Any number of schedulers may ask for the same run at the same time: the unique key lets one of them through.
    ``priority`` above 0 goes before the rest: work that somebody waits for.
    """
    values = {
        "kind": kind,
        "scope": scope,
        "period": period,
        "state": RunState.QUEUED,
        "payload": dict(payload or {}),
        "priority": priority,
        "attempts": 0,
        "max_attempts": 3,
        "available_at": now,
        "enqueued_at": now,
        "fence": 0,
        "done": 0,
        "result": {},
        "schedule_id": schedule_id,
        "requested_by_id": requested_by_id,
    }
    result = session.execute(_insert(session).values(**values).returning(col(Run.id)))
    return result.scalar_one_or_none()


def _insert(session: Session) -> Insert:
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(Run).on_conflict_do_nothing(index_elements=["kind", "scope", "period"])
    return sqlite.insert(Run).on_conflict_do_nothing(index_elements=["kind", "scope", "period"])


def run_of(session: Session, kind: str, scope: str, period: str) -> Run:
    """The run of this kind, scope and period; there is one as soon as it was enqueued."""
    statement = select(Run).where(col(Run.kind) == kind, col(Run.scope) == scope, col(Run.period) == period)
    run: Run = session.execute(statement).scalar_one()
    return run
