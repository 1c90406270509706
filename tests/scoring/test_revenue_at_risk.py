"""Revenue at risk: the exact sum, and an interval that knows bad years come together."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from scoring.revenue_at_risk import DEFAULT_REVENUE_AT_RISK, revenue_at_risk

USUAL = DEFAULT_REVENUE_AT_RISK


@settings(max_examples=30)
@given(st.lists(st.tuples(st.floats(0, 1e7), st.floats(0, 1)), max_size=20))
def test_the_expectation_is_the_sum_and_the_interval_lies_within_what_can_happen(
    rows: list[tuple[float, float]],
) -> None:
    arr, kept = np.array([r[0] for r in rows]), np.array([r[1] for r in rows])
    result = revenue_at_risk(arr, kept)
    assert result.expected == pytest.approx(sum(a * (1 - p) for a, p in rows), abs=1e-3)
    assert 0.0 <= result.low <= result.high <= result.total_arr + 1e-3


def test_without_a_shock_the_interval_is_the_binomial_one() -> None:
    result = revenue_at_risk(np.ones(400), np.full(400, 0.8), replace(USUAL, shared=0.0, draws=20_000))
    low, high = binom(400, 0.2).ppf([0.1, 0.9])
    assert (result.low, result.high) == pytest.approx((low, high), abs=1.0)


def test_a_common_shock_widens_the_interval_and_leaves_the_expectation() -> None:
    arr, kept = np.ones(400), np.full(400, 0.8)
    alone, together = (revenue_at_risk(arr, kept, replace(USUAL, shared=s)) for s in (0.0, 0.2))
    assert together.expected == alone.expected == pytest.approx(80.0)
    assert together.high - together.low > 3 * (alone.high - alone.low)


def test_the_shock_keeps_each_renewals_own_probability() -> None:
    # With everything shared but a sliver, a quantile of a single renewal's loss still follows its own p.
    one = np.array([100.0])
    kept = np.array([0.85])
    result = revenue_at_risk(one, kept, replace(USUAL, shared=0.9, draws=20_000))
    assert (result.low, result.high) == (0.0, 100.0)
    likelier = revenue_at_risk(one, np.array([0.95]), replace(USUAL, shared=0.9, draws=20_000))
    assert (likelier.low, likelier.high) == (0.0, 0.0)


def test_the_same_portfolio_gives_the_same_interval_and_chunks_do_not_fail() -> None:
    arr, kept = np.linspace(1, 50, 50), np.linspace(0.5, 0.99, 50)
    assert revenue_at_risk(arr, kept) == revenue_at_risk(arr, kept)
    small = revenue_at_risk(arr, kept, replace(USUAL, cells_at_once=1))
    assert small.high == pytest.approx(revenue_at_risk(arr, kept).high, rel=0.1)


def test_no_renewals_risk_nothing() -> None:
    assert revenue_at_risk(np.array([]), np.array([])).expected == 0.0


@pytest.mark.parametrize(
    ("arr", "kept"),
    [([1.0, 2.0], [0.5]), ([-1.0], [0.5]), ([float("nan")], [0.5]), ([1.0], [1.1]), ([1.0], [float("nan")])],
)
def test_money_and_probabilities_that_cannot_be_are_refused(arr: list[float], kept: list[float]) -> None:
    with pytest.raises(ValueError, match=r"arr|renewal_probability"):
        revenue_at_risk(np.array(arr), np.array(kept))
