"""Feedback by role: NPS as reported and as used, satisfaction, who has answered, and what has changed.

Counts of NPS answers are always ordered (detractors, passives, promoters) on the last axis. Functions work
on arrays; one account is an array of length one.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from scoring.feedback_parameters import DEFAULT_FEEDBACK, FeedbackParameters, TopBox
from scoring.proportion import wilson_interval
from scoring.vocabulary import Role

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]
Indices = NDArray[np.intp]


@dataclass(frozen=True)
class NpsReported:
    """NPS in points, -100 to 100: ``plain`` = promoters - detractors; ``score`` and its interval are adjusted.

    Without answers ``plain`` is None and the interval is as wide as the adjustment alone makes it.
    """

    answers: int
    promoters: int
    passives: int
    detractors: int
    plain: float | None
    score: float
    low: float
    high: float


@dataclass(frozen=True)
class TopBoxShare:
    """The share of satisfied answers with its Wilson interval, in [0, 1]; ``share`` None without answers."""

    answers: int
    satisfied: int
    share: float | None
    low: float
    high: float


@dataclass(frozen=True)
class RoleFeedback:
    """What one role says: NPS as reported, and as used (posterior mean and sd on [-1, 1])."""

    role: Role
    reported: NpsReported
    mean: float
    sd: float
    effective_answers: float


@dataclass(frozen=True)
class NpsTrend:
    """A change of the NPS as used between two days, on [-2, 2], and whether it is more than chance."""

    before: float
    now: float
    change: float
    sd: float
    flagged: bool


def nps_classes(scores: Floats, parameters: FeedbackParameters = DEFAULT_FEEDBACK) -> Indices:
    """0 = detractor, 1 = passive, 2 = promoter; scores outside 0-10, and NaN, raise ValueError.

    >>> nps_classes(np.array([0.0, 6.0, 7.0, 8.0, 9.0, 10.0])).tolist()
    [0, 0, 1, 1, 2, 2]
    """
    if not ((scores >= 0) & (scores <= 10)).all():
        raise ValueError("an NPS answer is a number from 0 to 10")
    return np.digitize(scores, (parameters.passives_from, parameters.promoters_from)).astype(np.intp)


def nps_reported(
    promoters: int, passives: int, detractors: int, parameters: FeedbackParameters = DEFAULT_FEEDBACK
) -> NpsReported:
    """NPS from counts with the adjusted-Wald interval, which never leaves [-100, 100].

    Three answers are added, 3/4 of one to promoters and to detractors: with few answers the plain interval
    is far too sure of itself, or reaches beyond 100. Source: Rocks, Quality and Reliability Engineering
    International 32 (2016), interval estimation for the net promoter score.

    >>> nps = nps_reported(3, 1, 1)
    >>> nps.plain, nps.score, round(nps.low, 1), round(nps.high, 1)
    (40.0, 25.0, -29.8, 79.8)
    """
    if min(promoters, passives, detractors) < 0:
        raise ValueError("counts are at least 0")
    n = promoters + passives + detractors
    more, share = parameters.added_answers, parameters.added_answers * parameters.added_share
    p, d = (promoters + share) / (n + more), (detractors + share) / (n + more)
    half = float(ndtri(0.5 + parameters.level / 2.0)) * math.sqrt((p + d - (p - d) ** 2) / (n + more))
    return NpsReported(
        answers=n,
        promoters=promoters,
        passives=passives,
        detractors=detractors,
        plain=100.0 * (promoters - detractors) / n if n else None,
        score=100.0 * (p - d),
        low=max(-100.0, 100.0 * (p - d - half)),
        high=min(100.0, 100.0 * (p - d + half)),
    )


def nps_posterior(counts: Floats, prior: Floats) -> tuple[Floats, Floats]:
    """Mean and sd of the NPS on [-1, 1] under a Dirichlet posterior; last axis (detractors, passives, promoters).

    E = (a_P - a_D) / A, Var = ((a_P + a_D) / A - E^2) / (A + 1) with a = prior + counts, A = sum a. Counts may be
    weighted by recency. ValueError on negative or non-finite counts, or where prior and counts are all 0.

    >>> mean, sd = nps_posterior(np.array([1.0, 1.0, 3.0]), np.array([0.75, 1.5, 0.75]))
    >>> float(mean), round(float(sd), 4)
    (0.25, 0.2635)
    """
    alpha = counts + prior
    total = alpha.sum(axis=-1)
    if not (np.isfinite(alpha).all() and (counts >= 0).all() and (prior >= 0).all() and (total > 0).all()):
        raise ValueError("counts and prior must be finite, at least 0, and not all 0")
    mean = (alpha[..., 2] - alpha[..., 0]) / total
    variance = ((alpha[..., 2] + alpha[..., 0]) / total - mean**2) / (total + 1.0)
    return mean, np.sqrt(np.maximum(variance, 0.0))


def nps_counts(group: Indices, classes: Indices, weights: Floats, groups: int) -> Floats:
    """Weighted counts (groups, 3) from answers (n,): one pass over all accounts and roles at once.

    >>> nps_counts(np.array([0, 1, 1]), np.array([2, 0, 0]), np.array([1.0, 0.5, 1.0]), 2).tolist()
    [[0.0, 0.0, 1.0], [1.5, 0.0, 0.0]]
    """
    counted = np.bincount(group * 3 + classes, weights=weights, minlength=groups * 3)
    return counted.astype(np.float64).reshape(groups, 3)


def segment_shares(counts: Floats, parameters: FeedbackParameters = DEFAULT_FEEDBACK) -> Floats:
    """A segment's shares (..., 3) for a role, drawn towards the default shares by ``prior_answers`` answers.

    >>> segment_shares(np.array([0.0, 0.0, 0.0])).round(3).tolist()
    [0.333, 0.333, 0.333]
    """
    alpha = counts + parameters.prior_answers * np.array(parameters.default_shares)
    shares: Floats = alpha / alpha.sum(axis=-1, keepdims=True)
    return shares


def recency_weights(answered_on: Days, half_life_days: Floats | float, today: date) -> Floats:
    """2^(-age / half-life) in [0, 1]; an answer of a later day has weight 0, it is not known yet.

    >>> recency_weights(np.array(["2026-01-01"], "M8[D]"), 90.0, date(2026, 4, 1)).tolist()
    [0.5]
    """
    age = (np.datetime64(today, "D") - answered_on.astype("datetime64[D]")).astype(np.float64)
    return np.where(age < 0, 0.0, np.exp2(-np.maximum(age, 0.0) / half_life_days))


def latest_answers(answers: pd.DataFrame, today: date) -> pd.DataFrame:
    """The latest answer per person and survey as known on ``today``, in the order of the frame.

    Columns used: ``person``, ``survey``, ``answered_on`` (datetime64); others are kept. Of two answers on one
    day the later row counts.

    >>> frame = pd.DataFrame({"person": ["a", "a"], "survey": ["q", "q"], "score": [3.0, 9.0],
    ...                       "answered_on": np.array(["2026-01-01", "2026-02-01"], "M8[s]")})
    >>> latest_answers(frame, date(2026, 3, 1))["score"].tolist()
    [9.0]
    """
    known = answers[_days(answers) <= np.datetime64(today, "D")]
    ordered = known.sort_values("answered_on", kind="stable")
    return ordered.drop_duplicates(["person", "survey"], keep="last").sort_index()


def feedback_by_role(
    answers: pd.DataFrame,
    today: date,
    shares: Mapping[Role, Floats] | None = None,
    parameters: FeedbackParameters = DEFAULT_FEEDBACK,
) -> dict[Role, RoleFeedback]:
    """NPS per role from the latest answers; every role is there, also one that nobody answers for.

    Columns: ``person``, ``survey``, ``answered_on``, ``score`` (0-10), ``role`` (a Role or its value, None = no
    role, left out here) and ``transactional`` (bool; such answers age faster). ``shares`` are the segment's per
    role. Reported counts are plain; the posterior weighs by recency.

    >>> frame = pd.DataFrame({"person": ["a"], "survey": ["q"], "score": [10.0], "role": ["end_user"],
    ...                       "transactional": [False], "answered_on": np.array(["2026-01-01"], "M8[s]")})
    >>> by_role = feedback_by_role(frame, date(2026, 1, 1))
    >>> round(by_role[Role.END_USER].mean, 6), by_role[Role.DECISION_MAKER].reported.answers
    (0.2, 0)
    """
    latest = latest_answers(answers, today)
    classes = nps_classes(latest["score"].to_numpy(dtype=np.float64), parameters)
    weights = answer_weights(latest, today, parameters)
    roles = latest["role"].to_numpy(dtype=object)
    usual = np.array(parameters.default_shares)
    result = {}
    for role in Role:
        mine = roles == role.value
        one_group = np.zeros(int(mine.sum()), dtype=np.intp)
        counts = nps_counts(one_group, classes[mine], weights[mine], 1)[0]
        prior = parameters.prior_answers * (shares or {}).get(role, usual)
        mean, sd = nps_posterior(counts, prior)
        detractors, passives, promoters = np.bincount(classes[mine], minlength=3).tolist()
        reported = nps_reported(promoters, passives, detractors, parameters)
        result[role] = RoleFeedback(role, reported, float(mean), float(sd), float(counts.sum()))
    return result


def answer_weights(answers: pd.DataFrame, today: date, parameters: FeedbackParameters) -> Floats:
    """The recency weight of each answer, by its survey's kind (column ``transactional``)."""
    half_life = np.where(
        answers["transactional"].to_numpy(dtype=np.bool_),
        parameters.transactional_half_life,
        parameters.relationship_half_life,
    )
    return recency_weights(_days(answers), half_life, today)


def nps_trend(
    answers: pd.DataFrame,
    before: date,
    today: date,
    prior_shares: Floats | None = None,
    parameters: FeedbackParameters = DEFAULT_FEEDBACK,
) -> NpsTrend:
    """The change of the NPS as used from ``before`` to ``today``, flagged where it exceeds 1.645 sd.

    Only answers that came or were replaced in between count as change: an answer that stands on both days
    carries the weight of ``today`` on both, so mere ageing moves nothing. The variance of the difference takes each
    answer's share in either mean, with the spread p + d - E^2 of all of them; what is shared nearly cancels.
    Columns as in :func:`feedback_by_role` (``role`` is not used: filter first).
    """
    if before > today:
        raise ValueError("the earlier day lies after the later one")
    numbered = answers.reset_index(drop=True)
    earlier, later = latest_answers(numbered, before), latest_answers(numbered, today)
    shared_rows = earlier.index.intersection(later.index)
    shared, gone, new = later.loc[shared_rows], earlier.drop(shared_rows), later.drop(shared_rows)
    weights = [answer_weights(part, day, parameters) for part, day in ((shared, today), (gone, before), (new, today))]
    classes = [nps_classes(part["score"].to_numpy(dtype=np.float64), parameters) for part in (shared, gone, new)]
    prior = parameters.prior_answers * (np.array(parameters.default_shares) if prior_shares is None else prior_shares)
    counts = [nps_counts(np.zeros(len(c), dtype=np.intp), c, w, 1)[0] for c, w in zip(classes, weights, strict=True)]
    then, now = prior + counts[0] + counts[1], prior + counts[0] + counts[2]
    means = [float((alpha[2] - alpha[0]) / alpha.sum()) for alpha in (then, now)]
    pooled = prior + counts[0] + counts[1] + counts[2]
    share, net = pooled / pooled.sum(), float((pooled[2] - pooled[0]) / pooled.sum())
    spread = float(share[0] + share[2]) - net**2
    drift = float(np.sum(weights[0] ** 2)) * (1.0 / now.sum() - 1.0 / then.sum()) ** 2
    moved = float(np.sum(weights[1] ** 2) / then.sum() ** 2 + np.sum(weights[2] ** 2) / now.sum() ** 2)
    sd = float(np.sqrt(max(spread, 0.0) * (drift + moved)))
    change = means[1] - means[0]
    return NpsTrend(means[0], means[1], change, sd, abs(change) > parameters.trend_z * sd)


def top_box(scores: Floats, scale: TopBox, parameters: FeedbackParameters = DEFAULT_FEEDBACK) -> TopBoxShare:
    """The share of answers in the best boxes of a CSAT or CES scale, with the Wilson interval.

    >>> from scoring.feedback_parameters import CSAT_OF_FIVE
    >>> result = top_box(np.array([5.0, 4.0, 3.0, 1.0]), CSAT_OF_FIVE)
    >>> result.share, round(result.low, 3), round(result.high, 3)
    (0.5, 0.15, 0.85)
    """
    if not ((scores >= scale.low) & (scores <= scale.high)).all():
        raise ValueError(f"an answer on this scale is a number from {scale.low:g} to {scale.high:g}")
    good = scores > scale.high - scale.boxes if scale.high_is_good else scores < scale.low + scale.boxes
    n, hits = len(scores), int(good.sum())
    low, high = wilson_interval(np.array([float(hits)]), np.array([float(n)]), parameters.level)
    return TopBoxShare(n, hits, hits / n if n else None, float(low[0]), float(high[0]))


def _days(answers: pd.DataFrame) -> Days:
    return answers["answered_on"].to_numpy().astype("datetime64[D]")
