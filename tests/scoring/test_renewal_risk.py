"""The renewal forecast: exact reasons, honest intervals, bands before percentages."""

from dataclasses import replace
from datetime import date
from math import fsum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit

from scoring.health_facts import AccountFacts, portfolio_of
from scoring.health_parameters import DEFAULT_SCORECARD, HealthMeasure
from scoring.health_table import measure_portfolio
from scoring.renewal_risk import RenewalCase, case_values, forecast_portfolio, renewal_risk
from scoring.risk_factors import factor_values, raw_value, segment_centres, transformed
from scoring.risk_model import RenewalHistory, fit_risk_model, prior_model
from scoring.risk_parameters import DEFAULT_RISK_PARAMETERS as USUAL
from scoring.risk_parameters import RiskFactor
from scoring.vocabulary import RiskBand

TODAY = date(2026, 1, 1)
FACTORS = [prior.factor for prior in USUAL.factors]
RANGES = {
    RiskFactor.FORECAST: (-1.0, 1.0),
    RiskFactor.USAGE_TREND: (-0.4, 0.4),
    RiskFactor.KEY_PERSON_LEFT: (0.0, 1.0),
    RiskFactor.NOTICE_GIVEN: (0.0, 1.0),
    RiskFactor.COVERAGE: (0.0, 1.0),
    RiskFactor.RESPONSE_COVERAGE: (0.0, 1.0),
    RiskFactor.SEAT_ADOPTION: (0.0, 1.2),
}
values = st.tuples(*(st.none() | st.floats(*RANGES.get(f, (0.0, 300.0))) for f in FACTORS)).map(
    lambda row: tuple(zip(FACTORS, row, strict=True))
)


def case(*pairs: tuple[RiskFactor, float | None]) -> RenewalCase:
    return RenewalCase("acme", "C-1", TODAY, date(2026, 4, 1), pairs)


def history(n: int, loss_rate: float, seed: int = 1, **columns: float) -> RenewalHistory:
    random = np.random.default_rng(seed)
    table = np.full((n, len(FACTORS)), np.nan)
    for name, value in columns.items():
        table[:, FACTORS.index(RiskFactor(name))] = value
    return RenewalHistory(
        accounts=tuple(f"a{i}" for i in range(n)),
        contracts=tuple(f"c{i}" for i in range(n)),
        segments=("",) * n,
        seen_on=np.full(n, np.datetime64("2025-01-01")),
        ends_on=np.full(n, np.datetime64("2025-04-01")),
        known_on=np.full(n, np.datetime64("2025-03-15")),
        values=table,
        lost=random.permutation(np.arange(n) < round(n * loss_rate)),
        arr=np.full(n, 1000.0),
    )


def test_knowing_nothing_gives_the_base_rate_a_wide_interval_and_no_band() -> None:
    risk = renewal_risk(case(), prior_model(USUAL))
    assert risk.loss_probability == pytest.approx(USUAL.base_loss_rate, abs=1e-12)
    assert risk.band is RiskBand.UNKNOWN
    assert risk.known_share == 0.0
    assert risk.high - risk.low > 0.4
    assert all(reason.log_odds == 0.0 and reason.value is None for reason in risk.reasons)


def test_notice_alone_is_enough_for_a_high_band() -> None:
    risk = renewal_risk(case((RiskFactor.NOTICE_GIVEN, 1.0)), prior_model(USUAL))
    assert risk.band is RiskBand.HIGH
    assert risk.loss_log_odds == pytest.approx(logit(0.12) + 4.0 * (1 - 0.03))


@given(values)
def test_reasons_add_up_to_the_log_odds_and_the_interval_holds_the_probability(
    row: tuple[tuple[RiskFactor, float | None], ...],
) -> None:
    risk = renewal_risk(case(*row), prior_model(USUAL))
    total = risk.segment_log_odds + fsum(reason.log_odds for reason in risk.reasons)
    assert total == pytest.approx(risk.loss_log_odds, abs=1e-9)
    assert risk.renewal_probability == pytest.approx(expit(-risk.loss_log_odds), abs=1e-12)
    assert risk.low <= risk.renewal_probability <= risk.high
    assert 0.0 <= risk.known_share <= 1.0 + 1e-12


WORSE_UP = {
    RiskFactor.DECISION_MAKER_SILENCE,
    RiskFactor.KEY_PERSON_LEFT,
    RiskFactor.OPEN_DAYS,
    RiskFactor.REPEAT_PROBLEMS,
    RiskFactor.DAYS_OVERDUE,
    RiskFactor.NOTICE_GIVEN,
}


@given(values, st.sampled_from(FACTORS), st.floats(0, 1), st.floats(0, 1))
def test_under_the_priors_a_worse_factor_never_raises_the_chance_of_renewal(
    row: tuple[tuple[RiskFactor, float | None], ...], factor: RiskFactor, a: float, b: float
) -> None:
    low, high = RANGES.get(factor, (0.0, 300.0))
    smaller, larger = (low + share * (high - low) for share in sorted((a, b)))
    others = tuple(pair for pair in row if pair[0] is not factor)
    first, second = (
        renewal_risk(case(*others, (factor, value)), prior_model(USUAL)).renewal_probability
        for value in (smaller, larger)
    )
    worse, better = (second, first) if factor in WORSE_UP else (first, second)
    assert worse <= better + 1e-12


@given(values, st.sampled_from(FACTORS))
def test_forgetting_a_factor_never_raises_what_is_known(
    row: tuple[tuple[RiskFactor, float | None], ...], factor: RiskFactor
) -> None:
    before = renewal_risk(case(*row), prior_model(USUAL))
    after = renewal_risk(case(*(p for p in row if p[0] is not factor)), prior_model(USUAL))
    assert after.known_share <= before.known_share + 1e-12


@given(st.lists(values, min_size=1, max_size=5))
def test_a_portfolio_is_forecast_as_each_renewal_alone(rows: list[tuple[tuple[RiskFactor, float | None], ...]]) -> None:
    model = fit_risk_model(history(40, 0.2), USUAL)
    cases = [case(*row) for row in rows]
    together = forecast_portfolio(model, case_values(cases, USUAL), [""] * len(cases))
    for place, one in enumerate(cases):
        alone = renewal_risk(one, model)
        assert alone.renewal_probability == pytest.approx(together.renewal_probability[place], abs=1e-12)
        assert (alone.low, alone.high) == pytest.approx((together.low[place], together.high[place]), abs=1e-12)


def test_numbers_that_are_none_are_refused() -> None:
    for value in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="finite number, or None"):
            renewal_risk(case((RiskFactor.COVERAGE, value)), prior_model(USUAL))


def test_without_closed_renewals_the_model_is_the_prior() -> None:
    empty = history(0, 0.0)
    assert fit_risk_model(empty, USUAL).posterior.mean.tolist() == prior_model(USUAL).posterior.mean.tolist()
    assert fit_risk_model(empty, USUAL).is_cold_start


def test_closed_renewals_move_the_base_rate_towards_what_happened() -> None:
    some, many = (renewal_risk(case(), fit_risk_model(history(n, 0.5), USUAL)).loss_probability for n in (20, 2000))
    assert USUAL.base_loss_rate < some < many < 0.5
    assert many == pytest.approx(0.5, abs=0.01)


def test_a_factor_that_turns_out_to_mean_nothing_loses_its_weight() -> None:
    place = 1 + FACTORS.index(RiskFactor.COVERAGE)
    n = 400
    flat = history(n, 0.2, coverage=0.35)
    flat.values[:, place - 1] = np.tile([0.0, 1.0], n // 2)
    fitted = fit_risk_model(flat, USUAL).posterior
    assert abs(fitted.mean[place]) < 0.5
    assert fitted.covariance[place, place] < prior_model(USUAL).posterior.covariance[place, place]


def test_a_contract_seen_on_four_days_counts_once() -> None:
    one = history(30, 0.3, coverage=0.2)
    four = RenewalHistory(
        accounts=one.accounts * 4,
        contracts=one.contracts * 4,
        segments=one.segments * 4,
        seen_on=np.tile(one.seen_on, 4),
        ends_on=np.tile(one.ends_on, 4),
        known_on=np.tile(one.known_on, 4),
        values=np.tile(one.values, (4, 1)),
        lost=np.tile(one.lost, 4),
        arr=np.tile(one.arr, 4),
    )
    assert four.renewals == 30
    assert fit_risk_model(four, USUAL).posterior.mean == pytest.approx(fit_risk_model(one, USUAL).posterior.mean)


def test_a_row_seen_after_its_outcome_is_refused() -> None:
    good = history(3, 0.0)
    with pytest.raises(ValueError, match="known already"):
        replace(good, seen_on=good.known_on)
    with pytest.raises(ValueError, match="needs its days"):
        replace(good, known_on=np.full(3, np.datetime64("NaT", "D")))
    with pytest.raises(ValueError, match="one entry per row"):
        replace(good, arr=np.zeros(2))


def test_thirty_losses_end_the_cold_start() -> None:
    assert fit_risk_model(history(100, 0.29), USUAL).is_cold_start
    assert not fit_risk_model(history(100, 0.30), USUAL).is_cold_start


def test_reasons_compare_with_the_segment_and_name_its_usual_value() -> None:
    table = np.full((20, len(FACTORS)), np.nan)
    table[:, FACTORS.index(RiskFactor.DECISION_MAKER_SILENCE)] = np.linspace(60.0, 120.0, 20)
    centres = segment_centres(table, ["mid"] * 20, USUAL)
    seen = replace(case((RiskFactor.DECISION_MAKER_SILENCE, 90.0)), segment="mid")
    reason = next(
        r
        for r in renewal_risk(seen, prior_model(USUAL), centres).reasons
        if r.factor is RiskFactor.DECISION_MAKER_SILENCE
    )
    assert reason.segment_value == pytest.approx(90.0)
    assert reason.log_odds == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("prior", USUAL.factors, ids=lambda prior: prior.factor.value)
def test_the_scale_of_the_log_odds_leads_back_to_the_raw_value(prior: object) -> None:
    row = np.full((1, len(FACTORS)), np.nan)
    place = USUAL.factors.index(prior)
    row[0, place] = 0.125
    assert raw_value(float(transformed(row, USUAL)[0, place]), USUAL.factors[place]) == pytest.approx(0.125)


def test_factors_come_from_the_measures_of_health_and_stale_ones_are_unknown() -> None:
    facts = AccountFacts(
        "a",
        forecast=0.5,
        known_weight=0.2,
        coverage=0.6,
        weekly_active=(10.0,) * 12,
        usage_as_of=date(2025, 12, 2),
        seats=20.0,
    )
    table = measure_portfolio(portfolio_of([facts], TODAY), TODAY, DEFAULT_SCORECARD)
    row = factor_values(table, np.array([True]), np.array([2.5]), USUAL)[0]
    found = dict(zip(FACTORS, row.tolist(), strict=True))
    assert found[RiskFactor.COVERAGE] == 0.6
    assert found[RiskFactor.SEAT_ADOPTION] == 0.5
    assert (found[RiskFactor.KEY_PERSON_LEFT], found[RiskFactor.TENURE]) == (1.0, 2.5)
    assert np.isnan(found[RiskFactor.FORECAST])
    assert np.isnan(found[RiskFactor.DAYS_OVERDUE])
    assert table.column(HealthMeasure.FORECAST)[0] == 0.5


def test_parameters_that_contradict_themselves_are_refused() -> None:
    with pytest.raises(ValueError, match="base loss rate"):
        replace(USUAL, base_loss_rate=0.0)
    with pytest.raises(ValueError, match="medium_from < high_from"):
        replace(USUAL, medium_from=0.5)
    with pytest.raises(ValueError, match="one prior"):
        replace(USUAL, factors=USUAL.factors * 2)
