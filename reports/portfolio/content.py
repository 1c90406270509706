"""All that the monthly portfolio report shows: plain values, ready to be laid out."""

from dataclasses import dataclass, field
from datetime import date

from reports.values import Measure, Money
from scoring.vocabulary import RiskBand


@dataclass(frozen=True, slots=True)
class MoneyRange:
    """An amount with its 80 % interval; all in one currency. Without an interval, ``low`` and ``high`` are None."""

    value: Money
    low: Money | None = None
    high: Money | None = None


@dataclass(frozen=True, slots=True)
class Retention:
    """How much of what was due in the last twelve months stayed.

    ``gross`` leaves expansions out, ``net`` counts them in (so it may exceed 1); ``renewed`` of ``due`` contracts.
    """

    gross: Measure | None = None
    net: Measure | None = None
    renewed: int = 0
    due: int = 0
    lost: Money | None = None


@dataclass(frozen=True, slots=True)
class BandTotal:
    """One band of risk: how many renewals, how much revenue, and how much of it is expected to be lost."""

    band: RiskBand
    accounts: int
    arr: Money
    at_risk: Money


@dataclass(frozen=True, slots=True)
class DecisionAccount:
    """An account that needs a decision now, with the question in one sentence."""

    name: str
    question: str
    band: RiskBand
    at_risk: Money
    arr: Money
    owner: str = ""
    probability: Measure | None = None
    contract_end: date | None = None
    days_left: int | None = None


@dataclass(frozen=True, slots=True)
class Driver:
    """What puts money at risk: ``effect`` in the portfolio's currency, negative where it adds to the risk."""

    label: str
    effect: Money
    accounts: int
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class ForecastCheck:
    """What was forecast a month ago for the renewals closed since, and what came.

    Args:
        made_on: the data date of that forecast.
        expected_loss: forecast revenue lost, with its interval.
        actual_loss: revenue lost in truth.
        closed: renewals decided since; ``lost`` of them lost.
        false_greens: names of accounts that were shown as low risk and were lost.
        verdict: whether percentages are earned, in one sentence.
    """

    made_on: date
    expected_loss: MoneyRange
    actual_loss: Money
    closed: int
    lost: int
    false_greens: tuple[str, ...] = ()
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Improvement:
    """What one improvement would return over its horizon: gain, cost, and the assumption that moves it most."""

    label: str
    gain: Money
    cost: Money
    assumption: str = ""


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """Gross retention over the twelve months up to a day, as a share."""

    on: date
    retention: float


@dataclass(frozen=True, slots=True)
class PortfolioContent:
    """The whole report.

    Args:
        locale: how numbers and dates are written and in which language.
        scope: whose accounts: "All accounts", or a team's or territory's name.
        data_date: what was known on this day is in the report, nothing later.
        parameter_version: the version of weights and thresholds behind every number.
        accounts, arr: size of the portfolio.
        at_risk: revenue at risk over the renewals of the next twelve months.
        at_risk_before: the same a month earlier, or None.
    """

    locale: str
    scope: str
    data_date: date
    parameter_version: str
    accounts: int = 0
    arr: Money | None = None
    retention: Retention = field(default_factory=Retention)
    at_risk: MoneyRange | None = None
    at_risk_before: Money | None = None
    bands: tuple[BandTotal, ...] = ()
    decisions: tuple[DecisionAccount, ...] = ()
    drivers: tuple[Driver, ...] = ()
    forecast_check: ForecastCheck | None = None
    improvements: tuple[Improvement, ...] = ()
    trend: tuple[MonthPoint, ...] = ()
