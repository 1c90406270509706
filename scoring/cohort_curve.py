"""The shifted-beta-geometric cohort curve: how a cohort of contracts survives when nothing else is known.

Each customer has a constant chance of leaving at each renewal; the chances differ between customers as a
beta distribution. Retention then rises with age although nobody changes: the doubtful leave first.
Source: Fader and Hardie, How to Project Customer Retention, Journal of Interactive Marketing 21 (2007)
76-90, doi:10.1002/dir.20074.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import betaln

from scoring.health_facts import Floats


@dataclass(frozen=True)
class CohortCurve:
    """A shifted-beta-geometric curve with alpha, beta > 0; ``log_likelihood`` of the cohort it was fitted to.

    >>> even = CohortCurve(1.0, 1.0, 0.0)
    >>> even.survival(np.array([0.0, 1.0, 3.0])).round(12).tolist()
    [1.0, 0.5, 0.25]
    >>> even.retention(np.array([1.0, 2.0])).round(12).tolist()
    [0.5, 0.666666666667]
    """

    alpha: float
    beta: float
    log_likelihood: float

    def survival(self, renewals: Floats) -> Floats:
        """S(t) = B(alpha, beta + t) / B(alpha, beta): the share still there after t renewals, t >= 0."""
        share: Floats = np.exp(betaln(self.alpha, self.beta + renewals) - betaln(self.alpha, self.beta))
        return share

    def retention(self, renewal: Floats) -> Floats:
        """r(t) = (beta + t - 1) / (alpha + beta + t - 1): the chance of passing the t-th renewal, t >= 1."""
        return (self.beta + renewal - 1.0) / (self.alpha + self.beta + renewal - 1.0)


# The search runs over the logarithms; beyond these the curve is flat to the last digit.
_LOG_BOUNDS = (-12.0, 12.0)
_STARTS = ((0.0, 0.0), (-1.0, 1.0), (1.0, 3.0))


def fit_cohort_curve(survivors: Sequence[float]) -> CohortCurve:
    """The curve of greatest likelihood for one cohort.

    ``survivors``: how many were there at the start, after the first renewal, after the second, and so on.
    They may stand still but not rise. ValueError for fewer than two numbers, a rising or negative count, or
    an empty cohort. A cohort that nobody, or everybody, has left at once has its optimum at infinity: the
    parameters then stop at the bound of the search (e^12).

    >>> round(fit_cohort_curve([1000, 500, 333, 250]).retention(np.array([1.0])).item(), 3)
    0.5
    """
    counts = np.asarray(survivors, dtype=np.float64)
    if counts.ndim != 1 or len(counts) < 2 or not np.isfinite(counts).all():
        raise ValueError("a cohort needs the number at the start and after at least one renewal")
    if counts[0] <= 0 or counts[-1] < 0 or (np.diff(counts) > 0).any():
        raise ValueError("a cohort starts above 0 and never grows")
    return fit_renewal_curve(np.arange(1.0, len(counts)), counts[:-1], -np.diff(counts))


def fit_renewal_curve(renewal: Floats, at_risk: Floats, lost: Floats) -> CohortCurve:
    """The curve of greatest likelihood from customers of mixed ages: no single cohort is needed.

    Of ``at_risk`` customers that came to their t-th ``renewal`` (1 = the first), ``lost`` left; all (n,). For
    one cohort this is the same likelihood as that of its survivors.

    >>> curve = fit_renewal_curve(np.array([1.0, 2.0]), np.array([90.0, 60.0]), np.array([45.0, 20.0]))
    >>> curve.retention(np.array([1.0, 2.0])).round(3).tolist()
    [0.5, 0.667]
    """
    if not renewal.shape == at_risk.shape == lost.shape or renewal.ndim != 1 or len(renewal) == 0:
        raise ValueError("renewal, at_risk and lost need one entry each, and at least one")
    if not ((renewal >= 1) & (lost >= 0) & (lost <= at_risk)).all():
        raise ValueError("renewals count from 1, and no more can be lost than were at risk")

    def minus_log_likelihood(point: Floats) -> float:
        return -_log_likelihood(np.exp(point), renewal, at_risk, lost)

    bounds = [_LOG_BOUNDS, _LOG_BOUNDS]
    fits = [
        minimize(
            minus_log_likelihood,
            np.array(start),
            method="L-BFGS-B",
            bounds=bounds,
            options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 1000},
        )
        for start in _STARTS
    ]
    best = min(fits, key=lambda fit: float(fit.fun))
    alpha, beta = np.exp(best.x).tolist()
    return CohortCurve(alpha, beta, -float(best.fun))


def _log_likelihood(parameters: Floats, renewal: Floats, at_risk: Floats, lost: Floats) -> float:
    alpha, beta = parameters
    span = np.log(alpha + beta + renewal - 1.0)
    staying = np.log(beta + renewal - 1.0) - span
    leaving = np.log(alpha) - span
    return float(lost @ leaving + (at_risk - lost) @ staying)
