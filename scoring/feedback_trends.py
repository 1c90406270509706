"""Trends of many groups at once: which change of the NPS as used is more than chance."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.feedback import NpsTrend, nps_counts, recency_weights
from scoring.feedback_parameters import DEFAULT_FEEDBACK, FeedbackParameters

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]
Keys = NDArray[np.int64]


def latest_of_each(key: Keys) -> Flags:
    """Which rows (n,), standing in the order of time, are the last of their key.

    >>> latest_of_each(np.array([7, 8, 7])).tolist()
    [False, True, True]
    """
    found: Flags = ~pd.Series(key).duplicated(keep="last").to_numpy()
    return found


def nps_trends(
    group: Indices,
    key: Keys,
    classes: Indices,
    answered_on: Days,
    half_life_days: Floats,
    before: date,
    today: date,
    prior: Floats,
    parameters: FeedbackParameters = DEFAULT_FEEDBACK,
) -> tuple[NpsTrend, ...]:
    """:func:`scoring.feedback.nps_trend` of each group, from all answers (n,) in the order of time.

    ``key`` tells person and survey apart, within one group each; ``prior`` (groups, 3) are the answers assumed before
    any came. ValueError where the earlier day lies after the later one.
    """
    if before > today:
        raise ValueError("the earlier day lies after the later one")
    groups = len(prior)
    stands, stood = _standing(key, answered_on, today), _standing(key, answered_on, before)
    both, gone, new = stands & stood, stood & ~stands, stands & ~stood
    fresh_now = recency_weights(answered_on, half_life_days, today)
    # What stands on both days weighs on both as it does today: growing older moves nothing.
    weight = np.where(gone, recency_weights(answered_on, half_life_days, before), fresh_now)

    def counted(rows: Flags) -> Floats:
        return nps_counts(group[rows], classes[rows], weight[rows], groups)

    def squares(rows: Flags) -> Floats:
        return np.bincount(group[rows], weights=weight[rows] ** 2, minlength=groups).astype(np.float64)

    shared, left, came = counted(both), counted(gone), counted(new)
    then, now, pooled = prior + shared + left, prior + shared + came, prior + shared + left + came
    then_total, now_total, all_total = then.sum(axis=1), now.sum(axis=1), pooled.sum(axis=1)
    mean_then = (then[:, 2] - then[:, 0]) / then_total
    mean_now = (now[:, 2] - now[:, 0]) / now_total
    net = (pooled[:, 2] - pooled[:, 0]) / all_total
    spread = np.maximum((pooled[:, 2] + pooled[:, 0]) / all_total - net**2, 0.0)
    drift = squares(both) * (1.0 / now_total - 1.0 / then_total) ** 2
    moved = squares(gone) / then_total**2 + squares(new) / now_total**2
    sd = np.sqrt(spread * (drift + moved))
    change = mean_now - mean_then
    flagged = np.abs(change) > parameters.trend_z * sd
    columns = (mean_then, mean_now, change, sd, flagged)
    return tuple(NpsTrend(*row) for row in zip(*(column.tolist() for column in columns), strict=True))


def _standing(key: Keys, answered_on: Days, day: date) -> Flags:
    """Which answers are the latest of their key as known on a day."""
    known = answered_on <= np.datetime64(day, "D")
    found = np.zeros(len(key), dtype=np.bool_)
    found[known] = latest_of_each(key[known])
    return found
