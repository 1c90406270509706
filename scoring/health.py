"""The health score of an account: 0-100, high is good, an exact sum over groups, with its confidence.

H = sum w q S / sum w q over the observed groups, K = sum w q / sum w. Below K = .5 an account is shown
grey. Everything is computed on arrays over accounts; one account is a portfolio of length one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from scoring.health_evidence import group_evidence
from scoring.health_facts import AccountFacts, Evidence, Floats, PortfolioFacts, portfolio_of
from scoring.health_norms import SegmentNorms, capped, default_norms, group_scores, measure_scores
from scoring.health_parameters import (
    DEFAULT_SCORECARD,
    HealthBand,
    HealthException,
    HealthMeasure,
    Override,
    Scorecard,
)
from scoring.health_table import MeasureTable, measure_portfolio
from scoring.vocabulary import HealthGroup


@dataclass(frozen=True)
class MeasureScore:
    """One measure: its value in its own unit, its score in 0-100 and its quality in [0, 1].

    ``value`` and ``score`` are None where it was not observed; quality = freshness x completeness.
    """

    measure: HealthMeasure
    value: float | None
    score: float | None
    quality: float


@dataclass(frozen=True)
class GroupScore:
    """One group of measures, opening down to the records behind it.

    ``score`` (0-100, after caps) and ``uncapped_score`` are None where nothing of the group was observed.
    ``share`` is the normalised weight w q / sum w q; ``contribution`` = share x (score - segment_mean).
    """

    group: HealthGroup
    weight: float
    score: float | None
    uncapped_score: float | None
    quality: float
    share: float
    segment_mean: float
    contribution: float
    measures: tuple[MeasureScore, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class HealthScore:
    """The health of one account on one day, with everything that it is made of.

    ``raw_score`` = ``baseline`` + the sum of the groups' contributions, where ``baseline`` is what an
    average account of the segment would score under the same weights. None where no group was observed.
    ``confidence`` in [0, 1]. ``override`` is the one in force today, if any; the raw score stays.
    """

    account: str
    day: date
    scorecard_version: str
    raw_score: float | None
    baseline: float | None
    confidence: float
    band: HealthBand
    groups: tuple[GroupScore, ...]
    exceptions: tuple[HealthException, ...]
    override: Override | None = None

    @property
    def score(self) -> float | None:
        """The score to show: the override while one is in force, else the raw score."""
        return self.raw_score if self.override is None else self.override.score

    @property
    def grey(self) -> bool:
        """Whether neither colour nor a large number may be shown."""
        return self.band is HealthBand.UNKNOWN

    def group(self, group: HealthGroup) -> GroupScore:
        """The score of one group; KeyError where the scorecard does not have it."""
        for score in self.groups:
            if score.group is group:
                return score
        raise KeyError(group.value)


@dataclass(frozen=True)
class PortfolioHealth:
    """The health of ``n`` accounts as arrays, groups and measures in the scorecard's order.

    Shape (n,): ``raw_score`` and ``baseline`` (NaN where nothing was observed), ``confidence``. Shape
    (n, groups): ``group_score`` and ``uncapped_score`` (NaN = not observed), ``group_quality``, ``share``,
    ``segment_mean``, ``contribution``. Shape (n, measures): ``measure_score``. ``table`` holds the
    measures themselves. The fields mean what those of :class:`HealthScore` and its parts mean.
    """

    table: MeasureTable
    raw_score: Floats
    baseline: Floats
    confidence: Floats
    group_score: Floats
    uncapped_score: Floats
    group_quality: Floats
    share: Floats
    segment_mean: Floats
    contribution: Floats
    measure_score: Floats


def score_portfolio(
    facts: PortfolioFacts,
    today: date,
    scorecard: Scorecard = DEFAULT_SCORECARD,
    norms: Mapping[str, SegmentNorms] | None = None,
) -> PortfolioHealth:
    """The health of every account as known on ``today``; see :func:`score_table` for the arithmetic."""
    return score_table(measure_portfolio(facts, today, scorecard), scorecard, norms)


def score_table(
    table: MeasureTable, scorecard: Scorecard, norms: Mapping[str, SegmentNorms] | None = None
) -> PortfolioHealth:
    """Scores from measures: H = sum w q S / sum w q, K = sum w q / sum w.

    ``norms`` are those of each segment (``segment_norms`` of the whole portfolio); a segment that is absent
    is measured by the scorecard's defaults. An account without any observed group has no score and K = 0.
    """
    known = norms or {}
    scores = measure_scores(table, scorecard, known)
    uncapped, quality = group_scores(table, scores, scorecard)
    final = capped(table, uncapped, scorecard)
    weights = np.array([weight for _, weight in scorecard.group_weights])
    effective = weights * quality
    total = effective.sum(axis=1)
    share = np.divide(effective, total[:, None], out=np.zeros_like(effective), where=total[:, None] > 0)
    means = _segment_means(table, scorecard, known)
    contribution = share * np.where(np.isnan(final), 0.0, final - means)
    baseline = np.where(total > 0, (share * means).sum(axis=1), np.nan)
    return PortfolioHealth(
        table=table,
        raw_score=baseline + contribution.sum(axis=1),
        baseline=baseline,
        confidence=np.minimum(total / weights.sum(), 1.0),
        group_score=final,
        uncapped_score=uncapped,
        group_quality=quality,
        share=share,
        segment_mean=means,
        contribution=contribution,
        measure_score=scores,
    )


def _segment_means(table: MeasureTable, card: Scorecard, norms: Mapping[str, SegmentNorms]) -> Floats:
    usual = default_norms(card)
    by_segment = {
        segment: [norms.get(segment, usual).group_means[group] for group in card.groups]
        for segment in set(table.segments)
    }
    rows = [by_segment[segment] for segment in table.segments]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(card.groups))


def health_score(
    facts: AccountFacts,
    today: date,
    scorecard: Scorecard = DEFAULT_SCORECARD,
    norms: SegmentNorms | None = None,
    override: Override | None = None,
) -> HealthScore:
    """The health of one account, opened down to its records; ``norms`` are those of its segment.

    An override that has run out, or has not begun, is left out; one that breaks the scorecard's rules
    raises ValueError.

    >>> fair = AccountFacts("acme", forecast=0.2, known_weight=1.0, coverage=0.35, threads=2.0)
    >>> score = health_score(fair, date(2026, 3, 1))
    >>> score.raw_score, round(score.confidence, 2), score.band.value
    (50.0, 0.39, 'unknown')
    """
    by_segment = {} if norms is None else {facts.segment: norms}
    result = score_portfolio(portfolio_of([facts], today), today, scorecard, by_segment)
    confidence = float(result.confidence[0])
    raw = _number(result.raw_score[0])
    in_force = None
    if override is not None and override.checked(scorecard).in_force(today):
        in_force = override
    return HealthScore(
        account=facts.account,
        day=today,
        scorecard_version=scorecard.version,
        raw_score=raw,
        baseline=_number(result.baseline[0]),
        confidence=confidence,
        band=scorecard.band(raw, confidence) if in_force is None else scorecard.band(in_force.score, 1.0),
        groups=_groups(result, facts, today, scorecard),
        exceptions=_exceptions(result, scorecard),
        override=in_force,
    )


def _groups(result: PortfolioHealth, facts: AccountFacts, today: date, scorecard: Scorecard) -> tuple[GroupScore, ...]:
    evidence = group_evidence(facts, today, scorecard)
    return tuple(
        GroupScore(
            group=group,
            weight=weight,
            score=_number(result.group_score[0, column]),
            uncapped_score=_number(result.uncapped_score[0, column]),
            quality=float(result.group_quality[0, column]),
            share=float(result.share[0, column]),
            segment_mean=float(result.segment_mean[0, column]),
            contribution=float(result.contribution[0, column]),
            measures=tuple(
                MeasureScore(
                    measure=spec.measure,
                    value=_number(result.table.values[0, place]),
                    score=_number(result.measure_score[0, place]),
                    quality=float(result.table.quality[0, place]),
                )
                for place, spec in enumerate(scorecard.measures)
                if spec.group is group
            ),
            evidence=evidence.get(group, ()),
        )
        for column, (group, weight) in enumerate(scorecard.group_weights)
    )


def _exceptions(result: PortfolioHealth, scorecard: Scorecard) -> tuple[HealthException, ...]:
    held = [cap.exception for place, cap in enumerate(scorecard.caps) if result.table.cap_holds[0, place]]
    return tuple(dict.fromkeys(held))


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
