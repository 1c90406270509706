"""All measures of a portfolio in one table, with the quality of each: what the health score is made from."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from scoring.health_facts import SEVERITIES, Floats, PortfolioFacts
from scoring.health_measures import (
    days_overdue,
    days_since,
    decision_maker_silence,
    freshness,
    happened_within,
    open_days,
    repeat_problems,
    seat_adoption,
    usage_trend,
    weeks_observed,
)
from scoring.health_parameters import HealthException, HealthMeasure, Scorecard


@dataclass(frozen=True)
class MeasureTable:
    """Measures of ``n`` accounts: ``values`` and ``quality`` have shape (n, measures of the scorecard).

    ``values`` are in each measure's own unit, NaN = not observed; ``quality`` = freshness x completeness
    in [0, 1], 0 where not observed. ``cap_holds`` has shape (n, caps of the scorecard).
    """

    accounts: tuple[str, ...]
    segments: tuple[str, ...]
    measures: tuple[HealthMeasure, ...]
    values: Floats
    quality: Floats
    cap_holds: NDArray[np.bool_]

    def column(self, measure: HealthMeasure) -> Floats:
        """The values of one measure, shape (n,)."""
        column: Floats = self.values[:, self.measures.index(measure)]
        return column


def measure_portfolio(facts: PortfolioFacts, today: date, scorecard: Scorecard) -> MeasureTable:
    """Every measure of the scorecard for every account, as known on ``today``.

    Usage, tickets and invoices lose half their quality per half-life since their source was last read;
    the trend's completeness is the share of its weeks that has data, the forecast's the share of decision
    weight that is known. Infinite inputs raise ValueError.
    """
    raw = {
        **_relationship_measures(facts, today),
        **_usage_measures(facts, today, scorecard),
        **_support_measures(facts, today, scorecard),
        **_commercial_measures(facts, today),
    }
    n = len(facts.accounts)
    values = np.full((n, len(scorecard.measures)), np.nan)
    quality = np.zeros_like(values)
    for place, spec in enumerate(scorecard.measures):
        value, age, completeness = raw[spec.measure]
        if np.isinf(value).any():
            raise ValueError(f"{spec.measure} must be finite")
        values[:, place] = value
        good = freshness(age, spec.half_life_days) * np.clip(np.nan_to_num(completeness), 0.0, 1.0)
        quality[:, place] = np.where(np.isnan(value), 0.0, good)
    values[quality <= 0.0] = np.nan  # what has faded to nothing was not observed
    return MeasureTable(
        accounts=facts.accounts,
        segments=facts.segments,
        measures=tuple(spec.measure for spec in scorecard.measures),
        values=values,
        quality=quality,
        cap_holds=_cap_holds(facts, today, scorecard),
    )


_Reading = tuple[Floats, Floats, Floats]  # value, age in days, completeness


def _relationship_measures(facts: PortfolioFacts, today: date) -> dict[HealthMeasure, _Reading]:
    now, whole = np.zeros(len(facts.accounts)), np.ones(len(facts.accounts))
    silence = decision_maker_silence(facts.last_decision_maker_meeting, facts.customer_since, today)
    return {
        HealthMeasure.FORECAST: (facts.forecast, now, facts.known_weight),
        HealthMeasure.COVERAGE: (facts.coverage, now, whole),
        HealthMeasure.THREADS: (facts.threads, now, whole),
        HealthMeasure.DECISION_MAKER_SILENCE: (silence, now, whole),
        HealthMeasure.RESPONSE_COVERAGE: (facts.response_coverage, now, whole),
    }


def _usage_measures(facts: PortfolioFacts, today: date, card: Scorecard) -> dict[HealthMeasure, _Reading]:
    active = facts.weekly_active
    age = days_since(facts.usage_as_of, today)
    trend = usage_trend(active, card.usage_weeks, card.fewest_usage_weeks)
    adoption = seat_adoption(active, facts.seats, card.adoption_weeks)
    return {
        HealthMeasure.USAGE_TREND: (trend, age, weeks_observed(active, card.usage_weeks)),
        HealthMeasure.SEAT_ADOPTION: (adoption, age, weeks_observed(active, card.adoption_weeks)),
    }


def _support_measures(facts: PortfolioFacts, today: date, card: Scorecard) -> dict[HealthMeasure, _Reading]:
    n = len(facts.accounts)
    by_severity = dict(card.severity_weights)
    weights = np.array([by_severity[severity] for severity in SEVERITIES])[facts.ticket_severity]
    stood = open_days(
        n,
        facts.ticket_account,
        facts.ticket_opened,
        facts.ticket_closed,
        weights,
        today,
        card.support_window_days,
    )
    again = repeat_problems(
        n,
        facts.ticket_account,
        facts.ticket_opened,
        facts.ticket_topic,
        today,
        card.support_window_days,
        card.repeat_within_days,
    )
    age, whole = days_since(facts.tickets_as_of, today), np.ones(n)
    unread = np.isnan(age)
    return {
        HealthMeasure.OPEN_DAYS: (np.where(unread, np.nan, stood), age, whole),
        HealthMeasure.REPEAT_PROBLEMS: (np.where(unread, np.nan, again), age, whole),
    }


def _commercial_measures(facts: PortfolioFacts, today: date) -> dict[HealthMeasure, _Reading]:
    n = len(facts.accounts)
    late = days_overdue(n, facts.invoice_account, facts.invoice_due, facts.invoice_paid, today)
    age, now, whole = days_since(facts.invoices_as_of, today), np.zeros(n), np.ones(n)
    notice = happened_within(facts.notice_given_on, today, None)
    given = np.where(facts.has_contract | notice, notice.astype(np.float64), np.nan)
    return {
        HealthMeasure.DAYS_OVERDUE: (np.where(np.isnan(age), np.nan, late), age, whole),
        HealthMeasure.NOTICE_GIVEN: (given, now, whole),
    }


def _cap_holds(facts: PortfolioFacts, today: date, scorecard: Scorecard) -> NDArray[np.bool_]:
    days = {
        HealthException.KEY_PERSON_LEFT: facts.key_person_left_on,
        HealthException.NOTICE_GIVEN: facts.notice_given_on,
    }
    holds = np.zeros((len(facts.accounts), len(scorecard.caps)), dtype=np.bool_)
    for place, cap in enumerate(scorecard.caps):
        holds[:, place] = happened_within(days[cap.exception], today, cap.within_days)
    return holds
