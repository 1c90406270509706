"""The schedules, with when each is due next."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.job import Schedule
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.errors import NotFound
from service.queries.due_times import next_due


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """A schedule; ``due_at`` None where it is off, or never due again."""

    schedule: Schedule
    due_at: datetime | None


def schedules(session: Session, principal: Principal, *, now: datetime) -> list[ScheduleLine]:
    """All schedules by name.

    :raises Forbidden: only administrators.
    """
    require(principal, Resource.ADMIN, Action.READ, Reach.ALL)
    rows = session.execute(select(Schedule).order_by(col(Schedule.name))).scalars()
    return [ScheduleLine(row, next_due(row, now) if row.enabled else None) for row in rows]


def schedule(session: Session, principal: Principal, schedule_id: int) -> Schedule:
    """One schedule.

    :raises Forbidden: only administrators; :raises NotFound: there is none.
    """
    require(principal, Resource.ADMIN, Action.READ, Reach.ALL)
    found = session.get(Schedule, schedule_id)
    if found is None:
        raise NotFound
    return found
