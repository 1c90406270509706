"""The backtest: what it finds, what it withholds, and that it never looks ahead."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from scoring.backtest import (
    PercentagesWithheld,
    compare_forecasters,
    evaluate,
    judge_overrides,
    lead_days,
    percentages_withheld,
)
from scoring.forecast_quality import CalibrationLine
from scoring.risk_baselines import base_rate, fit_nps_only
from scoring.risk_model import RenewalHistory
from scoring.risk_parameters import DEFAULT_RISK_PARAMETERS as USUAL
from scoring.risk_parameters import RiskFactor
from scoring.walk_forward import FORECASTERS, BaselineInputs, WalkForwardParameters, walk_forward

FACTORS = [prior.factor for prior in USUAL.factors]


def looks(contract: str, lost: bool, arr: float, *probabilities: float) -> pd.DataFrame:
    horizons = [120, 90, 60, 30][: len(probabilities)]
    return pd.DataFrame(
        {"contract": contract, "horizon": horizons, "loss_probability": probabilities, "lost": lost, "arr": arr}
    )


FOUR = pd.concat(
    [
        looks("gone-seen", True, 100.0, 0.5, 0.6, 0.7, 0.9),
        looks("gone-green", True, 300.0, 0.05, 0.1, 0.1, 0.2),
        looks("kept", False, 50.0, 0.1, 0.1, 0.1, 0.05),
        looks("kept-flagged", False, 50.0, 0.1, 0.4, 0.1, 0.05),
    ],
    ignore_index=True,
)


def test_four_renewals_by_hand() -> None:
    result = evaluate(FOUR)
    assert (result.renewals, result.losses, result.loss_rate) == (4, 2, 0.5)
    assert result.auc == (1 + 1 + 0 + 0.5) / 4
    assert result.brier == pytest.approx((0.16 + 0.81 + 0.01 + 0.16) / 4)
    assert result.skill == pytest.approx(1 - result.brier / 0.25)
    assert result.lost_arr_caught == 0.25
    assert (result.false_greens, result.false_green_share, result.false_green_arr) == (("gone-green",), 0.5, 300.0)
    assert (result.lead_days, result.median_lead_days) == ((120,), 120.0)
    assert result.withheld is PercentagesWithheld.NO_SKILL


def test_a_flag_that_broke_off_counts_from_where_it_came_back() -> None:
    assert lead_days(looks("x", True, 1.0, 0.5, 0.1, 0.5, 0.5)) == (60,)
    assert lead_days(looks("x", True, 1.0, 0.5, 0.5, 0.5, 0.1)) == ()
    assert lead_days(looks("x", False, 1.0, 0.9, 0.9, 0.9, 0.9)) == ()


def test_nothing_seen_at_t_90_cannot_be_judged() -> None:
    result = evaluate(FOUR[FOUR["horizon"] == 30])
    assert (result.renewals, result.auc, result.brier) == (0, None, None)
    assert result.withheld is PercentagesWithheld.NO_BACKTEST
    assert not result.percentages_earned


def test_only_kept_renewals_earn_no_percentages() -> None:
    kept = FOUR[~FOUR["lost"].astype(bool)]
    assert evaluate(kept).withheld is PercentagesWithheld.ONE_KIND_OF_OUTCOME
    assert evaluate(kept).lost_arr_caught is None


@pytest.mark.parametrize(
    ("skill", "slope", "expected"),
    [
        (0.1, 1.0, None),
        (0.1, 0.8, None),
        (0.1, 1.25, None),
        (0.1, 0.79, PercentagesWithheld.TOO_EXTREME),
        (0.1, 1.26, PercentagesWithheld.TOO_TIMID),
        (0.0, 1.0, PercentagesWithheld.NO_SKILL),
        (None, 1.0, PercentagesWithheld.NO_SKILL),
        (0.1, None, PercentagesWithheld.SLOPE_UNDEFINED),
    ],
)
def test_percentages_need_skill_and_a_slope_near_one(
    skill: float | None, slope: float | None, expected: PercentagesWithheld | None
) -> None:
    line = None if slope is None else CalibrationLine(slope, 0.0, 0.1)
    assert percentages_withheld(True, skill, line) is expected


def test_the_skill_is_measured_against_the_rate_known_at_the_time() -> None:
    known = evaluate(FOUR.assign(base_rate=0.1))
    assert known.skill == pytest.approx(1 - known.brier / ((0.81 * 2 + 0.01 * 2) / 4))


def test_forecasts_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\[0, 1\]"):
        evaluate(FOUR.assign(loss_probability=np.nan))
    with pytest.raises(ValueError, match="once per horizon"):
        evaluate(pd.concat([FOUR, FOUR]))
    with pytest.raises(ValueError, match="arr"):
        evaluate(FOUR.assign(arr=np.inf))


def test_a_forecaster_is_judged_where_it_spoke() -> None:
    call = np.where(FOUR["contract"] == "kept", np.nan, 0.5)
    result = compare_forecasters(FOUR, {"model": FOUR["loss_probability"].to_numpy(), "own_call": call})
    assert (result["model"].renewals, result["own_call"].renewals) == (4, 3)


def test_overrides_are_judged_too() -> None:
    verdict = judge_overrides(np.array([80.0, 20.0, 50.0]), np.array([30.0, 10.0, 50.0]), np.array([True, False, True]))
    assert (verdict.judged, verdict.better, verdict.worse) == (3, 1, 1)
    assert verdict.raw_distance == pytest.approx((0.64 + 0.64 + 0.25) / 3)
    assert verdict.override_distance == pytest.approx((0.09 + 0.81 + 0.25) / 3)
    assert judge_overrides(np.array([]), np.array([]), np.array([], dtype=bool)).judged == 0


def simulated(contracts: int = 300, seed: int = 4) -> tuple[RenewalHistory, BaselineInputs]:
    """Quarterly renewals of 100 accounts whose truth follows sentiment and adoption as the priors say."""
    random = np.random.default_rng(seed)
    account = np.arange(contracts) % 100
    ends = np.datetime64("2023-01-01") + (np.arange(contracts) * 3).astype("timedelta64[D]")
    forecast, adoption = random.uniform(-1, 1, contracts), random.uniform(0, 1, contracts)
    lost = random.random(contracts) < expit(-1.5 - 2.0 * forecast - 2.0 * (adoption - 0.5))
    rows = np.repeat(np.arange(contracts), 4)
    values = np.full((len(rows), len(FACTORS)), np.nan)
    values[:, FACTORS.index(RiskFactor.FORECAST)] = forecast[rows]
    values[:, FACTORS.index(RiskFactor.SEAT_ADOPTION)] = adoption[rows]
    history = RenewalHistory(
        accounts=tuple(f"a{account[i]}" for i in rows),
        contracts=tuple(f"c{i}" for i in rows),
        segments=tuple("small" if account[i] % 2 else "large" for i in rows),
        seen_on=ends[rows] - np.tile(np.array([120, 90, 60, 30], dtype="timedelta64[D]"), contracts),
        ends_on=ends[rows],
        known_on=ends[rows] - np.timedelta64(20, "D"),
        values=values,
        lost=lost[rows],
        arr=random.uniform(1e3, 1e5, contracts)[rows],
    )
    inputs = BaselineInputs(
        nps=100 * forecast[rows],
        renewal_number=(1.0 + np.arange(contracts) // 100)[rows],
        own_call=np.full(len(rows), np.nan),
    )
    return history, inputs


def test_the_model_finds_a_truth_that_the_base_rate_does_not() -> None:
    frame = walk_forward(*simulated())
    results = compare_forecasters(frame, {name: frame[name].to_numpy() for name in FORECASTERS})
    model, rate = results["model"], results["base_rate"]
    assert model.renewals == 210
    assert model.auc is not None
    assert rate.auc is not None
    assert model.auc > 0.75 > rate.auc
    assert model.skill is not None
    assert model.skill > 0.1
    assert results["own_call"].renewals == 0
    assert set(frame["horizon"]) == {120, 90, 60, 30}
    assert frame[list(FORECASTERS[:4])].notna().all().all()


def test_the_walk_never_looks_ahead_nor_at_the_same_account() -> None:
    history, inputs = simulated()
    truth = walk_forward(history, inputs)
    # Turning over every outcome from the last fold on, and every outcome of its accounts, changes no forecast there.
    last = truth["fold"] == truth["fold"].max()
    accounts = set(truth.loc[last, "account"])
    own = np.array([name in accounts for name in history.accounts])
    first_look = history.seen_on[np.isin(history.contracts, truth.loc[last, "contract"])].min()
    turned = np.where(own | (history.known_on >= first_look), ~history.lost, history.lost)
    lie = walk_forward(replace(history, lost=turned), inputs)
    for name in FORECASTERS[:4]:
        assert lie.loc[last, name].to_numpy() == pytest.approx(truth.loc[last, name].to_numpy(), abs=1e-12)


def test_without_a_past_the_first_fold_is_asked_with_the_priors() -> None:
    history, inputs = simulated(8)
    frame = walk_forward(history, inputs, parameters=WalkForwardParameters(teaching_share=0.0, folds=1))
    assert len(frame) == 32
    assert set(frame["base_rate"]) == {USUAL.base_loss_rate}
    assert frame["cohort_curve"].isna().all()


def test_an_empty_history_walks_nowhere() -> None:
    history, inputs = simulated(8)
    nothing = np.zeros(len(history.accounts), dtype=bool)
    none = BaselineInputs(inputs.nps[nothing], inputs.renewal_number[nothing], inputs.own_call[nothing])
    frame = walk_forward(history.rows(nothing), none)
    assert frame.empty
    assert set(FORECASTERS) < set(frame.columns)


def test_a_walk_without_folds_is_refused() -> None:
    with pytest.raises(ValueError, match="one fold"):
        WalkForwardParameters(folds=0)


def test_a_small_segments_rate_is_drawn_towards_the_whole() -> None:
    lost = np.array([True] * 2 + [False] * 98)
    rate = base_rate(lost, ["tiny"] * 2 + ["big"] * 98, np.ones(100), USUAL)
    assert rate.overall == pytest.approx((2 + 20 * 0.12) / 120)
    assert rate.overall < rate.by_segment["tiny"] < 0.2
    assert rate.by_segment["big"] < rate.overall


def test_nps_alone_learns_its_slope() -> None:
    nps = np.tile([-100.0, 100.0], 200)
    lost = np.tile([True, False], 200) & (np.arange(400) % 4 < 2)
    fitted = fit_nps_only(nps, lost, np.ones(400), USUAL)
    low, high, unknown = fitted.loss_probability(np.array([-100.0, 100.0, np.nan]))
    assert low > 0.4
    assert high < 0.05
    assert high < unknown < low
