"""Time as people at work count it: hours of working days in one time zone, over holidays and clock changes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_NOTHING = timedelta(0)
_MOST_DAYS = 4000


def _monday_to_friday(day: date) -> bool:
    return day.weekday() < 5


@dataclass(frozen=True)
class BusinessHours:
    """When somebody works: between ``opens`` and ``closes``, local time, on the days that ``works`` lets through.

    Both hours must lie on the same day and exist on every day of the zone (nine to five does everywhere).

    :raises ValueError: it closes before it opens.
    """

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    opens: time = time(9)
    closes: time = time(17)
    works: Callable[[date], bool] = _monday_to_friday

    def __post_init__(self) -> None:
        if self.closes <= self.opens:
            raise ValueError(f"work ends at {self.closes}, before it begins at {self.opens}")

    def span(self, day: date) -> tuple[datetime, datetime]:
        """The first and the last moment of work on a day, in UTC."""
        return (
            datetime.combine(day, self.opens, self.zone).astimezone(UTC),
            datetime.combine(day, self.closes, self.zone).astimezone(UTC),
        )


def due_after(start: datetime, worked: timedelta, hours: BusinessHours) -> datetime:
    """The moment (UTC) at which ``worked`` time of work has passed since ``start``; work outside hours counts nothing.

    Asked on a Friday at 16:00 for four hours, it is Monday at 12:00:

    >>> due_after(datetime(2026, 3, 6, 16, tzinfo=UTC), timedelta(hours=4), BusinessHours()).isoformat()
    '2026-03-09T12:00:00+00:00'

    :raises ValueError: less than nothing is asked for, or nobody works for years on end.
    """
    if worked < _NOTHING:
        raise ValueError(f"time of work cannot be negative: {worked}")
    start = start.astimezone(UTC)
    first = start.astimezone(hours.zone).date()
    left = worked
    for ahead in range(_MOST_DAYS):
        day = first + timedelta(days=ahead)
        if not hours.works(day):
            continue
        begin, end = hours.span(day)
        begin = max(begin, start)
        if begin >= end:
            continue
        if left <= end - begin:
            return begin + left
        left -= end - begin
    raise ValueError("nobody works within ten years of the start")


def worked_between(start: datetime, end: datetime, hours: BusinessHours) -> timedelta:
    """How much time of work lies between two moments; nothing where the second is the earlier one.

    >>> monday = datetime(2026, 3, 9, 12, tzinfo=UTC)
    >>> worked_between(datetime(2026, 3, 6, 16, tzinfo=UTC), monday, BusinessHours())
    datetime.timedelta(seconds=14400)
    """
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    total = _NOTHING
    day, last = start.astimezone(hours.zone).date(), end.astimezone(hours.zone).date()
    while day <= last:
        if hours.works(day):
            begin, finish = hours.span(day)
            total += max(_NOTHING, min(end, finish) - max(start, begin))
        day += timedelta(days=1)
    return total
