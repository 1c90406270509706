"""Reminders keep to their number and distance, to the window, and leave time for the answer."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from service.sending.reminders import LEAST_TIME_LEFT, Reminding, reminder_at
from service.sending.rules import Rules

SENT = datetime(2026, 3, 3, 10, tzinfo=UTC)


def waiting(**values: object) -> Reminding:
    return Reminding(**{"sent_at": SENT, "expires_at": SENT + timedelta(days=30), "reminders": 0, **values})  # type: ignore[arg-type]  # as the class says


def test_the_second_reminder_keeps_its_distance_from_the_first() -> None:
    rules, once = Rules(reminders=2, reminder_after_days=7), waiting(reminders=1, reminded_at=SENT + timedelta(days=7))
    assert reminder_at(once, rules, SENT + timedelta(days=13, hours=23)) is None
    assert reminder_at(once, rules, SENT + timedelta(days=14)) == SENT + timedelta(days=14)


def test_a_reminder_that_leaves_no_time_is_not_sent() -> None:
    rules = Rules(reminders=1, reminder_after_days=7)
    assert reminder_at(waiting(expires_at=SENT + timedelta(days=7, hours=20)), rules, SENT + timedelta(days=7)) is None


@given(st.integers(0, 3), st.integers(2, 20), st.integers(0, 40 * 24))
def test_reminders_come_to_an_end(most: int, distance: int, hours: int) -> None:
    rules = Rules(reminders=most, reminder_after_days=distance, expires_after_days=30)
    now, state, sent = SENT, waiting(), []
    while now < SENT + timedelta(hours=hours):
        at = reminder_at(state, rules, now)
        if at is not None:
            sent.append(at)
            state = waiting(reminders=state.reminders + 1, reminded_at=at)
        now += timedelta(hours=1)
    assert len(sent) <= most
    assert all(later - earlier >= timedelta(days=distance) for earlier, later in zip([SENT, *sent], sent, strict=False))
    assert all(rules.window.is_open(at, at.tzinfo) for at in sent)  # type: ignore[arg-type]  # UTC
    assert all(at + LEAST_TIME_LEFT <= state.expires_at for at in sent)
