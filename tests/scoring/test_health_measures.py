"""The measures of health: known values, degenerate cases, and agreement with SciPy."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scoring.health_measures import (
    days_overdue,
    days_since,
    decision_maker_silence,
    freshness,
    happened_within,
    open_days,
    repeat_problems,
    seat_adoption,
    usage_trend,
    weeks_observed,
)

TODAY = date(2026, 3, 31)
counts = st.lists(st.integers(0, 500), min_size=2, max_size=12)


def days(*texts: str) -> np.ndarray:
    return np.array(texts, dtype="datetime64[D]")


@given(counts)
def test_the_usage_trend_is_scipys_theil_sen_slope_of_the_logarithm(active: list[int]) -> None:
    row = np.array([active], dtype=np.float64)
    expected = stats.theilslopes(np.log1p(row[0]), np.arange(len(active))).slope
    assert usage_trend(row, weeks=12, fewest=2)[0] == pytest.approx(expected, abs=1e-12)


def test_one_odd_week_does_not_turn_the_trend() -> None:
    steady = np.full((1, 12), 50.0)
    steady[0, 7] = 0.0
    assert usage_trend(steady, weeks=12, fewest=6)[0] == 0.0


def test_missing_weeks_keep_their_place_on_the_time_axis() -> None:
    gappy = np.array([[np.e - 1, np.nan, np.nan, np.e**4 - 1]])
    assert usage_trend(gappy, weeks=12, fewest=2)[0] == pytest.approx(1.0, abs=1e-12)


def test_too_few_weeks_give_no_trend_and_no_week_gives_none_either() -> None:
    assert np.isnan(usage_trend(np.array([[1.0, 2.0, 3.0]]), weeks=12, fewest=4)[0])
    assert np.isnan(usage_trend(np.empty((1, 0)), weeks=12, fewest=1)[0])
    assert np.isnan(usage_trend(np.array([[4.0]]), weeks=12, fewest=1)[0])


def test_only_the_latest_weeks_count() -> None:
    long = np.array([[1000.0, 1.0, 1.0, 1.0]])
    assert usage_trend(long, weeks=3, fewest=2)[0] == 0.0
    assert weeks_observed(long, 3)[0] == 1.0


def test_adoption_is_not_known_without_seats_or_without_weeks() -> None:
    active = np.array([[10.0, 20.0], [10.0, 20.0], [10.0, 20.0], [np.nan, np.nan]])
    adopted = seat_adoption(active, np.array([30.0, 0.0, np.nan, 30.0]), weeks=4)
    assert adopted[0] == 0.5
    assert np.isnan(adopted[1:]).all()
    assert np.isnan(seat_adoption(np.empty((1, 0)), np.array([5.0]), weeks=4)[0])


def test_open_days_are_clipped_to_the_window_and_to_today() -> None:
    account = np.array([0, 0, 1, 1, 2])
    opened = days("2025-01-01", "2026-03-01", "2026-03-30", "2026-04-05", "2025-01-01")
    closed = days("NaT", "2026-03-11", "2026-04-30", "NaT", "2025-02-01")
    weights = np.array([1.0, 2.0, 4.0, 4.0, 4.0])
    stood = open_days(3, account, opened, closed, weights, TODAY, window_days=90)
    assert stood.tolist() == [90.0 + 20.0, 4.0, 0.0]


def test_a_repeat_is_the_same_topic_of_the_same_account_soon_after() -> None:
    account = np.array([0, 0, 0, 1, 1, 0])
    topic = np.array([1, 1, 1, 1, 2, -1])
    opened = days("2025-01-01", "2026-02-01", "2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04")
    found = repeat_problems(2, account, opened, topic, TODAY, window_days=90, repeat_within_days=60)
    assert found.tolist() == [1.0, 0.0]


def test_a_problem_of_tomorrow_is_no_repeat_today() -> None:
    opened = days("2026-03-30", "2026-04-01")
    same = np.array([5, 5])
    found = repeat_problems(1, np.array([0, 0]), opened, same, TODAY, 90, 90)
    assert found.tolist() == [0.0]


def test_overdue_is_the_oldest_unpaid_claim_as_known_on_the_day() -> None:
    account = np.array([0, 0, 0, 1, 2])
    due = days("2026-03-01", "2026-03-21", "2025-01-01", "2026-02-28", "2026-05-01")
    paid = days("NaT", "NaT", "2025-01-05", "2026-04-02", "NaT")
    assert days_overdue(4, account, due, paid, TODAY).tolist() == [30.0, 31.0, 0.0, 0.0]


def test_silence_counts_from_the_contract_where_nobody_was_met_and_forgets_the_future() -> None:
    met = days("2026-03-01", "NaT", "NaT", "2026-04-01")
    since = days("2020-01-01", "2026-01-30", "NaT", "2026-03-21")
    silence = decision_maker_silence(met, since, TODAY)
    assert silence[[0, 1, 3]].tolist() == [30.0, 60.0, 10.0]
    assert np.isnan(silence[2])


def test_an_event_holds_from_its_day_to_the_last_day_of_the_window() -> None:
    left = days("2026-03-31", "2025-12-01", "2025-11-30", "2026-04-01", "NaT")
    assert happened_within(left, TODAY, 120).tolist() == [True, True, False, False, False]


@given(st.floats(0, 5000), st.floats(1, 1000))
def test_freshness_halves_with_each_half_life(age: float, half_life: float) -> None:
    fresh, later = freshness(np.array([age, age + half_life]), half_life)
    assert 0.0 <= fresh <= 1.0
    assert later == pytest.approx(fresh / 2.0, rel=1e-9, abs=1e-300)


def test_a_day_in_the_future_is_as_fresh_as_today() -> None:
    assert days_since(days("2026-05-01"), TODAY).tolist() == [0.0]
