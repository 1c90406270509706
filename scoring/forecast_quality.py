"""How good probabilities of loss were, once the outcomes are known: ranking, sharpness, calibration.

Everywhere ``lost`` is a boolean array (n,) and ``loss_probability`` a float array (n,) in [0, 1].
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import logit, ndtri
from scipy.stats import rankdata

from scoring.laplace import logistic_posterior
from scoring.proportion import wilson_interval

Floats = NDArray[np.float64]
Outcomes = NDArray[np.bool_]


@dataclass(frozen=True)
class CalibrationLine:
    """Outcomes regressed on the log-odds that were forecast; perfect is slope 1, intercept 0.

    A slope below 1 says that forecasts were too extreme, above 1 too timid. ``slope_sd`` is its standard error.
    """

    slope: float
    intercept: float
    slope_sd: float


@dataclass(frozen=True)
class CalibrationPoint:
    """One group of the calibration plot: mean forecast, observed loss rate with its interval, and size."""

    forecast: float
    observed: float
    low: float
    high: float
    renewals: int


def auc(lost: Outcomes, loss_probability: Floats) -> float | None:
    """The chance that a lost renewal was ranked above a kept one, ties half; None where one kind is absent.

    >>> auc(np.array([False, False, True, True]), np.array([0.1, 0.4, 0.35, 0.8]))
    0.75
    """
    losses, kept = int(lost.sum()), int((~lost).sum())
    if losses == 0 or kept == 0:
        return None
    ranks = rankdata(loss_probability)
    return float((ranks[lost].sum() - losses * (losses + 1) / 2.0) / (losses * kept))


def auc_interval(area: float, losses: int, kept: int, level: float = 0.95) -> tuple[float, float]:
    """The interval of an AUC from ``losses`` and ``kept`` renewals: all areas that it does not contradict.

    Solves |area - a| = z sd(a) with the Hanley-McNeil variance at a itself, so it stays within [0, 1] and
    does not collapse where the ranking was perfect. Source: Newcombe, Statistics in Medicine 25 (2006)
    559-573, method 5. ValueError unless both counts are above 0.

    >>> low, high = auc_interval(1.0, 10, 10)
    >>> round(low, 3), high
    (0.8, 1.0)
    """
    if losses < 1 or kept < 1:
        raise ValueError("an AUC needs lost and kept renewals")
    z = float(ndtri(0.5 + level / 2.0))
    typical = (losses + kept) / 2.0 - 1.0

    def slack(a: float) -> float:
        spread = 1.0 + typical * ((1.0 - a) / (2.0 - a) + a / (1.0 + a))
        return abs(area - a) - z * float(np.sqrt(max(a * (1.0 - a), 0.0) * spread / (losses * kept)))

    # slack is below 0 next to the area itself, and at least 0 at the ends of [0, 1].
    near = 1e-9
    low = 0.0 if area <= near or slack(0.0) <= 0 else float(brentq(slack, 0.0, area - near, xtol=1e-12))
    high = 1.0 if area >= 1 - near or slack(1.0) <= 0 else float(brentq(slack, area + near, 1.0, xtol=1e-12))
    return low, high


def brier(lost: Outcomes, loss_probability: Floats) -> float:
    """Mean squared distance between forecast and outcome, 0 best. ValueError without rows.

    >>> round(brier(np.array([False, True, True, False]), np.array([0.1, 0.9, 0.8, 0.3])), 6)
    0.0375
    """
    if len(lost) == 0:
        raise ValueError("no renewals to judge")
    return float(np.mean((loss_probability - lost) ** 2))


def brier_skill(lost: Outcomes, loss_probability: Floats, reference: Floats) -> float | None:
    """1 - Brier / Brier of ``reference`` (n,): 1 perfect, 0 no better, below 0 worse; None where that is 0.

    >>> said, rate = np.array([0.2, 0.8]), np.array([0.5, 0.5])
    >>> round(brier_skill(np.array([False, True]), said, rate), 6)
    0.84
    """
    against = brier(lost, reference)
    return None if against == 0 else 1.0 - brier(lost, loss_probability) / against


# Forecasts of exactly 0 or 1 have no log-odds; this is as sure as the calibration line lets anybody be.
_SUREST = 1e-6
# So wide a prior leaves the maximum-likelihood line untouched to six digits and keeps Newton's method stable.
_VAGUE = 1e3


def calibration_line(lost: Outcomes, loss_probability: Floats) -> CalibrationLine | None:
    """The calibration slope and intercept (Cox, Biometrika 45 (1958) 562-565).

    None where it is not defined: outcomes of one kind only, forecasts that are all equal, or forecasts that
    separate lost from kept completely.
    """
    x = logit(np.clip(loss_probability, _SUREST, 1.0 - _SUREST))
    if lost.all() or not lost.any() or np.ptp(x) < 1e-9:
        return None
    if x[lost].min() >= x[~lost].max() or x[lost].max() <= x[~lost].min():
        return None
    design = np.stack([np.ones(len(x)), x], axis=1)
    fit = logistic_posterior(
        design, lost.astype(np.float64), np.ones(len(x)), np.array([0.0, 1.0]), np.array([_VAGUE, _VAGUE])
    )
    intercept, slope = fit.mean.tolist()
    return CalibrationLine(slope, intercept, float(np.sqrt(fit.covariance[1, 1])))


def calibration_curve(
    lost: Outcomes, loss_probability: Floats, groups: int = 10, level: float = 0.95
) -> tuple[CalibrationPoint, ...]:
    """Renewals in order of their forecast, in at most ``groups`` groups of equal size, with Wilson intervals.

    >>> points = calibration_curve(np.array([False, True]), np.array([0.2, 0.6]), groups=2)
    >>> [(p.forecast, p.observed, p.renewals) for p in points]
    [(0.2, 0.0, 1), (0.6, 1.0, 1)]
    """
    order = np.argsort(loss_probability, kind="stable")
    parts = [part for part in np.array_split(order, groups) if len(part)]
    points = []
    for part in parts:
        low, high = wilson_interval(np.array([lost[part].sum()], dtype=float), np.array([float(len(part))]), level)
        mean = float(loss_probability[part].mean())
        points.append(CalibrationPoint(mean, float(lost[part].mean()), float(low[0]), float(high[0]), len(part)))
    return tuple(points)


def top_lift(lost: Outcomes, loss_probability: Floats, share: float = 0.1) -> float | None:
    """The loss rate among the ``share`` of renewals forecast worst, over that among all; None without a loss.

    Equal forecasts at the edge count in part, so that the order of the rows does not matter.

    >>> top_lift(np.array([True, False, False, False]), np.array([0.9, 0.2, 0.1, 0.1]), share=0.25)
    4.0
    """
    if not lost.any():
        return None
    places = max(1, int(np.ceil(share * len(lost) - 1e-9)))
    edge = np.sort(loss_probability)[-places]
    above, tied = loss_probability > edge, loss_probability == edge
    caught = float(lost[above].sum() + lost[tied].mean() * (places - above.sum()))
    return caught / places / float(lost.mean())
