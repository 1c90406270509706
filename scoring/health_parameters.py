"""The scorecard: which measures make the health score, with weights, half-lives, anchors and caps.

A scorecard is frozen and carries a version; a change is a new version, so that a stored score can
always be computed again with the card that it was made with. The defaults are *assumptions* of experts:
they order accounts sensibly before a company has data of its own, and the anchors give way to the
segment's own P10, P50 and P90 as soon as enough accounts are observed.
"""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from scoring.vocabulary import HealthGroup, TicketSeverity


class HealthMeasure(StrEnum):
    """One number about one account; the group it belongs to is set by the scorecard."""

    FORECAST = "forecast"
    COVERAGE = "coverage"
    THREADS = "threads"
    DECISION_MAKER_SILENCE = "decision_maker_silence"
    USAGE_TREND = "usage_trend"
    SEAT_ADOPTION = "seat_adoption"
    OPEN_DAYS = "open_days"
    REPEAT_PROBLEMS = "repeat_problems"
    DAYS_OVERDUE = "days_overdue"
    NOTICE_GIVEN = "notice_given"
    RESPONSE_COVERAGE = "response_coverage"


class HealthException(StrEnum):
    """A fact so strong that it caps a group whatever else is observed."""

    KEY_PERSON_LEFT = "key_person_left"
    NOTICE_GIVEN = "notice_given"


class HealthBand(StrEnum):
    """A health score in words; *unknown* is shown grey, without a number in large type."""

    GOOD = "good"
    WATCH = "watch"
    POOR = "poor"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Anchors:
    """P10, P50 and P90 of a measure in its own unit, ascending; where high is bad, P10 is the good end.

    >>> Anchors(0.0, 5.0, 45.0).spread
    45.0
    """

    p10: float
    p50: float
    p90: float

    def __post_init__(self) -> None:
        if not all(math.isfinite(v) for v in (self.p10, self.p50, self.p90)):
            raise ValueError("anchors must be finite numbers")
        if not self.p10 <= self.p50 <= self.p90:
            raise ValueError("anchors must ascend: p10 <= p50 <= p90")

    @property
    def spread(self) -> float:
        """P90 - P10; 0 means that the segment tells nothing about this measure."""
        return self.p90 - self.p10


@dataclass(frozen=True)
class MeasureSpec:
    """How one measure counts.

    ``weight`` is its share within the group before normalisation; 0: it is shown, but does not count.
    ``half_life_days`` is None where the measure ages by itself (the forecast and the coverage decay already; an age is
    its own freshness).
    ``fixed_scale`` keeps the default anchors for every segment (a yes-or-no measure has no percentiles).
    """

    measure: HealthMeasure
    group: HealthGroup
    weight: float
    high_is_good: bool
    default_anchors: Anchors
    half_life_days: float | None = None
    fixed_scale: bool = False

    def __post_init__(self) -> None:
        if not (math.isfinite(self.weight) and self.weight >= 0):
            raise ValueError(f"{self.measure}: the weight must be 0 or above")
        if self.half_life_days is not None and not self.half_life_days > 0:
            raise ValueError(f"{self.measure}: the half-life must be above 0 days")
        if self.default_anchors.spread <= 0:
            raise ValueError(f"{self.measure}: the default anchors must have a spread")


@dataclass(frozen=True)
class Cap:
    """While ``exception`` holds, the score of ``group`` is at most ``at_most`` (0-100).

    ``within_days`` limits how long an event counts; None = for as long as the fact itself holds.
    """

    exception: HealthException
    group: HealthGroup
    at_most: float
    within_days: int | None = None


@dataclass(frozen=True)
class Scorecard:
    """Everything that a health score depends on besides the account's facts and its segment's norms."""

    version: str
    group_weights: tuple[tuple[HealthGroup, float], ...]
    measures: tuple[MeasureSpec, ...]
    caps: tuple[Cap, ...]
    severity_weights: tuple[tuple[TicketSeverity, float], ...]
    grey_below: float = 0.5  # confidence under which no colour and no large number is shown
    good_from: float = 65.0
    poor_below: float = 40.0
    longest_override_days: int = 60
    fewest_accounts_for_norms: int = 20  # fewer observed accounts in a segment: the default anchors hold
    neutral_group_score: float = 50.0  # the segment mean where nothing is known: P50 maps onto 50
    usage_weeks: int = 12
    fewest_usage_weeks: int = 6  # fewer observed weeks give no trend
    adoption_weeks: int = 4  # the latest weeks whose median active count is set against the seats
    support_window_days: int = 90
    repeat_within_days: int = 90  # a problem on the same topic this soon after the one before is a repeat

    def __post_init__(self) -> None:
        groups = [group for group, _ in self.group_weights]
        names = [spec.measure for spec in self.measures]
        if len(set(groups)) != len(groups) or len(set(names)) != len(names):
            raise ValueError("a scorecard names each group and each measure once")
        weights = [weight for _, weight in self.group_weights]
        if any(not (math.isfinite(weight) and weight >= 0) for weight in weights) or not sum(weights) > 0:
            raise ValueError("group weights are 0 or above, and one weight must be above 0")
        if {spec.group for spec in self.measures} != set(groups):
            raise ValueError("every group needs a measure, and every measure a weighted group")
        if any(not sum(spec.weight for spec in self.measures_of(group)) > 0 for group in groups):
            raise ValueError("every group needs a measure that counts")
        if any(cap.group not in groups for cap in self.caps):
            raise ValueError("a cap names a group that the scorecard does not have")

    @property
    def groups(self) -> tuple[HealthGroup, ...]:
        """The groups in the order in which they are shown and stored."""
        return tuple(group for group, _ in self.group_weights)

    def spec(self, measure: HealthMeasure) -> MeasureSpec:
        """The specification of ``measure``; KeyError where the card does not use it."""
        for spec in self.measures:
            if spec.measure is measure:
                return spec
        raise KeyError(measure.value)

    def measures_of(self, group: HealthGroup) -> tuple[MeasureSpec, ...]:
        """The measures of ``group`` in the order of the card.

        >>> [s.measure.value for s in DEFAULT_SCORECARD.measures_of(HealthGroup.USAGE)]
        ['usage_trend', 'seat_adoption']
        """
        return tuple(spec for spec in self.measures if spec.group is group)

    def band(self, score: float | None, confidence: float) -> HealthBand:
        """The band of a score in 0-100 seen with a confidence in [0, 1].

        >>> DEFAULT_SCORECARD.band(80.0, 0.9).value, DEFAULT_SCORECARD.band(80.0, 0.4).value
        ('good', 'unknown')
        """
        if score is None or confidence < self.grey_below:
            return HealthBand.UNKNOWN
        if score >= self.good_from:
            return HealthBand.GOOD
        return HealthBand.POOR if score < self.poor_below else HealthBand.WATCH


@dataclass(frozen=True)
class Override:
    """A person's own score for an account: with a reason, for a while; the raw score stays visible."""

    score: float
    reason: str
    author: str
    set_on: date
    expires_on: date

    def checked(self, scorecard: Scorecard) -> "Override":
        """This override, or ValueError: out of 0-100, without a reason, or longer than the card allows."""
        if not (math.isfinite(self.score) and 0.0 <= self.score <= 100.0):
            raise ValueError("the override must be a score from 0 to 100")
        if not self.reason.strip():
            raise ValueError("an override needs a reason")
        longest = timedelta(days=scorecard.longest_override_days)
        if not self.set_on <= self.expires_on <= self.set_on + longest:
            raise ValueError(f"an override expires within {scorecard.longest_override_days} days")
        return self

    def in_force(self, today: date) -> bool:
        """Whether it counts today; it still counts on its last day."""
        return self.set_on <= today <= self.expires_on


DEFAULT_SCORECARD = Scorecard(
    version="2026.1",
    group_weights=(
        (HealthGroup.SENTIMENT, 0.25),
        (HealthGroup.RELATIONSHIPS, 0.20),
        (HealthGroup.USAGE, 0.25),
        (HealthGroup.SUPPORT, 0.10),
        (HealthGroup.COMMERCIAL, 0.10),
        (HealthGroup.RESPONSIVENESS, 0.10),
    ),
    measures=(
        MeasureSpec(HealthMeasure.FORECAST, HealthGroup.SENTIMENT, 1.0, True, Anchors(-0.2, 0.2, 0.6)),
        MeasureSpec(HealthMeasure.COVERAGE, HealthGroup.RELATIONSHIPS, 0.4, True, Anchors(0.10, 0.35, 0.70)),
        MeasureSpec(HealthMeasure.THREADS, HealthGroup.RELATIONSHIPS, 0.3, True, Anchors(1.0, 2.0, 4.0)),
        MeasureSpec(
            HealthMeasure.DECISION_MAKER_SILENCE,
            HealthGroup.RELATIONSHIPS,
            0.3,
            False,
            Anchors(14.0, 60.0, 180.0),
        ),
        MeasureSpec(
            HealthMeasure.USAGE_TREND,
            HealthGroup.USAGE,
            0.5,
            True,
            Anchors(-0.05, 0.0, 0.03),
            half_life_days=30.0,
        ),
        MeasureSpec(
            HealthMeasure.SEAT_ADOPTION,
            HealthGroup.USAGE,
            0.5,
            True,
            Anchors(0.20, 0.55, 0.90),
            half_life_days=30.0,
        ),
        MeasureSpec(
            HealthMeasure.OPEN_DAYS,
            HealthGroup.SUPPORT,
            0.6,
            False,
            Anchors(0.0, 15.0, 90.0),
            half_life_days=60.0,
        ),
        MeasureSpec(
            HealthMeasure.REPEAT_PROBLEMS,
            HealthGroup.SUPPORT,
            0.4,
            False,
            Anchors(0.0, 1.0, 4.0),
            half_life_days=60.0,
        ),
        MeasureSpec(
            HealthMeasure.DAYS_OVERDUE,
            HealthGroup.COMMERCIAL,
            0.5,
            False,
            Anchors(0.0, 5.0, 45.0),
            half_life_days=60.0,
        ),
        MeasureSpec(
            HealthMeasure.NOTICE_GIVEN,
            HealthGroup.COMMERCIAL,
            0.5,
            False,
            Anchors(0.1, 0.5, 0.9),
            fixed_scale=True,
        ),
        MeasureSpec(
            HealthMeasure.RESPONSE_COVERAGE,
            HealthGroup.RESPONSIVENESS,
            1.0,
            True,
            Anchors(0.10, 0.40, 0.80),
        ),
    ),
    caps=(
        Cap(HealthException.KEY_PERSON_LEFT, HealthGroup.RELATIONSHIPS, 40.0, within_days=120),
        Cap(HealthException.NOTICE_GIVEN, HealthGroup.COMMERCIAL, 10.0),
    ),
    severity_weights=(
        (TicketSeverity.LOW, 0.5),
        (TicketSeverity.NORMAL, 1.0),
        (TicketSeverity.HIGH, 2.0),
        (TicketSeverity.URGENT, 4.0),
    ),
)
"""The card that every segment starts with; anchors and weights are documented assumptions."""
