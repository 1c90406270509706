"""When a wave that is repeated comes again."""

import calendar
from datetime import datetime, timedelta

#: The next of a wave lies at least this far ahead, however long nothing ran.
LEAST_AHEAD = timedelta(days=1)


def next_start(starts_at: datetime, months: int, now: datetime) -> datetime:
    """The first time after ``now`` that lies whole periods of ``months`` after ``starts_at``.

    The day of the month stays; where a month is too short, its last day.

    >>> from datetime import UTC
    >>> start = datetime(2026, 1, 31, 8, tzinfo=UTC)
    >>> [next_start(start, 1, start).day, next_start(start, 3, datetime(2026, 8, 1, tzinfo=UTC)).isoformat()]
    [28, '2026-10-31T08:00:00+00:00']
    """
    number = 1
    while (at := _months_later(starts_at, months * number)) <= now + LEAST_AHEAD:
        number += 1
    return at


def _months_later(at: datetime, months: int) -> datetime:
    count = at.year * 12 + at.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return at.replace(year=year, month=month, day=min(at.day, calendar.monthrange(year, month)[1]))
