"""What moves a portfolio's money, and what mending it would return."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from reports.formats import Formats
from reports.portfolio import content as paper
from reports.values import Money
from scoring.risk_effects import renewal_effects
from scoring.risk_improvement import DEFAULT_IMPROVEMENTS, ImprovementParameters, improvement_return
from scoring.risk_parameters import DEFAULT_RISK_PARAMETERS, RiskFactor
from service.i18n.driver_words import driver_label, improvement_label
from service.queries.open_renewals import OpenRenewal

MOST_IMPROVEMENTS = 5


@dataclass(frozen=True)
class ReportMonth:
    """What was read for one report, and how it is written; ``renewals`` are those of the next twelve months."""

    day: date
    currency: str
    formats: Formats
    renewals: list[OpenRenewal]

    def whole(self, amount: Decimal | float) -> Money:
        """Money to the unit: what is estimated needs no cents."""
        return Money(Decimal(str(amount)).quantize(Decimal(1)), self.currency)


def drivers(month: ReportMonth) -> tuple[paper.Driver, ...]:
    """Money moved by each factor, where it costs and where it protects, against an ordinary account of the segment."""
    moved: dict[tuple[RiskFactor, bool], list[float]] = defaultdict(list)
    for one in month.renewals:
        if one.loss is None:
            continue
        segment = one.log_odds - sum(reason.log_odds for reason in one.reasons)
        effects = renewal_effects(segment, [reason.log_odds for reason in one.reasons])
        for reason, points in zip(one.reasons, effects, strict=True):
            if reason.log_odds != 0.0:
                moved[reason.factor, reason.log_odds > 0].append(float(one.arr) * points / 100.0)
    return tuple(
        paper.Driver(driver_label(factor, costs, month.formats.translate), month.whole(sum(amounts)), len(amounts))
        for (factor, costs), amounts in sorted(moved.items(), key=lambda item: (-abs(sum(item[1])), item[0][0].value))
    )


def improvements(
    month: ReportMonth, parameters: ImprovementParameters = DEFAULT_IMPROVEMENTS
) -> tuple[paper.Improvement, ...]:
    """What mending each reason would return, the best first; what would cost more than it brings is left out."""
    _, formats = month.formats.translate, month.formats
    forecast = [one for one in month.renewals if one.loss is not None]
    if not forecast:
        return ()
    arr = np.array([float(one.arr) for one in forecast])
    log_odds = np.array([one.log_odds for one in forecast])
    by_factor = {
        prior.factor: np.array([_log_odds_of(one, prior.factor) for one in forecast])
        for prior in DEFAULT_RISK_PARAMETERS.factors
    }
    assumption = _(
        "Accounts: {accounts}. Assumes {days} working days at {cost} on each, and success on {share} of them, which"
        " moves the result most."
    )
    found = []
    for improvement in parameters.improvements:
        returned = improvement_return(improvement, arr, log_odds, by_factor[improvement.factor], parameters.day_cost)
        if returned.net > 0:
            words = assumption.format(
                accounts=formats.number(returned.accounts),
                days=formats.number(improvement.days),
                cost=formats.money(month.whole(parameters.day_cost)),
                share=formats.share(improvement.reached),
            )
            label = improvement_label(improvement.factor, _)
            gain, cost = month.whole(returned.gain), month.whole(returned.cost)
            found.append((returned.net, paper.Improvement(label, gain, cost, words)))
    ranked = sorted(found, key=lambda item: (-item[0], item[1].label))
    return tuple(item for _net, item in ranked[:MOST_IMPROVEMENTS])


def _log_odds_of(one: OpenRenewal, factor: RiskFactor) -> float:
    return next((reason.log_odds for reason in one.reasons if reason.factor is factor), 0.0)
