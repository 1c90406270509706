"""When a schedule is due: cron read on the wall clock, so that daylight saving neither drops nor doubles a day."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from apscheduler.triggers.cron import CronTrigger

from models.job import Schedule
from service.errors import Invalid

# Nothing that is due more rarely than this is looked for further back.
LOOK_BACK = timedelta(days=7)


@dataclass(frozen=True)
class Due:
    """One time that a schedule is due.

    ``period`` names it on the local calendar and makes its run unique; ``at`` is the moment in UTC.
    """

    period: str
    at: datetime


def latest_due(schedule: Schedule, now: datetime) -> Due | None:
    """The last time at or before ``now`` that ``schedule`` was due, at most a week back; None where there was none.

    The fields are matched against the local wall clock, which shows each date exactly once. An hour that is skipped
    in spring is taken as if the clock had not been changed (an hour later), one that comes twice in autumn counts
    the first time.

    >>> nightly = Schedule(name="n", kind="score_portfolio", hour="2", minute="30", time_zone="Europe/Berlin")
    >>> latest_due(nightly, datetime(2026, 3, 29, 12, tzinfo=UTC))  # 2:30 did not exist in Berlin on that day
    Due(period='2026-03-29', at=datetime.datetime(2026, 3, 29, 1, 30, tzinfo=datetime.timezone.utc))
    """
    zone = zone_of(schedule.time_zone)
    wall_now = now.astimezone(zone).replace(tzinfo=UTC)
    # A clock set back makes the wall show an earlier time than a moment already passed: look a little ahead, then
    # compare moments, not walls.
    horizon = wall_now + timedelta(hours=2)
    trigger = trigger_of(schedule)
    latest: Due | None = None
    for start in (wall_now - timedelta(hours=26), wall_now - LOOK_BACK):
        wall = trigger.get_next_fire_time(None, start)
        while wall is not None and wall <= horizon:
            at = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
            if at <= now:
                latest = Due(_period(schedule, wall), at)
            wall = trigger.get_next_fire_time(None, wall + timedelta(seconds=1))
        if latest is not None:
            return latest
    return None


def next_due(schedule: Schedule, now: datetime) -> datetime | None:
    """The next moment after ``now`` that ``schedule`` is due, in UTC; None where it never is again."""
    zone = zone_of(schedule.time_zone)
    wall = trigger_of(schedule).get_next_fire_time(None, now.astimezone(zone).replace(tzinfo=UTC))
    while wall is not None:
        at: datetime = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
        if at > now:
            return at
        wall = trigger_of(schedule).get_next_fire_time(None, wall + timedelta(seconds=1))
    return None


def trigger_of(schedule: Schedule) -> CronTrigger:
    """The schedule's cron fields, to be matched against a wall clock.

    :raises Invalid: a field that cron does not know, or a weekday by number: APScheduler counts from Monday = 0,
        crontab from Sunday = 0, so only names are taken.
    """
    if any(character.isdigit() for character in schedule.day_of_week):
        raise Invalid("Write weekdays as names (mon, tue, ...).", [{"path": "day_of_week", "message": "a number"}])
    try:
        return CronTrigger(
            month=schedule.month,
            day=schedule.day,
            day_of_week=schedule.day_of_week,
            hour=schedule.hour,
            minute=schedule.minute,
            second=0,
            timezone=UTC,
        )
    except ValueError as error:
        raise Invalid(
            "A field of the schedule cannot be read.", [{"path": "schedule", "message": str(error)}]
        ) from error


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name.

    :raises Invalid: there is none.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Invalid("There is no such time zone.", [{"path": "time_zone", "message": name[:64]}]) from error


def _period(schedule: Schedule, wall: datetime) -> str:
    once_a_day = schedule.hour.isdigit() and schedule.minute.isdigit()
    return wall.strftime("%Y-%m-%d" if once_a_day else "%Y-%m-%dT%H:%M")
