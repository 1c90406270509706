"""LMG shares: the published value, the definition itself as an oracle, and intervals."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LinearRegression

from scoring.drivers import DEFAULT_DRIVERS, key_drivers, lmg_shares


def r_squared(x: np.ndarray, y: np.ndarray, chosen: tuple[int, ...]) -> float:
    if not chosen:
        return 0.0
    return float(LinearRegression().fit(x[:, chosen], y).score(x[:, chosen], y))


def shares_by_definition(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    orders = list(permutations(range(x.shape[1])))
    gains = np.zeros(x.shape[1])
    for order in orders:
        for place, driver in enumerate(order):
            gains[driver] += r_squared(x, y, order[: place + 1]) - r_squared(x, y, order[:place])
    return gains / len(orders)


def sample(n: int, k: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    x = random.normal(size=(n, k)) @ random.normal(size=(k, k))
    return x, x @ random.normal(size=k) + random.normal(size=n)


def test_the_published_shares() -> None:
    shares = lmg_shares(np.array([[[1.0, 0.5, 0.6], [0.5, 1.0, 0.4], [0.6, 0.4, 1.0]]]))[0]
    assert shares.round(5).tolist() == [0.28667, 0.08667]
    assert shares.sum() == pytest.approx(0.37333, abs=5e-6)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 4), st.integers(0, 10_000))
def test_shares_are_the_mean_gain_over_all_orders(k: int, seed: int) -> None:
    x, y = sample(40, k, seed)
    covariance = np.cov(np.column_stack([x, y]).T, bias=True)[None]
    assert lmg_shares(covariance)[0] == pytest.approx(shares_by_definition(x, y), abs=1e-8)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 8), st.integers(0, 10_000))
def test_shares_are_at_least_0_and_add_up_to_r_squared(k: int, seed: int) -> None:
    x, y = sample(60, k, seed)
    shares = lmg_shares(np.cov(np.column_stack([x, y]).T)[None])[0]
    assert (shares >= -1e-12).all()
    assert shares.sum() == pytest.approx(r_squared(x, y, tuple(range(k))), abs=1e-8)


def test_twins_share_alike_and_a_constant_driver_has_nothing() -> None:
    x, y = sample(80, 2, 3)
    table = np.column_stack([x[:, 0], x[:, 0], np.ones(80), y])
    shares = lmg_shares(np.cov(table.T)[None])[0]
    assert shares[0] == pytest.approx(shares[1], abs=1e-9)
    assert shares[2] == 0.0
    assert shares.sum() == pytest.approx(r_squared(x, y, (0,)), abs=1e-9)


def test_the_interval_holds_the_share_of_a_clear_driver_and_the_seed_repeats_it() -> None:
    random = np.random.default_rng(8)
    x = random.normal(size=(300, 3))
    y = 2.0 * x[:, 1] - x[:, 2] + random.normal(size=300)
    found = key_drivers(("a", "b", "c"), x, y)
    assert found is not None
    assert found == key_drivers(("a", "b", "c"), x, y)
    assert [d.name for d in found.drivers] == ["b", "c", "a"]
    assert [d.direction for d in found.drivers[:2]] == [1, -1]
    assert all(d.low - 0.02 <= d.share <= d.high + 0.02 for d in found.drivers)
    assert found.drivers[0].low > found.drivers[1].high > found.drivers[2].high
    assert found.r_squared == pytest.approx(r_squared(x, y, (0, 1, 2)), abs=1e-9)


def test_rows_with_a_gap_are_left_out() -> None:
    x, y = sample(50, 2, 5)
    gappy = x.copy()
    gappy[:10, 0] = np.nan
    found, clean = key_drivers(("a", "b"), gappy, y), key_drivers(("a", "b"), x[10:], y[10:])
    assert found == clean
    assert found is not None
    assert found.answers == 40


def test_too_few_answers_or_a_constant_outcome_say_nothing() -> None:
    x, y = sample(9, 2, 5)
    assert key_drivers(("a", "b"), x, y) is None
    assert key_drivers(("a", "b"), np.tile(x, (5, 1)), np.ones(45)) is None


def test_twelve_drivers_are_compared_and_thirteen_refused() -> None:
    x, y = sample(120, 13, 6)
    quick = replace(DEFAULT_DRIVERS, resamples=10)
    names = tuple("abcdefghijklm")
    found = key_drivers(names[:12], x[:, :12], y, quick)
    assert found is not None
    assert sum(d.share for d in found.drivers) == pytest.approx(r_squared(x, y, tuple(range(12))), abs=1e-8)
    with pytest.raises(ValueError, match="12 drivers"):
        key_drivers(names, x, y)
    with pytest.raises(ValueError, match="one column per name"):
        key_drivers(("a",), x, y)
