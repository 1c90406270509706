"""Months and quarters as steps of a course over time."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from service.queries.feedback.wanted import Bucket

Days = NDArray[np.datetime64]
Indices = NDArray[np.intp]

_MONTHS = {Bucket.MONTH: 1, Bucket.QUARTER: 3}


@dataclass(frozen=True)
class Stretches:
    """The stretches that touch ``first`` to ``last``, by the day each begins on; ``months`` long."""

    begins_on: tuple[date, ...]
    months: int
    first: date
    last: date

    def of(self, days: Days) -> Indices:
        """The place of the stretch that each day lies in; -1 outside."""
        month = days.astype("datetime64[M]").astype(np.int64)
        begin = np.datetime64(self.begins_on[0], "M").astype(np.int64)
        place = (month - begin) // self.months
        return np.where((place >= 0) & (place < len(self.begins_on)), place, -1).astype(np.intp)

    def is_complete(self, place: int) -> bool:
        """Whether a stretch lies between ``first`` and ``last`` as a whole."""
        return self.begins_on[place] >= self.first and _later(self.begins_on[place], self.months) <= self.last + (
            timedelta(days=1)
        )


def stretches(first: date, last: date, bucket: Bucket) -> Stretches:
    """The months or quarters that touch the days from ``first`` to ``last``.

    >>> found = stretches(date(2026, 2, 10), date(2026, 7, 1), Bucket.QUARTER)
    >>> [day.isoformat() for day in found.begins_on], found.is_complete(0), found.is_complete(1)
    (['2026-01-01', '2026-04-01', '2026-07-01'], False, True)
    >>> found.of(np.array(["2026-03-31", "2026-07-01", "2025-12-31"], "M8[D]")).tolist()
    [0, 2, -1]
    """
    months = _MONTHS[bucket]
    begin = date(first.year, (first.month - 1) // months * months + 1, 1)
    begins = [begin]
    while (following := _later(begins[-1], months)) <= last:
        begins.append(following)
    return Stretches(tuple(begins), months, first, last)


def _later(day: date, months: int) -> date:
    months += day.year * 12 + day.month - 1
    return date(months // 12, months % 12 + 1, 1)
