"""The hours in which somebody may be written to, in their own time zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# A day's window can fall into the hour that spring leaves out; the same weekday comes again a week later.
_LOOK_AHEAD_DAYS = 15


class WrongWindow(ValueError):
    """A window that never opens, or says something we do not understand."""


@dataclass(frozen=True, slots=True)
class SendWindow:
    """Weekdays (0 is Monday) and hours: from ``opens`` o'clock until just before ``closes`` o'clock, local time."""

    days: frozenset[int] = frozenset({1, 2, 3})
    opens: int = 9
    closes: int = 16

    def __post_init__(self) -> None:
        if not self.days or not self.days <= set(range(7)):
            raise WrongWindow("Choose at least one day of the week.")
        if not 0 <= self.opens < self.closes <= 24:
            raise WrongWindow("A window closes after it opens, on the same day.")

    def is_open(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether somebody in ``zone`` may be written to at this moment."""
        return self.next_opening(at, zone) == at

    def next_opening(self, at: datetime, zone: ZoneInfo) -> datetime:
        """The first moment from ``at`` on at which the window is open, in UTC.

        Days and hours are those on the clocks of ``zone``: nine o'clock stays nine o'clock when clocks change. Of an
        hour that comes twice, the window opens with the first and closes with the first.

        >>> from datetime import datetime
        >>> friday = datetime(2026, 3, 27, 18, 0, tzinfo=UTC)
        >>> SendWindow().next_opening(friday, ZoneInfo("Europe/Berlin")).isoformat()
        '2026-03-31T07:00:00+00:00'
        """
        at = at.astimezone(UTC)
        first = at.astimezone(zone).date()
        for number in range(_LOOK_AHEAD_DAYS):
            day = first + timedelta(days=number)
            if day.weekday() not in self.days:
                continue
            opens, closes = _moment(day, self.opens, zone), _moment(day, self.closes, zone)
            candidate = max(at, opens)
            if candidate < closes:
                return candidate
        raise WrongWindow("This window does not open within two weeks.")


def _moment(day: date, hour: int, zone: ZoneInfo) -> datetime:
    if hour == 24:
        day, hour = day + timedelta(days=1), 0
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)


def zone_of(*names: str | None) -> ZoneInfo:
    """The first of the names that is a time zone; UTC where none is.

    >>> zone_of(None, "Mars/Olympus", "Asia/Shanghai").key
    'Asia/Shanghai'
    """
    for name in names:
        if name:
            try:
                return ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                continue
    return ZoneInfo("UTC")


def window_of(stored: Mapping[str, Any]) -> SendWindow:
    """The window that is stored as ``{"days": ["tue", ...], "from": 9, "to": 16}``; what is not said is as usual.

    :raises WrongWindow: another day or hour than there is.
    """
    usual = SendWindow()
    days = stored.get("days")
    opens, closes = stored.get("from", usual.opens), stored.get("to", usual.closes)
    if days is None:
        return SendWindow(usual.days, _hour(opens), _hour(closes))
    if not isinstance(days, list | tuple) or not all(day in WEEKDAYS for day in days):
        raise WrongWindow("Days are mon, tue, wed, thu, fri, sat and sun.")
    return SendWindow(frozenset(WEEKDAYS.index(day) for day in days), _hour(opens), _hour(closes))


def stored_window(window: SendWindow) -> dict[str, Any]:
    """The form in which a window is stored.

    >>> window_of(stored_window(SendWindow(frozenset({0}), 8, 12))) == SendWindow(frozenset({0}), 8, 12)
    True
    """
    return {"days": [WEEKDAYS[day] for day in sorted(window.days)], "from": window.opens, "to": window.closes}


def _hour(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongWindow("Hours are whole numbers from 0 to 24.")
    return value
