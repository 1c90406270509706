"""NPS in which everybody counts by what they decide, beside the one in which everybody counts the same."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from scoring.feedback_parameters import DEFAULT_FEEDBACK, FeedbackParameters

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True)
class WeightedNps:
    """An influence-weighted NPS in points, -100 to 100, of one group of people.

    ``people`` have a weight above 0, ``weight`` is what they weigh together. ``effective_answers`` is how many answers
    of equal weight would say as much (Kish). ``plain`` = promoters - detractors by weight, None without weight;
    ``score`` with its interval is adjusted for few answers like the NPS as reported.
    """

    people: int
    weight: float
    effective_answers: float
    plain: float | None
    score: float
    low: float
    high: float


def weighted_nps(
    group: Indices,
    promoter: Floats,
    detractor: Floats,
    weight: Floats,
    groups: int,
    parameters: FeedbackParameters = DEFAULT_FEEDBACK,
) -> tuple[WeightedNps, ...]:
    """The influence-weighted NPS of each group, from one row a person (n,).

    ``promoter`` and ``detractor`` are the shares in [0, 1] of the person's answers that promote and detract (0 or 1 for
    one answer), ``weight`` >= 0 what the person's word weighs: their decision weight times what the account counts.

    With P and D the weighted shares and n = (sum w)^2 / sum w^2 the effective number of answers (Kish, Survey
    Sampling, 1965): plain = 100 (P - D); score and interval as :func:`scoring.feedback.nps_reported` has them for n
    answers. With equal weights both agree. ValueError on weights that are negative or not finite.

    >>> found = weighted_nps(np.array([0, 0]), np.array([1.0, 0.0]), np.array([0.0, 1.0]), np.array([0.75, 0.25]), 1)
    >>> found[0].plain, round(found[0].effective_answers, 3), found[0].people
    (50.0, 1.6, 2)
    """
    if not (np.isfinite(weight).all() and (weight >= 0).all()):
        raise ValueError("weights must be finite and at least 0")
    total = np.bincount(group, weights=weight, minlength=groups)
    squares = np.bincount(group, weights=weight * weight, minlength=groups)
    people = np.bincount(group[weight > 0], minlength=groups)
    good = np.bincount(group, weights=weight * promoter, minlength=groups)
    bad = np.bincount(group, weights=weight * detractor, minlength=groups)
    columns = (people.tolist(), total.tolist(), squares.tolist(), good.tolist(), bad.tolist())
    return tuple(_one(*row, parameters) for row in zip(*columns, strict=True))


def _one(
    people: int, total: float, squares: float, good: float, bad: float, parameters: FeedbackParameters
) -> WeightedNps:
    n = total * total / squares if squares > 0 else 0.0
    p, d = (good / total, bad / total) if n > 0 else (0.0, 0.0)
    more, share = parameters.added_answers, parameters.added_answers * parameters.added_share
    adjusted_p, adjusted_d = (p * n + share) / (n + more), (d * n + share) / (n + more)
    score = adjusted_p - adjusted_d
    half = float(ndtri(0.5 + parameters.level / 2.0)) * math.sqrt((adjusted_p + adjusted_d - score**2) / (n + more))
    return WeightedNps(
        people=people,
        weight=total,
        effective_answers=n,
        plain=100.0 * (p - d) if n > 0 else None,
        score=100.0 * score,
        low=max(-100.0, 100.0 * (score - half)),
        high=min(100.0, 100.0 * (score + half)),
    )
