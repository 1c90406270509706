"""What it would return to mend one reason for risk: the simplest what-if, in money."""

from dataclasses import dataclass

import numpy as np

from scoring.health_facts import Floats
from scoring.risk_parameters import RiskFactor


@dataclass(frozen=True)
class Improvement:
    """Something that can be done about a factor, with its price.

    Args:
        factor: the reason for risk that it mends.
        days: working days that it takes on one account.
        reached: share of the accounts where it succeeds, in [0, 1].
    """

    factor: RiskFactor
    days: float
    reached: float = 0.5

    def __post_init__(self) -> None:
        if self.days < 0 or not 0 <= self.reached <= 1:
            raise ValueError("need days >= 0 and reached in [0, 1]")


@dataclass(frozen=True)
class ImprovementParameters:
    """The improvements that are tried out, and what a working day costs in the company's own currency.

    Source: assumptions of ours, to be replaced by a company's own; no published figure stands behind them.
    """

    version: str = "2026.1"
    day_cost: float = 600.0
    improvements: tuple[Improvement, ...] = (
        Improvement(RiskFactor.THREADS, 4.0),
        Improvement(RiskFactor.DECISION_MAKER_SILENCE, 1.0),
        Improvement(RiskFactor.COVERAGE, 3.0),
        Improvement(RiskFactor.USAGE_TREND, 5.0),
        Improvement(RiskFactor.SEAT_ADOPTION, 4.0),
        Improvement(RiskFactor.OPEN_DAYS, 4.0),
        Improvement(RiskFactor.REPEAT_PROBLEMS, 5.0),
        Improvement(RiskFactor.RESPONSE_COVERAGE, 1.0),
    )


DEFAULT_IMPROVEMENTS = ImprovementParameters()


@dataclass(frozen=True)
class Return:
    """What an improvement returns over the renewals at hand, in the currency of their ARR; ``accounts`` it concerns."""

    gain: float
    cost: float
    accounts: int

    @property
    def net(self) -> float:
        """Gain less cost."""
        return self.gain - self.cost


def improvement_return(
    improvement: Improvement, arr: Floats, log_odds: Floats, reason: Floats, day_cost: float
) -> Return:
    """The return of bringing ``reason`` back to what is usual in the segment, on the accounts where that pays.

    ``arr`` >= 0, ``log_odds`` of loss and the part of it that is the ``reason``, each of shape (n,). Where the reason
    adds to the risk, the log-odds fall by it, and ARR x (p - p') is kept; of that, the share that the improvement
    reaches counts, while its days are paid on every account tried. Accounts on which that costs more than it brings
    are left as they are.

    >>> one = improvement_return(Improvement(RiskFactor.THREADS, 4.0, 0.5), np.array([100_000.0, 50_000.0]),
    ...                          np.array([0.0, 0.0]), np.array([np.log(3.0), -1.0]), day_cost=600.0)
    >>> round(one.gain), one.cost, one.accounts   # p falls from 1/2 to 1/4: half of 25,000
    (12500, 2400.0, 1)
    """
    if not arr.shape == log_odds.shape == reason.shape:
        raise ValueError("arr, log_odds and reason need one entry for each renewal")
    each = improvement.days * day_cost
    gains = improvement.reached * arr * (_loss(log_odds) - _loss(log_odds - np.maximum(reason, 0.0)))
    pays = gains > each
    count = int(pays.sum())
    return Return(float(gains[pays].sum()), count * each, count)


def _loss(log_odds: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-np.clip(log_odds, -700.0, 700.0)))
