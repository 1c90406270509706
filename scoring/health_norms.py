"""What is normal in a segment, and how a measure maps onto 0-100 by it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scoring.health_facts import Floats
from scoring.health_parameters import Anchors, HealthMeasure, MeasureSpec, Scorecard
from scoring.health_table import MeasureTable
from scoring.vocabulary import HealthGroup

PERCENTILE_SCORES = (10.0, 50.0, 90.0)
"""A measure at its segment's P10, P50, P90 (from the bad end to the good end) scores its percentile."""

# Anchors nearer to each other than this share of their spread are one point.
_SAME_POINT = 1e-9


@dataclass(frozen=True)
class SegmentNorms:
    """Anchors per measure and the mean score per group of one segment; ``accounts`` = how many it rests on."""

    segment: str
    accounts: int
    anchors: Mapping[HealthMeasure, Anchors]
    group_means: Mapping[HealthGroup, float]


def default_norms(scorecard: Scorecard, segment: str = "") -> SegmentNorms:
    """The norms of a segment of which nothing is known: the scorecard's documented assumptions.

    >>> from scoring.health_parameters import DEFAULT_SCORECARD
    >>> default_norms(DEFAULT_SCORECARD).anchors[HealthMeasure.DAYS_OVERDUE]
    Anchors(p10=0.0, p50=5.0, p90=45.0)
    """
    return SegmentNorms(
        segment=segment,
        accounts=0,
        anchors={spec.measure: spec.default_anchors for spec in scorecard.measures},
        group_means=dict.fromkeys(scorecard.groups, scorecard.neutral_group_score),
    )


def scaled(values: Floats, anchors: Anchors, high_is_good: bool) -> Floats:
    """Values on 0-100, high is good: straight lines through (P10, 10), (P50, 50), (P90, 90).

    Beyond the anchors the outer lines go on until 0 and 100. Where two anchors coincide, as where most
    accounts owe nothing, the point keeps the better of its two scores; where all three do, there is no
    scale and ValueError is raised. NaN stays NaN.

    >>> scaled(np.array([-1.0, 0.0, 4.0, 6.0, 7.0]), Anchors(0.0, 4.0, 6.0), True).tolist()
    [0.0, 10.0, 50.0, 90.0, 100.0]
    >>> scaled(np.array([0.0, 5.0, 10.0]), Anchors(0.0, 0.0, 10.0), False).tolist()
    [90.0, 50.0, 10.0]
    """
    if anchors.spread <= 0:
        raise ValueError("three equal anchors give no scale")
    ascending = (anchors.p10, anchors.p50, anchors.p90)
    if high_is_good:
        x, points = values, ascending
    else:
        x, points = -values, (-anchors.p90, -anchors.p50, -anchors.p10)
    apart = _SAME_POINT * anchors.spread
    places = [0, 1, 2]
    if points[1] - points[0] <= apart:
        places.remove(0)
    elif points[2] - points[1] <= apart:
        places.remove(1)
    xs = [points[i] for i in places]
    ys = [PERCENTILE_SCORES[i] for i in places]
    slopes = [(ys[i + 1] - ys[i]) / (xs[i + 1] - xs[i]) for i in range(len(xs) - 1)]
    score = np.interp(x, xs, ys)
    score = np.where(x < xs[0], ys[0] + (x - xs[0]) * slopes[0], score)
    score = np.where(x > xs[-1], ys[-1] + (x - xs[-1]) * slopes[-1], score)
    return np.clip(score, 0.0, 100.0)


def measure_scores(table: MeasureTable, scorecard: Scorecard, norms: Mapping[str, SegmentNorms]) -> Floats:
    """Each measure on 0-100 by the norms of the account's segment, shape (n, measures); NaN = not observed.

    A segment without norms gets the scorecard's defaults.
    """
    scores = np.full_like(table.values, np.nan)
    for segment, rows in rows_by_segment(table).items():
        anchors = norms.get(segment, default_norms(scorecard)).anchors
        for place, spec in enumerate(scorecard.measures):
            own = anchors.get(spec.measure, spec.default_anchors)
            scores[rows, place] = scaled(table.values[rows, place], own, spec.high_is_good)
    return scores


def group_scores(table: MeasureTable, scores: Floats, scorecard: Scorecard) -> tuple[Floats, Floats]:
    """Uncapped group scores (n, groups), NaN = not observed, and their quality q (n, groups) in [0, 1].

    Within a group a measure counts by its weight times its quality; q = sum of weight x quality over the
    sum of all the group's weights, so whatever is missing or old takes its share of quality away.
    """
    shape = (len(table.accounts), len(scorecard.groups))
    result, quality = np.full(shape, np.nan), np.zeros(shape)
    for column, group in enumerate(scorecard.groups):
        places = [i for i, spec in enumerate(scorecard.measures) if spec.group is group]
        weights = np.array([scorecard.measures[i].weight for i in places])
        effective = weights * table.quality[:, places]
        total = effective.sum(axis=1)
        summed = (effective * np.nan_to_num(scores[:, places])).sum(axis=1)
        observed = total > 0
        result[observed, column] = summed[observed] / total[observed]
        quality[:, column] = total / weights.sum()
    return result, np.minimum(quality, 1.0)


def capped(table: MeasureTable, scores: Floats, scorecard: Scorecard) -> Floats:
    """Group scores with the caps of the exceptions that hold; an unobserved group stays unobserved."""
    result = scores.copy()
    for place, cap in enumerate(scorecard.caps):
        column = scorecard.groups.index(cap.group)
        held = table.cap_holds[:, place]
        result[held, column] = np.minimum(result[held, column], cap.at_most)
    return result


def segment_norms(table: MeasureTable, scorecard: Scorecard) -> dict[str, SegmentNorms]:
    """The norms of each segment of a portfolio: P10, P50, P90 per measure and the mean score per group.

    A measure observed in too few accounts of the segment, or with P10 = P90, keeps its default anchors; a
    group that nobody was observed in keeps the neutral mean.
    """
    norms: dict[str, SegmentNorms] = {}
    for segment, rows in rows_by_segment(table).items():
        anchors = {
            spec.measure: _observed_anchors(table.values[rows, place], spec, scorecard)
            for place, spec in enumerate(scorecard.measures)
        }
        neutral = default_norms(scorecard).group_means
        norms[segment] = SegmentNorms(segment, len(rows), anchors, neutral)
    uncapped, _ = group_scores(table, measure_scores(table, scorecard, norms), scorecard)
    scores = capped(table, uncapped, scorecard)
    for segment, rows in rows_by_segment(table).items():
        means = {
            group: _observed_mean(scores[rows, column], scorecard.neutral_group_score)
            for column, group in enumerate(scorecard.groups)
        }
        norms[segment] = SegmentNorms(segment, len(rows), norms[segment].anchors, means)
    return norms


def rows_by_segment(table: MeasureTable) -> dict[str, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """The rows of the table that belong to each segment, in order."""
    names, codes = np.unique(np.array(table.segments, dtype=object), return_inverse=True)
    return {str(name): np.flatnonzero(codes == code) for code, name in enumerate(names)}


def _observed_anchors(values: Floats, spec: MeasureSpec, scorecard: Scorecard) -> Anchors:
    seen = values[np.isfinite(values)]
    if spec.fixed_scale or len(seen) < scorecard.fewest_accounts_for_norms:
        return spec.default_anchors
    p10, p50, p90 = np.quantile(seen, (0.1, 0.5, 0.9)).tolist()
    return Anchors(p10, p50, p90) if p90 > p10 else spec.default_anchors


def _observed_mean(scores: Floats, otherwise: float) -> float:
    seen = scores[np.isfinite(scores)]
    return float(seen.mean()) if len(seen) else otherwise
