"""The renewal-risk model's frozen parameters: what is looked at, what experts expect, when to show bands.

The prior means are *assumptions*: the log-odds of losing the renewal that a seasoned customer-success
team would attach to each factor before any data of the company's own. Each carries a standard deviation
wide enough that some tens of closed renewals can overrule it, and a sentence that says where it comes from.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from scoring.vocabulary import RiskBand


class RiskFactor(StrEnum):
    """One thing that moves the chance of a renewal."""

    FORECAST = "forecast"
    COVERAGE = "coverage"
    THREADS = "threads"
    DECISION_MAKER_SILENCE = "decision_maker_silence"
    KEY_PERSON_LEFT = "key_person_left"
    USAGE_TREND = "usage_trend"
    SEAT_ADOPTION = "seat_adoption"
    OPEN_DAYS = "open_days"
    REPEAT_PROBLEMS = "repeat_problems"
    DAYS_OVERDUE = "days_overdue"
    NOTICE_GIVEN = "notice_given"
    RESPONSE_COVERAGE = "response_coverage"
    TENURE = "tenure"


class Shape(StrEnum):
    """How a raw value enters the log-odds; ``unit`` and ``ceiling`` of the factor apply first."""

    LINEAR = "linear"  # min(value / unit, ceiling)
    LOG = "log"  # ln(1 + min(value / unit, ceiling))


@dataclass(frozen=True)
class FactorPrior:
    """One factor: how its raw value is transformed, and the expert prior of its coefficient.

    The transformed value x is centred on the segment's mean (``centre`` until there is one); ``spread``
    is the standard deviation of x among accounts, used where the factor is not known. ``mean`` and ``sd``
    belong to the coefficient: log-odds of *loss* per unit of x. ``because`` is the reason on record.
    """

    factor: RiskFactor
    mean: float
    sd: float
    centre: float
    spread: float
    because: str
    unit: float = 1.0
    shape: Shape = Shape.LINEAR
    floor: float = -math.inf
    ceiling: float = math.inf

    def __post_init__(self) -> None:
        if not (math.isfinite(self.mean) and math.isfinite(self.centre)):
            raise ValueError(f"{self.factor}: mean and centre must be finite numbers")
        if not (self.sd > 0 and self.unit > 0 and self.spread >= 0):
            raise ValueError(f"{self.factor}: sd and unit must be above 0, spread at least 0")


@dataclass(frozen=True)
class RiskParameters:
    """Everything that the cold-start model depends on besides the accounts themselves."""

    version: str
    base_loss_rate: float
    base_rate_sd: float  # standard deviation of the intercept, in log-odds
    factors: tuple[FactorPrior, ...]
    horizons: tuple[int, ...] = (120, 90, 60, 30)  # days before the contract's end
    interval_mass: float = 0.8
    high_from: float = 0.35  # loss probability from which the band is high
    medium_from: float = 0.15
    unknown_below: float = 0.25  # share of the evidence that must be known to name a band despite a wide interval
    fewest_accounts_for_centres: int = 20  # fewer accounts in a segment: the documented centres hold
    unknown_below_quality: float = 0.25  # a measure older or thinner than this counts as not known
    cold_start_losses: int = 30  # with fewer losses on record the expert priors are the model
    base_rate_weight: float = 20.0  # renewals that the assumed base rate is worth beside the observed ones
    nps_slope: float = -0.5  # log-odds of loss per 100 points of NPS, for the baseline that knows only NPS
    nps_slope_sd: float = 1.0
    newton_tolerance: float = 1e-10
    newton_steps: int = 100

    def __post_init__(self) -> None:
        if not 0 < self.base_loss_rate < 1:
            raise ValueError("the base loss rate must lie between 0 and 1")
        if not 0 < self.medium_from < self.high_from < 1:
            raise ValueError("bands need 0 < medium_from < high_from < 1")
        if len({prior.factor for prior in self.factors}) != len(self.factors):
            raise ValueError("each factor has one prior")

    def band(self, loss_probability: float, least: float, most: float, known_share: float) -> RiskBand:
        """The band of a loss probability whose interval is [least, most].

        *Unknown* where little was observed (``known_share``) and the interval spans more than one band; a
        single strong fact, such as notice given, still names its band.

        >>> usual = DEFAULT_RISK_PARAMETERS
        >>> usual.band(0.4, 0.1, 0.8, 0.9).value, usual.band(0.4, 0.1, 0.8, 0.1).value
        ('high', 'unknown')
        >>> usual.band(0.9, 0.5, 0.99, 0.1).value
        'high'
        """
        if known_share < self.unknown_below and self._plain_band(least) is not self._plain_band(most):
            return RiskBand.UNKNOWN
        return self._plain_band(loss_probability)

    def _plain_band(self, loss_probability: float) -> RiskBand:
        if loss_probability >= self.high_from:
            return RiskBand.HIGH
        return RiskBand.MEDIUM if loss_probability >= self.medium_from else RiskBand.LOW


DEFAULT_RISK_PARAMETERS = RiskParameters(
    version="2026.1",
    base_loss_rate=0.12,
    base_rate_sd=0.5,
    factors=(
        FactorPrior(
            RiskFactor.FORECAST,
            -1.5,
            0.75,
            0.15,
            0.30,
            "people who decide and are against it seldom sign; weighed by who decides",
        ),
        FactorPrior(
            RiskFactor.COVERAGE,
            -1.0,
            0.50,
            0.35,
            0.20,
            "nobody speaks for us where we know nobody",
        ),
        FactorPrior(
            RiskFactor.THREADS,
            -0.5,
            0.35,
            1.10,
            0.40,
            "an account that hangs on one contact falls with the contact",
            shape=Shape.LOG,
            floor=0.0,
        ),
        FactorPrior(
            RiskFactor.DECISION_MAKER_SILENCE,
            0.3,
            0.20,
            0.70,
            0.60,
            "a quarter without a decision maker lets others set the agenda",
            unit=90.0,
            floor=0.0,
            ceiling=4.0,
        ),
        FactorPrior(
            RiskFactor.KEY_PERSON_LEFT,
            1.0,
            0.50,
            0.08,
            0.27,
            "a successor of a sponsor or champion looks at every supplier anew",
        ),
        FactorPrior(
            RiskFactor.USAGE_TREND,
            -1.0,
            0.50,
            0.00,
            0.35,
            "use that falls over a quarter comes before notice; unit: log change in 12 weeks",
            unit=1.0 / 12.0,
            floor=-3.0,
            ceiling=3.0,
        ),
        FactorPrior(
            RiskFactor.SEAT_ADOPTION,
            -1.2,
            0.60,
            0.55,
            0.25,
            "seats that nobody uses are the first line to be cut",
            floor=0.0,
            ceiling=1.0,
        ),
        FactorPrior(
            RiskFactor.OPEN_DAYS,
            0.2,
            0.10,
            2.50,
            1.50,
            "long open problems tire; the tenth day weighs less than the first",
            shape=Shape.LOG,
            floor=0.0,
        ),
        FactorPrior(
            RiskFactor.REPEAT_PROBLEMS,
            0.3,
            0.20,
            0.50,
            0.60,
            "the same problem again says that nobody listened",
            shape=Shape.LOG,
            floor=0.0,
        ),
        FactorPrior(
            RiskFactor.DAYS_OVERDUE,
            0.3,
            0.20,
            0.30,
            0.70,
            "an invoice left lying for months is a decision half taken; unit: 30 days",
            unit=30.0,
            floor=0.0,
            ceiling=6.0,
        ),
        FactorPrior(
            RiskFactor.NOTICE_GIVEN,
            4.0,
            1.00,
            0.03,
            0.17,
            "notice is the loss itself, save for those won back",
        ),
        FactorPrior(
            RiskFactor.RESPONSE_COVERAGE,
            -0.8,
            0.50,
            0.40,
            0.25,
            "those who decide and say nothing leave more often than those who complain",
        ),
        FactorPrior(
            RiskFactor.TENURE,
            -0.2,
            0.20,
            1.20,
            0.60,
            "renewal rates rise with the years of a contract, since the doubtful have left; unit: years",
            shape=Shape.LOG,
            floor=0.0,
        ),
    ),
)
"""The priors that every company starts with, until its own closed renewals speak."""
