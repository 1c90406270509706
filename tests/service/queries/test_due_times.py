"""Schedules fire once per local date, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from models.job import Schedule
from service.errors import Invalid
from service.queries.due_times import latest_due, next_due

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai")


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("wall", [(0, 0), (1, 45), (2, 15), (2, 30), (23, 59)])
def test_there_is_one_run_per_local_date_over_two_years(zone: str, wall: tuple[int, int]) -> None:
    schedule = Schedule(name="n", kind="k", hour=str(wall[0]), minute=str(wall[1]), time_zone=zone)
    now = datetime(2025, 1, 1, 12, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    end = now + timedelta(days=731)
    seen: dict[str, datetime] = {}
    while now < end:
        due = latest_due(schedule, now)
        assert due is not None
        assert due.at <= now
        # Asked again and again, a period never moves.
        assert seen.setdefault(due.period, due.at) == due.at
        now += timedelta(minutes=97)
    dates = sorted(date.fromisoformat(period) for period in seen)
    assert [b - a for a, b in pairwise(dates)] == [timedelta(days=1)] * (len(dates) - 1)
    assert len(dates) >= 731
    moments = [seen[str(day)] for day in dates]
    assert moments == sorted(moments)


def test_an_hour_that_comes_twice_counts_the_first_time() -> None:
    schedule = Schedule(name="n", kind="k", hour="2", minute="30", time_zone="Europe/Berlin")
    due = latest_due(schedule, datetime(2026, 10, 25, 12, tzinfo=UTC))
    assert due is not None
    assert (due.period, due.at) == ("2026-10-25", datetime(2026, 10, 25, 0, 30, tzinfo=UTC))


def test_the_last_day_of_the_month_and_weekdays_by_name() -> None:
    month_end = Schedule(name="m", kind="k", day="last", hour="6", time_zone="UTC")
    due = latest_due(month_end, datetime(2026, 3, 1, 0, tzinfo=UTC))
    assert due is not None
    assert due.period == "2026-02-28"
    monday = Schedule(name="w", kind="k", day_of_week="mon", hour="6", time_zone="UTC")
    assert next_due(monday, datetime(2026, 3, 3, tzinfo=UTC)) == datetime(2026, 3, 9, 6, tzinfo=UTC)


def test_a_time_missed_while_nothing_ran_is_made_up_within_a_week_and_only_once() -> None:
    nightly = Schedule(name="n", kind="k", hour="2", time_zone="UTC")
    due = latest_due(nightly, datetime(2026, 3, 10, 1, tzinfo=UTC))
    assert due is not None
    assert due.period == "2026-03-09"
    yearly = Schedule(name="y", kind="k", month="1", day="1", hour="0", time_zone="UTC")
    assert latest_due(yearly, datetime(2026, 3, 10, tzinfo=UTC)) is None


def test_several_times_a_day_have_periods_of_their_own() -> None:
    schedule = Schedule(name="h", kind="k", hour="*/6", time_zone="UTC")
    due = latest_due(schedule, datetime(2026, 3, 10, 13, tzinfo=UTC))
    assert due is not None
    assert due.period == "2026-03-10T12:00"


@pytest.mark.parametrize("field", [{"day_of_week": "1"}, {"hour": "25"}, {"time_zone": "Mars/Olympus"}])
def test_a_field_that_means_nothing_is_refused(field: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        latest_due(Schedule(name="x", kind="k", **field), datetime(2026, 3, 10, tzinfo=UTC))
