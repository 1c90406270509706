"""What the renewal forecast must beat: the base rate, NPS alone, and the cohort curve.

The CSM's own call is a baseline too, but it is recorded, not computed. Each function gives probabilities of
*loss*.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from scoring.cohort_curve import CohortCurve
from scoring.health_facts import Floats
from scoring.laplace import Posterior, logistic_posterior
from scoring.risk_parameters import RiskParameters


@dataclass(frozen=True)
class BaseRate:
    """The loss rate overall and per segment, each drawn towards the one above it."""

    overall: float
    by_segment: dict[str, float]

    def loss_probability(self, segments: Sequence[str]) -> Floats:
        """The rate of each row's segment; the overall rate where the segment is new.

        >>> BaseRate(0.1, {"small": 0.2}).loss_probability(["small", "new"]).tolist()
        [0.2, 0.1]
        """
        return np.array([self.by_segment.get(name, self.overall) for name in segments], dtype=np.float64)


def base_rate(
    lost: NDArray[np.bool_], segments: Sequence[str], weights: Floats, parameters: RiskParameters
) -> BaseRate:
    """Observed loss rates, the assumed base rate counting as ``base_rate_weight`` renewals beside them.

    ``lost``, ``weights`` (n,): one row per contract, or several rows whose weights add up to 1. Segments are
    drawn towards the overall rate with the same weight.

    >>> from scoring.risk_parameters import DEFAULT_RISK_PARAMETERS as usual
    >>> base_rate(np.array([True, False]), ["a", "a"], np.array([10.0, 10.0]), usual).overall
    0.31
    """
    worth = parameters.base_rate_weight
    overall = _drawn(lost, weights, parameters.base_loss_rate, worth)
    names = np.array(segments, dtype=object)
    by_segment = {
        str(name): _drawn(lost[names == name], weights[names == name], overall, worth) for name in sorted(set(segments))
    }
    return BaseRate(overall, by_segment)


def _drawn(lost: NDArray[np.bool_], weights: Floats, towards: float, worth: float) -> float:
    return float(((weights * lost).sum() + worth * towards) / (weights.sum() + worth))


@dataclass(frozen=True)
class NpsOnly:
    """A logistic curve on the account's NPS and nothing else; ``mean_nps`` stands in where it is not known."""

    posterior: Posterior
    mean_nps: float

    def loss_probability(self, nps: Floats) -> Floats:
        """Loss probabilities for NPS in [-100, 100], NaN = not known."""
        result: Floats = expit(_nps_design(nps, self.mean_nps) @ self.posterior.mean)
        return result


def fit_nps_only(nps: Floats, lost: NDArray[np.bool_], weights: Floats, parameters: RiskParameters) -> NpsOnly:
    """The NPS-only forecast from prior and closed renewals; without renewals, from the prior alone.

    >>> from scoring.risk_parameters import DEFAULT_RISK_PARAMETERS as usual
    >>> cold = fit_nps_only(np.empty(0), np.empty(0, dtype=bool), np.empty(0), usual)
    >>> cold.loss_probability(np.array([-50.0, 50.0, np.nan])).round(3).tolist()
    [0.149, 0.096, 0.12]
    """
    known = ~np.isnan(nps)
    mean = float(np.average(nps[known], weights=weights[known])) if weights[known].sum() > 0 else 0.0
    posterior = logistic_posterior(
        _nps_design(nps, mean),
        lost.astype(np.float64),
        weights,
        np.array([logit(parameters.base_loss_rate), parameters.nps_slope]),
        np.array([parameters.base_rate_sd, parameters.nps_slope_sd]),
        parameters.newton_tolerance,
        parameters.newton_steps,
    )
    return NpsOnly(posterior, mean)


def _nps_design(nps: Floats, mean: float) -> Floats:
    x = np.where(np.isnan(nps), 0.0, (nps - mean) / 100.0)
    return np.stack([np.ones(len(nps)), x], axis=1)


def cohort_loss_probability(curve: CohortCurve, renewal: Floats) -> Floats:
    """The chance that a contract is lost at its t-th renewal (1 = the first), by the cohort curve alone.

    >>> cohort_loss_probability(CohortCurve(1.0, 3.0, 0.0), np.array([1.0, 2.0])).tolist()
    [0.25, 0.19999999999999996]
    """
    return 1.0 - curve.retention(np.maximum(renewal, 1.0))
