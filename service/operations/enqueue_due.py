"""Enqueue what the schedules say is due."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.job import Schedule
from service.operations.enqueue_run import enqueue_run
from service.queries.due_times import latest_due


def enqueue_due(session: Session, *, now: datetime) -> list[int]:
    """Enqueue a run for every schedule whose latest time has come and was not enqueued yet; gives the runs' ids.

    Times missed while nothing was running are made up, the latest one only. Asking often, or from several processes,
    changes nothing: the run's key is the schedule's kind, scope and local period. A schedule made today does not
    catch up on times before it existed.
    """
    schedules = session.execute(select(Schedule).where(col(Schedule.enabled)).order_by(col(Schedule.id))).scalars()
    enqueued = []
    for schedule in schedules:
        due = latest_due(schedule, now)
        if due is None or due.at < schedule.created_at:
            continue
        run_id = enqueue_run(
            session,
            schedule.kind,
            schedule.scope,
            due.period,
            now=now,
            payload=schedule.payload,
            schedule_id=schedule.id,
        )
        if run_id is not None:
            enqueued.append(run_id)
    return enqueued
