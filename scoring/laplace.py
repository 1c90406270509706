"""Logistic regression with a normal prior on each coefficient, and the Laplace approximation of its posterior."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Posterior:
    """The posterior of the coefficients as a normal: ``mean`` (k,) is its mode, ``covariance`` (k, k)."""

    mean: Floats
    covariance: Floats

    def log_odds(self, design: Floats) -> tuple[Floats, Floats]:
        """Mean and standard deviation of the log-odds of each row of ``design`` (n, k).

        >>> certain = Posterior(np.array([1.0, 2.0]), np.diag([0.0, 0.25]))
        >>> mean, sd = certain.log_odds(np.array([[1.0, 3.0]]))
        >>> mean.tolist(), sd.tolist()
        ([7.0], [1.5])
        """
        variance = np.einsum("ij,jk,ik->i", design, self.covariance, design)
        return design @ self.mean, np.sqrt(np.maximum(variance, 0.0))


def logistic_posterior(
    design: Floats,
    outcome: Floats,
    weights: Floats,
    prior_mean: Floats,
    prior_sd: Floats,
    tolerance: float = 1e-10,
    steps: int = 100,
) -> Posterior:
    """The mode of prior x likelihood by Newton's method, with the inverse curvature there as covariance.

    ``design`` (n, k), ``outcome`` (n,) in {0, 1}, ``weights`` (n,) >= 0, priors (k,) with sd > 0. Without
    rows the posterior is the prior. A proper prior makes the mode unique even where the data are
    separable. ValueError on shapes that do not fit or numbers that are not finite; ArithmeticError where
    ``steps`` do not reach ``tolerance`` (the largest gradient component).

    Source: Bishop, Pattern Recognition and Machine Learning (2006), section 4.5.1.

    >>> prior = np.array([0.5]), np.array([2.0])
    >>> none = logistic_posterior(np.empty((0, 1)), np.empty(0), np.empty(0), *prior)
    >>> none.mean.tolist(), none.covariance.tolist()
    ([0.5], [[4.0]])
    """
    _check(design, outcome, weights, prior_mean, prior_sd)
    precision = np.diag(prior_sd**-2.0)
    beta = prior_mean.astype(np.float64)
    height = _log_posterior(beta, design, outcome, weights, prior_mean, prior_sd)
    for _ in range(steps):
        p = expit(design @ beta)
        gradient = design.T @ (weights * (outcome - p)) - (beta - prior_mean) / prior_sd**2
        curvature = (design.T * (weights * p * (1.0 - p))) @ design + precision
        if np.abs(gradient).max(initial=0.0) <= tolerance * max(1.0, float(weights.sum())):
            return Posterior(beta, np.linalg.inv(curvature).astype(np.float64))
        step = np.linalg.solve(curvature, gradient)
        # Full Newton steps may overshoot far from the mode; halving them keeps the climb monotone.
        share = 1.0
        candidate = _log_posterior(beta + step, design, outcome, weights, prior_mean, prior_sd)
        while candidate < height - abs(height) * 1e-12 and share > 1e-6:
            share /= 2.0
            candidate = _log_posterior(beta + share * step, design, outcome, weights, prior_mean, prior_sd)
        beta, height = beta + share * step, candidate
    raise ArithmeticError("the posterior mode was not reached; are the design's columns on wild scales?")


def _log_posterior(beta: Floats, design: Floats, outcome: Floats, weights: Floats, mean: Floats, sd: Floats) -> float:
    eta = design @ beta
    fit = float(np.sum(weights * (outcome * eta - np.logaddexp(0.0, eta))))
    return fit - 0.5 * float(np.sum(((beta - mean) / sd) ** 2))


def _check(design: Floats, outcome: Floats, weights: Floats, mean: Floats, sd: Floats) -> None:
    n, k = design.shape
    if outcome.shape != (n,) or weights.shape != (n,) or mean.shape != (k,) or sd.shape != (k,):
        raise ValueError("design, outcome, weights and priors do not fit each other")
    if not all(np.isfinite(part).all() for part in (design, outcome, weights, mean, sd)):
        raise ValueError("design, outcome, weights and priors must be finite")
    if (sd <= 0).any() or (weights < 0).any() or ((outcome != 0) & (outcome != 1)).any():
        raise ValueError("prior sd must be above 0, weights at least 0, outcomes 0 or 1")
