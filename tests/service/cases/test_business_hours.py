"""Time as people at work count it, over weekends, holidays and clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import Urgency
from service.cases.business_hours import BusinessHours, due_after, worked_between
from service.cases.deadlines import case_due
from service.cases.holidays_of import hours_in

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai", "Asia/Kathmandu")
zones = st.sampled_from(ZONES)
# The strategy wants its bounds without a zone.
FIRST, LAST = datetime(2024, 1, 1), datetime(2027, 12, 31)  # noqa: DTZ001 - see above
moments = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
spans = st.integers(0, 200 * 60).map(lambda minutes: timedelta(minutes=minutes))


@given(zones, moments, spans)
def test_exactly_the_asked_time_of_work_lies_before_the_due_time(zone: str, start: datetime, worked: timedelta) -> None:
    hours = hours_in(zone)
    due = due_after(start, worked, hours)
    assert worked_between(start, due, hours) == worked


@given(zones, moments, spans)
def test_it_is_due_while_somebody_is_at_work(zone: str, start: datetime, worked: timedelta) -> None:
    hours = hours_in(zone)
    local = due_after(start, worked, hours).astimezone(ZoneInfo(zone))
    assert hours.works(local.date())
    assert hours.opens <= local.time() <= hours.closes


@given(zones, moments, spans, spans)
def test_more_work_is_due_later_never_earlier(zone: str, start: datetime, less: timedelta, more: timedelta) -> None:
    hours = hours_in(zone)
    assert due_after(start, less, hours) <= due_after(start, less + more, hours)


@given(zones, moments, spans, spans)
def test_work_in_two_parts_is_due_as_in_one(zone: str, start: datetime, first: timedelta, second: timedelta) -> None:
    hours = hours_in(zone)
    at_once = due_after(start, first + second, hours)
    in_parts = due_after(due_after(start, first, hours), second, hours)
    assert worked_between(min(at_once, in_parts), max(at_once, in_parts), hours) == timedelta(0)


@pytest.mark.parametrize(
    ("zone", "start", "due"),
    [
        # Clocks go forward in Berlin on Sunday 29 March 2026: Friday 16:00 is 15:00 UTC, Monday 12:00 is 10:00 UTC.
        ("Europe/Berlin", datetime(2026, 3, 27, 15, tzinfo=UTC), datetime(2026, 3, 30, 10, tzinfo=UTC)),
        # And back in New York on Sunday 1 November 2026.
        ("America/New_York", datetime(2026, 10, 30, 20, tzinfo=UTC), datetime(2026, 11, 2, 17, tzinfo=UTC)),
        # Half an hour in Lord Howe, on Sunday 5 April 2026; Good Friday and Easter Monday are free.
        ("Australia/Lord_Howe", datetime(2026, 4, 2, 5, tzinfo=UTC), datetime(2026, 4, 7, 1, 30, tzinfo=UTC)),
        # Christmas in Berlin: Thursday 24 December 16:00, free on Friday, then the weekend.
        ("Europe/Berlin", datetime(2026, 12, 24, 15, tzinfo=UTC), datetime(2026, 12, 28, 11, tzinfo=UTC)),
    ],
)
def test_four_hours_over_a_weekend(zone: str, start: datetime, due: datetime) -> None:
    assert due_after(start, timedelta(hours=4), hours_in(zone)) == due


def test_a_worked_saturday_in_china_counts_and_spring_festival_does_not() -> None:
    hours = hours_in("Asia/Shanghai")
    friday = datetime(2026, 2, 13, 9, tzinfo=UTC)  # 17:00 there: the day is over
    assert due_after(friday, timedelta(hours=1), hours) == datetime(2026, 2, 14, 2, tzinfo=UTC)
    assert not any(hours.works(date(2026, 2, day)) for day in range(16, 23))


def test_a_case_that_is_urgent_has_one_working_day() -> None:
    friday_noon = datetime(2026, 3, 6, 12, tzinfo=UTC)
    due = {urgency: case_due(friday_noon, urgency, BusinessHours()) for urgency in Urgency}
    assert due == {
        Urgency.HIGH: datetime(2026, 3, 9, 12, tzinfo=UTC),
        Urgency.NORMAL: datetime(2026, 3, 11, 12, tzinfo=UTC),
        Urgency.LOW: datetime(2026, 3, 13, 12, tzinfo=UTC),
    }


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        due_after(datetime(2026, 3, 6, tzinfo=UTC), timedelta(hours=-1), BusinessHours())
    with pytest.raises(ValueError, match="nobody works"):
        due_after(datetime(2026, 3, 6, tzinfo=UTC), timedelta(hours=1), BusinessHours(works=lambda _day: False))
    with pytest.raises(ValueError, match="before it begins"):
        BusinessHours(opens=time(17), closes=time(9))
