"""The chance that a contract is renewed, its interval, and the reasons, which add up exactly.

The unit is one renewal (the end of one contract) seen on one day, from what was known on that day. While a
company has few losses on record, a logistic model with documented expert priors is used (Bayesian,
Laplace approximation): the fewer renewals have closed, the nearer it stays to the priors.
"""

from dataclasses import dataclass
from datetime import date

from scoring.risk_parameters import RiskFactor
from scoring.vocabulary import RiskBand


@dataclass(frozen=True)
class RenewalCase:
    """One renewal as seen on one day.

    ``values`` holds each factor in its raw unit (that of the health measure of the same name; tenure in
    years; yes-or-no factors as 0 or 1); a factor that is absent or None is not known. ``arr`` is the money
    per year that ends with the contract, in the portfolio's currency.
    """

    account: str
    contract: str
    seen_on: date
    ends_on: date
    values: tuple[tuple[RiskFactor, float | None], ...]
    segment: str = ""
    arr: float = 0.0


@dataclass(frozen=True)
class RiskReason:
    """What one factor adds to the log-odds of loss relative to the segment's average (> 0 = worse).

    ``value`` and ``segment_value`` are in the factor's raw unit; ``value`` None = not known, which adds 0
    and widens the interval instead.
    """

    factor: RiskFactor
    value: float | None
    segment_value: float
    log_odds: float


@dataclass(frozen=True)
class RenewalRisk:
    """The forecast for one renewal.

    ``loss_log_odds`` = ``segment_log_odds`` + the sum of the reasons' log-odds, exactly, and
    ``renewal_probability`` = 1 / (1 + exp(loss_log_odds)): the posterior median. ``low`` and ``high``
    bound the renewal probability (80 % by default). ``known_share`` in [0, 1] says how much of the
    evidence that the model looks at was there. ``percentages_earned`` is false until a backtest has shown
    that the percentages hold; until then only ``band`` may be shown.
    """

    account: str
    contract: str
    seen_on: date
    ends_on: date
    model_version: str
    renewal_probability: float
    low: float
    high: float
    loss_log_odds: float
    log_odds_sd: float
    segment_log_odds: float
    band: RiskBand
    known_share: float
    reasons: tuple[RiskReason, ...]
    percentages_earned: bool = False

    @property
    def loss_probability(self) -> float:
        """1 - the probability of renewal."""
        return 1.0 - self.renewal_probability
