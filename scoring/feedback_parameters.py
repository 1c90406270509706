"""The frozen parameters of feedback: how fast answers age, how much the segment is believed, what is a trend."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FeedbackParameters:
    """Half-lives in days, weights in answers, z in standard deviations.

    ``default_shares`` (detractors, passives, promoters) stand for a segment's role of which nothing is known:
    even shares, which say nothing, are the assumption.
    """

    version: str = "2026.1"
    relationship_half_life: float = 180.0
    transactional_half_life: float = 90.0
    prior_answers: float = 4.0
    default_shares: tuple[float, float, float] = (1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0)
    valid_days: int = 180  # an answer counts as given within this many days
    level: float = 0.95
    trend_z: float = 1.645
    promoters_from: float = 9.0
    passives_from: float = 7.0
    added_answers: float = 3.0  # the adjusted Wald interval adds this many answers (Rocks 2016)
    added_share: float = 0.25  # of them promoters, and as many detractors; the rest are passives

    def __post_init__(self) -> None:
        if min(self.relationship_half_life, self.transactional_half_life, self.prior_answers) <= 0:
            raise ValueError("half-lives and the weight of the prior must be above 0")
        if min(self.default_shares) < 0 or abs(sum(self.default_shares) - 1.0) > 1e-9:
            raise ValueError("default shares must be at least 0 and add up to 1")


@dataclass(frozen=True)
class TopBox:
    """A rating scale from ``low`` to ``high`` of which the best ``boxes`` ratings count as satisfied."""

    low: float
    high: float
    boxes: int
    high_is_good: bool = True

    def __post_init__(self) -> None:
        if not self.low < self.high or not 1 <= self.boxes <= self.high - self.low:
            raise ValueError("a scale needs low < high, and fewer top boxes than ratings")


DEFAULT_FEEDBACK = FeedbackParameters()
CSAT_OF_FIVE = TopBox(1.0, 5.0, 2)
CES_OF_SEVEN = TopBox(1.0, 7.0, 3)
