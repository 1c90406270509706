"""The health score of an account: 0-100, high is good, an exact sum over groups, with its confidence.

H = sum w q S / sum w q over the observed groups, K = sum w q / sum w. Below K = .5 an account is shown
grey. Everything is computed on arrays over accounts; one account is a portfolio of length one.
"""

from dataclasses import dataclass
from datetime import date

from scoring.health_facts import Evidence
from scoring.health_parameters import HealthBand, HealthException, HealthMeasure, Override
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
