"""The chance that a contract is renewed, its interval, and the reasons, which add up exactly.

The unit is one renewal (the end of one contract) seen on one day, from what was known on that day. While a
company has few losses on record, a logistic model with documented expert priors is used (Bayesian,
Laplace approximation): the fewer renewals have closed, the nearer it stays to the priors.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.special import expit, ndtri

from scoring.health_facts import Floats
from scoring.risk_factors import SegmentCentre, centre_rows, raw_value, transformed
from scoring.risk_model import RiskModel, design_matrix
from scoring.risk_parameters import RiskFactor, RiskParameters
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


@dataclass(frozen=True)
class PortfolioRisk:
    """Forecasts of ``n`` renewals as arrays of shape (n,); ``reasons`` has shape (n, factors).

    The fields mean what those of :class:`RenewalRisk` mean; factors are in the parameters' order.
    """

    renewal_probability: Floats
    low: Floats
    high: Floats
    loss_log_odds: Floats
    log_odds_sd: Floats
    segment_log_odds: Floats
    known_share: Floats
    reasons: Floats


def forecast_portfolio(
    model: RiskModel,
    values: Floats,
    segments: Sequence[str],
    centres: Mapping[str, SegmentCentre] | None = None,
) -> PortfolioRisk:
    """Forecasts for raw factor ``values`` (n, factors), NaN = not known, of accounts in ``segments``.

    log-odds of loss = segment's log-odds + sum of beta (x - segment mean). A factor that is not known adds
    nothing to the sum and beta^2 s^2 to the variance, s being its spread in the segment: not knowing never
    makes an account look safe, it makes the interval wide.
    """
    parameters = model.parameters
    x = transformed(values, parameters)
    centre, spread = centre_rows(segments, centres or {}, parameters)
    unknown = np.isnan(x)
    filled = np.where(unknown, centre, x)
    _, sd = model.posterior.log_odds(design_matrix(filled, parameters))
    beta, variance = model.posterior.mean[1:], np.diag(model.posterior.covariance)[1:]
    reasons = beta * (filled - centre)
    segment_log_odds = design_matrix(centre, parameters) @ model.posterior.mean
    loss_log_odds = segment_log_odds + reasons.sum(axis=1)
    widened = np.sqrt(sd**2 + (unknown * (beta**2 + variance) * spread**2).sum(axis=1))
    reach = ndtri(0.5 + parameters.interval_mass / 2.0) * widened
    said = np.abs(beta) * spread
    total = said.sum(axis=1)
    known = np.divide((said * ~unknown).sum(axis=1), total, out=np.zeros(len(total)), where=total > 0)
    return PortfolioRisk(
        renewal_probability=expit(-loss_log_odds),
        low=expit(-(loss_log_odds + reach)),
        high=expit(-(loss_log_odds - reach)),
        loss_log_odds=loss_log_odds,
        log_odds_sd=widened,
        segment_log_odds=segment_log_odds,
        known_share=known,
        reasons=reasons,
    )


def case_values(cases: Sequence[RenewalCase], parameters: RiskParameters) -> Floats:
    """The raw factor values of several cases, shape (n, factors); NaN where a case does not know one.

    NaN or infinity in a case raises ValueError: not knowing is said with None.
    """
    places = {prior.factor: column for column, prior in enumerate(parameters.factors)}
    values = np.full((len(cases), len(places)), np.nan)
    for row, case in enumerate(cases):
        for factor, value in case.values:
            if value is None:
                continue
            if not math.isfinite(value):
                raise ValueError(f"{case.contract}: {factor} must be a finite number, or None")
            if factor in places:
                values[row, places[factor]] = value
    return values


def renewal_risk(
    case: RenewalCase,
    model: RiskModel,
    centres: Mapping[str, SegmentCentre] | None = None,
    percentages_earned: bool = False,
) -> RenewalRisk:
    """The forecast for one renewal with its reasons, the strongest first.

    >>> from scoring.risk_model import prior_model
    >>> from scoring.risk_parameters import DEFAULT_RISK_PARAMETERS
    >>> seen = RenewalCase("acme", "C-1", date(2026, 1, 1), date(2026, 4, 1), ((RiskFactor.NOTICE_GIVEN, 1.0),))
    >>> risk = renewal_risk(seen, prior_model(DEFAULT_RISK_PARAMETERS))
    >>> round(risk.renewal_probability, 3), risk.reasons[0].factor.value, round(risk.reasons[0].log_odds, 2)
    (0.132, 'notice_given', 3.88)
    """
    parameters = model.parameters
    values = case_values([case], parameters)
    result = forecast_portfolio(model, values, [case.segment], centres)
    known_share = float(result.known_share[0])
    loss, least, most = (1.0 - float(p[0]) for p in (result.renewal_probability, result.high, result.low))
    return RenewalRisk(
        account=case.account,
        contract=case.contract,
        seen_on=case.seen_on,
        ends_on=case.ends_on,
        model_version=model.version,
        renewal_probability=float(result.renewal_probability[0]),
        low=float(result.low[0]),
        high=float(result.high[0]),
        loss_log_odds=float(result.loss_log_odds[0]),
        log_odds_sd=float(result.log_odds_sd[0]),
        segment_log_odds=float(result.segment_log_odds[0]),
        band=parameters.band(loss, least, most, known_share),
        known_share=known_share,
        reasons=risk_reasons(values[0], result.reasons[0], case.segment, parameters, centres),
        percentages_earned=percentages_earned,
    )


def risk_reasons(
    values: Floats,
    log_odds: Floats,
    segment: str,
    parameters: RiskParameters,
    centres: Mapping[str, SegmentCentre] | None = None,
) -> tuple[RiskReason, ...]:
    """One row of a portfolio's forecast as named reasons, the strongest first; ``values`` (factors,) raw."""
    centre, _ = centre_rows([segment], centres or {}, parameters)
    reasons = [
        RiskReason(
            factor=prior.factor,
            value=None if np.isnan(values[column]) else float(values[column]),
            segment_value=raw_value(float(centre[0, column]), prior),
            log_odds=float(log_odds[column]),
        )
        for column, prior in enumerate(parameters.factors)
    ]
    return tuple(sorted(reasons, key=lambda reason: -abs(reason.log_odds)))
