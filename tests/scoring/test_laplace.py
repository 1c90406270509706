"""The Bayesian logistic regression behind the renewal forecast, against scikit-learn and by its properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression

from scoring.laplace import logistic_posterior


def sample(n: int, k: int, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    x = random.normal(size=(n, k))
    y = (random.random(n) < expit(x @ np.linspace(-1, 1, k))).astype(float)
    return x, y


def test_with_a_prior_at_zero_it_is_scikit_learns_ridge_logistic() -> None:
    x, y = sample(200, 4)
    weights = np.linspace(0.5, 2.0, 200)
    fit = logistic_posterior(x, y, weights, np.zeros(4), np.full(4, 0.7))
    ridge = LogisticRegression(C=0.7**2, fit_intercept=False, tol=1e-12, max_iter=10_000)
    ridge.fit(x, y, sample_weight=weights)
    assert fit.mean == pytest.approx(ridge.coef_[0], abs=1e-6)


def test_the_covariance_is_the_inverse_curvature() -> None:
    x, y = sample(50, 3)
    prior_sd = np.array([0.5, 1.0, 2.0])
    fit = logistic_posterior(x, y, np.ones(50), np.zeros(3), prior_sd)
    p = expit(x @ fit.mean)
    curvature = x.T @ np.diag(p * (1 - p)) @ x + np.diag(prior_sd**-2)
    assert fit.covariance @ curvature == pytest.approx(np.eye(3), abs=1e-9)


@given(st.integers(1, 60), st.data(), st.floats(0.05, 0.95), st.floats(0.05, 3.0))
def test_the_posterior_lies_between_prior_and_data(n: int, data: st.DataObject, prior_rate: float, sd: float) -> None:
    lost = data.draw(st.integers(1, n)) if n > 1 else 1
    y = np.array([1.0] * lost + [0.0] * (n - lost))
    fit = logistic_posterior(np.ones((n, 1)), y, np.ones(n), np.array([logit(prior_rate)]), np.array([sd]))
    low, high = sorted((prior_rate, lost / n))
    assert low - 1e-9 <= expit(fit.mean[0]) <= high + 1e-9
    assert fit.covariance[0, 0] <= sd**2 + 1e-12


def test_separable_data_still_have_a_mode() -> None:
    x = np.array([[-3.0], [-2.0], [2.0], [3.0]])
    fit = logistic_posterior(x, np.array([0.0, 0.0, 1.0, 1.0]), np.ones(4), np.zeros(1), np.array([10.0]))
    assert 0 < fit.mean[0] < 20


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"design": np.array([[np.nan]])}, "finite"),
        ({"outcome": np.array([0.5])}, "outcomes 0 or 1"),
        ({"weights": np.array([-1.0])}, "weights at least 0"),
        ({"prior_sd": np.array([0.0])}, "prior sd"),
        ({"prior_mean": np.zeros(2)}, "do not fit"),
    ],
)
def test_input_that_makes_no_sense_is_refused(change: dict[str, np.ndarray], message: str) -> None:
    good = {
        "design": np.array([[1.0]]),
        "outcome": np.array([1.0]),
        "weights": np.array([1.0]),
        "prior_mean": np.zeros(1),
        "prior_sd": np.ones(1),
    }
    with pytest.raises(ValueError, match=message):
        logistic_posterior(**(good | change))
