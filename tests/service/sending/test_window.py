"""Mails go out within the window of the reader's own clock, as soon as it is open, whatever the clocks do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.sending.window import SendWindow, WrongWindow, window_of, zone_of

ZONES = [ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai")]
BERLIN, NEW_YORK = ZONES[:2]

windows = st.builds(
    lambda days, opens, length: SendWindow(days, opens, min(24, opens + length)),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.integers(0, 23),
    st.integers(1, 12),
)
moments = st.integers(0, 2 * 366 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(windows, moments, st.sampled_from(ZONES))
def test_a_mail_waits_for_the_window_and_no_longer(window: SendWindow, at: datetime, zone: ZoneInfo) -> None:
    opening = window.next_opening(at, zone)
    local = opening.astimezone(zone)
    assert opening >= at
    assert local.weekday() in window.days
    assert window.opens <= local.hour < window.closes or (
        local.hour == window.opens + 1 and _skips(window, local, zone)
    )
    assert window.next_opening(opening, zone) == opening
    # Nothing between was open: an hour before, the answer is the same.
    earlier = max(at, opening - timedelta(minutes=30))
    assert window.next_opening(earlier, zone) == (earlier if window.is_open(earlier, zone) else opening)


def _skips(window: SendWindow, local: datetime, zone: ZoneInfo) -> bool:
    """Whether the hour at which the window opens does not exist on that day."""
    opens = local.replace(hour=window.opens, minute=0, second=0, microsecond=0, fold=0)
    return opens.astimezone(UTC).astimezone(zone).hour != window.opens


def test_nine_o_clock_stays_nine_o_clock_when_clocks_change() -> None:
    saturday, window = datetime(2026, 3, 28, 12, tzinfo=UTC), SendWindow(frozenset({0, 4}), 9, 17)
    assert window.next_opening(saturday - timedelta(days=1, hours=8), BERLIN) == datetime(2026, 3, 27, 8, tzinfo=UTC)
    assert window.next_opening(saturday, BERLIN) == datetime(2026, 3, 30, 7, tzinfo=UTC)
    assert window.next_opening(saturday, NEW_YORK) == datetime(2026, 3, 30, 13, tzinfo=UTC)


def test_an_hour_that_spring_leaves_out_passes_the_window_on_to_the_next_week() -> None:
    window = SendWindow(frozenset({6}), 2, 3)
    before = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert window.next_opening(before, BERLIN) == datetime(2026, 4, 5, 0, tzinfo=UTC)


def test_an_hour_that_comes_twice_opens_the_window_with_the_first() -> None:
    window = SendWindow(frozenset({6}), 2, 3)
    assert window.next_opening(datetime(2026, 10, 24, 12, tzinfo=UTC), BERLIN) == datetime(2026, 10, 25, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "stored", [{"days": []}, {"days": ["sunday"]}, {"from": 9, "to": 9}, {"to": 25}, {"from": "9"}]
)
def test_a_window_that_never_opens_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(WrongWindow):
        window_of(stored)


def test_a_zone_that_does_not_exist_gives_way_to_the_account_s() -> None:
    assert zone_of("../etc/passwd", "Europe/Berlin").key == "Europe/Berlin"
    assert zone_of("", None).key == "UTC"
