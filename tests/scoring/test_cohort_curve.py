"""The shifted-beta-geometric curve against its published fits (Fader and Hardie 2007, tables 1 and 2)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.cohort_curve import CohortCurve, fit_cohort_curve, fit_renewal_curve

# Per 1,000 customers of Berry and Linoff's two cohorts, years 0 to 12; the fits use years 0 to 7.
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173]
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394]


def test_the_regular_cohort_has_its_published_parameters() -> None:
    curve = fit_cohort_curve(REGULAR[:8])
    assert round(curve.alpha, 3) == 0.704
    assert round(curve.beta, 3) == 1.182
    assert round(curve.log_likelihood, 2) == -1680.27


def test_the_high_end_cohort_has_its_published_parameters() -> None:
    curve = fit_cohort_curve(HIGH_END[:8])
    assert round(curve.alpha, 3) == 0.668
    assert round(curve.beta, 3) == 3.806
    assert round(curve.log_likelihood, 1) == -1611.2


def test_the_curve_fitted_to_seven_years_foretells_the_next_five_within_two_points() -> None:
    for cohort in (REGULAR, HIGH_END):
        survival = fit_cohort_curve(cohort[:8]).survival(np.arange(13.0))
        assert np.abs(survival - np.array(cohort) / 1000.0).max() < 0.02


@given(st.floats(0.05, 20), st.floats(0.05, 20))
def test_survival_is_the_product_of_retentions_which_rise_with_age(alpha: float, beta: float) -> None:
    curve = CohortCurve(alpha, beta, 0.0)
    ages = np.arange(1.0, 9.0)
    retention = curve.retention(ages)
    assert np.cumprod(retention) == pytest.approx(curve.survival(ages), rel=1e-9)
    assert (np.diff(retention) >= 0).all()


def test_customers_of_mixed_ages_give_the_same_curve_as_their_cohort() -> None:
    counts = np.array(REGULAR[:8], dtype=float)
    mixed = fit_renewal_curve(np.arange(1.0, 8.0), counts[:-1], -np.diff(counts))
    assert mixed.log_likelihood == pytest.approx(-1680.27, abs=0.005)


@pytest.mark.parametrize("cohort", [[], [10], [10, 11], [0, 0], [10, -1], [10, float("nan")]])
def test_a_cohort_that_cannot_be_is_refused(cohort: list[float]) -> None:
    with pytest.raises(ValueError, match="cohort"):
        fit_cohort_curve(cohort)


def test_more_lost_than_at_risk_is_refused() -> None:
    with pytest.raises(ValueError, match="at risk"):
        fit_renewal_curve(np.array([1.0]), np.array([5.0]), np.array([6.0]))


def test_a_cohort_that_nobody_leaves_keeps_nearly_everybody() -> None:
    assert fit_cohort_curve([100, 100, 100]).survival(np.array([2.0]))[0] > 0.9999
