"""Ranking, sharpness and calibration of forecasts, against published values, scikit-learn and SciPy."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.special import expit, logit
from scipy.stats import binomtest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score

from scoring.forecast_quality import (
    auc,
    auc_interval,
    brier,
    brier_skill,
    calibration_curve,
    calibration_line,
    top_lift,
)
from scoring.proportion import wilson_interval

forecasts = st.lists(st.tuples(st.booleans(), st.integers(0, 20)), min_size=2, max_size=40).map(
    lambda rows: (np.array([r[0] for r in rows]), np.array([r[1] / 20 for r in rows]))
)


def test_published_values() -> None:
    lost = np.array([False, False, True, True])
    assert auc(lost, np.array([0.1, 0.4, 0.35, 0.8])) == 0.75
    said = np.array([0.1, 0.9, 0.8, 0.3])
    assert brier(np.array([False, True, True, False]), said) == pytest.approx(0.0375, abs=1e-15)


@given(forecasts)
def test_auc_and_brier_agree_with_scikit_learn(rows: tuple[np.ndarray, np.ndarray]) -> None:
    lost, said = rows
    assert brier(lost, said) == pytest.approx(brier_score_loss(lost, said), abs=1e-12)
    assume(lost.any() and not lost.all())
    assert auc(lost, said) == pytest.approx(roc_auc_score(lost, said), abs=1e-12)


@given(st.floats(0, 1), st.integers(1, 500), st.integers(1, 500))
def test_the_interval_of_an_auc_holds_it_and_stays_within_0_and_1(area: float, lost: int, kept: int) -> None:
    low, high = auc_interval(area, lost, kept)
    assert 0.0 <= low <= area <= high <= 1.0
    narrower = auc_interval(area, lost * 20, kept * 20)
    assert narrower[1] - narrower[0] <= high - low + 1e-9


def test_the_ends_of_an_auc_interval_satisfy_the_hanley_mcneil_equation() -> None:
    area, lost, kept = 0.8, 30, 170
    for a in auc_interval(area, lost, kept):
        spread = 1 + (200 / 2 - 1) * ((1 - a) / (2 - a) + a / (1 + a))
        sd = np.sqrt(a * (1 - a) * spread / (lost * kept))
        assert abs(area - a) == pytest.approx(1.959964 * sd, abs=1e-6)


def test_an_interval_needs_both_outcomes() -> None:
    with pytest.raises(ValueError, match="lost and kept"):
        auc_interval(0.7, 0, 5)


def test_without_both_outcomes_there_is_no_ranking_and_no_line() -> None:
    kept, said = np.array([False, False]), np.array([0.2, 0.4])
    assert auc(kept, said) is None
    assert calibration_line(kept, said) is None
    assert top_lift(kept, said) is None


def test_the_base_rate_itself_has_no_skill_and_a_perfect_forecast_has_all() -> None:
    lost = np.array([True, False, False, False])
    rate = np.full(4, 0.25)
    assert brier_skill(lost, rate, rate) == 0.0
    assert brier_skill(lost, lost.astype(float), rate) == 1.0
    assert brier_skill(lost, rate, lost.astype(float)) is None


def test_no_renewals_cannot_be_judged() -> None:
    with pytest.raises(ValueError, match="no renewals"):
        brier(np.array([], dtype=bool), np.array([]))


def test_the_calibration_line_is_the_unpenalised_logistic_regression() -> None:
    random = np.random.default_rng(5)
    said = random.uniform(0.02, 0.9, 400)
    lost = random.random(400) < expit(0.3 + 0.6 * logit(said))
    line = calibration_line(lost, said)
    oracle = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000).fit(logit(said)[:, None], lost)
    assert line is not None
    assert line.slope == pytest.approx(oracle.coef_[0, 0], abs=1e-4)
    assert line.intercept == pytest.approx(oracle.intercept_[0], abs=1e-4)


def test_forecasts_twice_as_extreme_as_the_truth_have_half_the_slope() -> None:
    random = np.random.default_rng(6)
    eta = random.normal(-1, 1, 500)
    lost = random.random(500) < expit(eta)
    fair, extreme = calibration_line(lost, expit(eta)), calibration_line(lost, expit(2 * eta))
    assert fair is not None
    assert extreme is not None
    assert extreme.slope == pytest.approx(fair.slope / 2, abs=1e-6)


def test_equal_or_separating_forecasts_have_no_line() -> None:
    lost = np.array([True, False, True, False])
    assert calibration_line(lost, np.full(4, 0.3)) is None
    assert calibration_line(lost, np.array([0.9, 0.1, 0.8, 0.2])) is None


def test_the_calibration_plot_holds_every_renewal_once() -> None:
    random = np.random.default_rng(7)
    said = random.random(37)
    points = calibration_curve(random.random(37) < said, said, groups=10)
    assert sum(p.renewals for p in points) == 37
    assert [p.forecast for p in points] == sorted(p.forecast for p in points)
    assert all(p.low <= p.observed <= p.high for p in points)


def test_ties_at_the_edge_of_the_top_share_count_in_part() -> None:
    lost = np.array([True] + [False] * 9)
    assert top_lift(lost, np.full(10, 0.4)) == pytest.approx(1.0)
    assert top_lift(lost, np.linspace(0.9, 0.1, 10)) == pytest.approx(10.0)


@given(st.integers(0, 60), st.integers(1, 60), st.sampled_from([0.8, 0.95]))
def test_wilsons_interval_agrees_with_scipy(hits: int, more: int, level: float) -> None:
    trials = hits + more
    low, high = wilson_interval(np.array([float(hits)]), np.array([float(trials)]), level)
    oracle = binomtest(hits, trials).proportion_ci(level, method="wilson")
    assert (low[0], high[0]) == pytest.approx((oracle.low, oracle.high), abs=1e-12)


def test_wilsons_published_values() -> None:
    low, high = wilson_interval(np.array([81.0, 0.0]), np.array([263.0, 20.0]))
    assert low.round(4).tolist() == [0.2553, 0.0]
    assert high.round(4).tolist() == [0.3662, 0.1611]


def test_more_hits_than_trials_are_refused() -> None:
    with pytest.raises(ValueError, match="hits <= trials"):
        wilson_interval(np.array([2.0]), np.array([1.0]))
