"""By when something is due, in hours of work of the one who must do it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.vocabulary import Urgency
from service.cases.business_hours import BusinessHours, due_after

WORKING_DAY = timedelta(hours=8)


@dataclass(frozen=True)
class Deadlines:
    """Hours of work until a case is due, by urgency, and from overdue to the next step up."""

    high: timedelta = timedelta(hours=8)
    normal: timedelta = timedelta(hours=24)
    low: timedelta = timedelta(hours=40)
    next_step_up: timedelta = timedelta(hours=8)

    def of(self, urgency: Urgency) -> timedelta:
        """The hours of work that an urgency leaves.

        >>> Deadlines().of(Urgency.HIGH)
        datetime.timedelta(seconds=28800)
        """
        return {Urgency.HIGH: self.high, Urgency.NORMAL: self.normal, Urgency.LOW: self.low}[urgency]


DEADLINES = Deadlines()


def case_due(opened_at: datetime, urgency: Urgency, hours: BusinessHours) -> datetime:
    """When a case is due."""
    return due_after(opened_at, DEADLINES.of(urgency), hours)


def step_due(opened_at: datetime, days: int, hours: BusinessHours) -> datetime:
    """When a step is due that has ``days`` working days.

    >>> from datetime import UTC
    >>> step_due(datetime(2026, 3, 6, 10, tzinfo=UTC), 1, BusinessHours()).isoformat()
    '2026-03-09T10:00:00+00:00'
    """
    return due_after(opened_at, WORKING_DAY * days, hours)
