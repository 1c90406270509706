"""The backtest: what the forecast would have said before each closed renewal, and whether it was right.

A user can run it. Its verdict decides whether percentages may be shown or only bands, and why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.forecast_quality import (
    CalibrationLine,
    CalibrationPoint,
    auc,
    auc_interval,
    brier,
    brier_skill,
    calibration_curve,
    calibration_line,
    top_lift,
)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class BacktestParameters:
    """How a backtest judges; thresholds are probabilities of loss."""

    version: str = "2026.1"
    judged_horizon: int = 90  # days before the end at which ranking, calibration and false greens are judged
    interval_level: float = 0.95
    curve_groups: int = 10
    top_share: float = 0.1
    flagged_from: float = 0.35  # a renewal forecast at least this likely to be lost counts as flagged
    green_below: float = 0.15  # a renewal forecast below this counts as green
    lowest_slope: float = 0.8
    highest_slope: float = 1.25


DEFAULT_BACKTEST = BacktestParameters()
"""The rule of the house: percentages need skill above 0 and a calibration slope within .8-1.25."""


class PercentagesWithheld(StrEnum):
    """Why only bands may be shown."""

    NO_BACKTEST = "no_backtest"
    ONE_KIND_OF_OUTCOME = "one_kind_of_outcome"
    NO_SKILL = "no_skill"
    SLOPE_UNDEFINED = "slope_undefined"
    TOO_EXTREME = "too_extreme"
    TOO_TIMID = "too_timid"


@dataclass(frozen=True)
class Backtest:
    """One forecaster judged on closed renewals; None = not defined for these renewals.

    ``renewals`` and ``losses`` count contracts seen at the judged horizon. ``lost_arr_caught`` is the share of
    lost ARR that was flagged there; ``false_greens`` names the lost contracts that were green there.
    ``lead_days`` holds, per lost contract that was flagged to the last look, how many days before its end
    the unbroken flag began; ``median_lead_days`` is their median. ``withheld`` None = percentages are earned.
    """

    renewals: int
    losses: int
    loss_rate: float | None
    auc: float | None
    auc_low: float | None
    auc_high: float | None
    brier: float | None
    skill: float | None
    calibration: CalibrationLine | None
    curve: tuple[CalibrationPoint, ...]
    top_lift: float | None
    lost_arr: float
    lost_arr_caught: float | None
    false_greens: tuple[str, ...]
    false_green_share: float | None
    false_green_arr: float
    lead_days: tuple[int, ...]
    median_lead_days: float | None
    withheld: PercentagesWithheld | None

    @property
    def percentages_earned(self) -> bool:
        """Whether forecasts may be shown as percentages."""
        return self.withheld is None


def evaluate(forecasts: pd.DataFrame, parameters: BacktestParameters = DEFAULT_BACKTEST) -> Backtest:
    """Judge forecasts of closed renewals, one row per contract and horizon.

    Columns: ``contract``, ``horizon`` (days before the end), ``loss_probability`` in [0, 1], ``lost``, ``arr``;
    optionally ``base_rate`` (the rate known at the time) as the reference of the skill, else the observed
    rate, which is harder to beat. NaN or a probability outside [0, 1] raises ValueError.

    >>> rows = pd.DataFrame({"contract": ["a", "b"], "horizon": 90, "loss_probability": [0.8, 0.1],
    ...                      "lost": [True, False], "arr": [10.0, 20.0]})
    >>> result = evaluate(rows)
    >>> result.auc, round(result.skill, 3), result.lost_arr_caught, result.withheld.value
    (1.0, 0.9, 1.0, 'slope_undefined')
    """
    _check(forecasts)
    judged = forecasts[forecasts["horizon"] == parameters.judged_horizon]
    if judged.empty:
        return _nothing_to_judge()
    lost = judged["lost"].to_numpy(dtype=np.bool_)
    said = judged["loss_probability"].to_numpy(dtype=np.float64)
    area = auc(lost, said)
    losses = int(lost.sum())
    low, high = (
        (None, None) if area is None else auc_interval(area, losses, len(lost) - losses, parameters.interval_level)
    )
    reference = (
        judged["base_rate"].to_numpy(dtype=np.float64) if "base_rate" in judged else np.full(len(lost), lost.mean())
    )
    skill = brier_skill(lost, said, reference)
    line = calibration_line(lost, said)
    arr = judged["arr"].to_numpy(dtype=np.float64)
    lost_arr = float(arr[lost].sum())
    green = lost & (said < parameters.green_below)
    leads = lead_days(forecasts, parameters)
    return Backtest(
        renewals=len(lost),
        losses=losses,
        loss_rate=float(lost.mean()),
        auc=area,
        auc_low=low,
        auc_high=high,
        brier=brier(lost, said),
        skill=skill,
        calibration=line,
        curve=calibration_curve(lost, said, parameters.curve_groups, parameters.interval_level),
        top_lift=top_lift(lost, said, parameters.top_share),
        lost_arr=lost_arr,
        lost_arr_caught=_share(float(arr[lost & (said >= parameters.flagged_from)].sum()), lost_arr),
        false_greens=tuple(str(name) for name in judged["contract"].to_numpy()[green]),
        false_green_share=_share(float(green.sum()), float(losses)),
        false_green_arr=float(arr[green].sum()),
        lead_days=leads,
        median_lead_days=float(np.median(leads)) if leads else None,
        withheld=percentages_withheld(area is not None, skill, line, parameters),
    )


def percentages_withheld(
    both_outcomes: bool,
    skill: float | None,
    line: CalibrationLine | None,
    parameters: BacktestParameters = DEFAULT_BACKTEST,
) -> PercentagesWithheld | None:
    """Why percentages may not be shown, or None where they are earned: skill > 0 and a slope near 1.

    >>> percentages_withheld(True, 0.1, CalibrationLine(0.5, 0.0, 0.1)).value
    'too_extreme'
    """
    if not both_outcomes:
        return PercentagesWithheld.ONE_KIND_OF_OUTCOME
    if skill is None or skill <= 0:
        return PercentagesWithheld.NO_SKILL
    if line is None:
        return PercentagesWithheld.SLOPE_UNDEFINED
    if line.slope < parameters.lowest_slope:
        return PercentagesWithheld.TOO_EXTREME
    return PercentagesWithheld.TOO_TIMID if line.slope > parameters.highest_slope else None


def lead_days(forecasts: pd.DataFrame, parameters: BacktestParameters = DEFAULT_BACKTEST) -> tuple[int, ...]:
    """Per lost contract flagged to the last: how many days before its end the unbroken flag began, ascending.

    >>> rows = pd.DataFrame({"contract": "a", "horizon": [120, 90, 60, 30], "lost": True,
    ...                      "loss_probability": [0.5, 0.2, 0.4, 0.6]})
    >>> lead_days(rows)
    (60,)
    """
    found = []
    for _, looks in forecasts[forecasts["lost"].astype(bool)].groupby("contract", sort=True):
        latest_first = looks.sort_values("horizon")
        flagged = (latest_first["loss_probability"] >= parameters.flagged_from).to_numpy()
        unbroken = int(np.logical_and.accumulate(flagged).sum())
        if unbroken:
            found.append(int(latest_first["horizon"].iloc[unbroken - 1]))
    return tuple(sorted(found))


def compare_forecasters(
    outcomes: pd.DataFrame,
    forecasters: Mapping[str, Floats],
    parameters: BacktestParameters = DEFAULT_BACKTEST,
) -> dict[str, Backtest]:
    """Several forecasters judged on the same renewals: the model beside its baselines and the CSM's call.

    ``outcomes`` as in :func:`evaluate` without ``loss_probability``; each forecaster gives (n,) probabilities of
    loss, NaN where it said nothing. A forecaster is judged on the rows where it spoke; ``renewals`` says how
    many.
    """
    results = {}
    for name, said in forecasters.items():
        spoke = ~np.isnan(said)
        results[name] = evaluate(outcomes[spoke].assign(loss_probability=said[spoke]), parameters)
    return results


@dataclass(frozen=True)
class OverrideVerdict:
    """Overrides of health scores against what happened: squared distances to 1 (renewed) or 0 (lost).

    ``better`` and ``worse`` count the overrides that were nearer to, or further from, the outcome than the
    raw score.
    """

    judged: int
    raw_distance: float | None
    override_distance: float | None
    better: int
    worse: int


def judge_overrides(raw_score: Floats, override_score: Floats, lost: NDArray[np.bool_]) -> OverrideVerdict:
    """Judge overrides whose renewal has closed; scores on 0-100, all of shape (n,).

    >>> judge_overrides(np.array([75.0]), np.array([25.0]), np.array([True]))
    OverrideVerdict(judged=1, raw_distance=0.5625, override_distance=0.0625, better=1, worse=0)
    """
    if len(lost) == 0:
        return OverrideVerdict(0, None, None, 0, 0)
    renewed = (~lost).astype(np.float64)
    raw, override = ((score / 100.0 - renewed) ** 2 for score in (raw_score, override_score))
    return OverrideVerdict(
        judged=len(lost),
        raw_distance=float(raw.mean()),
        override_distance=float(override.mean()),
        better=int((override < raw).sum()),
        worse=int((override > raw).sum()),
    )


def _check(forecasts: pd.DataFrame) -> None:
    said = forecasts["loss_probability"].to_numpy(dtype=np.float64)
    if not ((said >= 0) & (said <= 1)).all():
        raise ValueError("loss_probability must lie in [0, 1]")
    if not np.isfinite(forecasts["arr"].to_numpy(dtype=np.float64)).all():
        raise ValueError("arr must be finite")
    if forecasts.duplicated(["contract", "horizon"]).any():
        raise ValueError("each contract is judged once per horizon")


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None


def _nothing_to_judge() -> Backtest:
    return Backtest(
        renewals=0,
        losses=0,
        loss_rate=None,
        auc=None,
        auc_low=None,
        auc_high=None,
        brier=None,
        skill=None,
        calibration=None,
        curve=(),
        top_lift=None,
        lost_arr=0.0,
        lost_arr_caught=None,
        false_greens=(),
        false_green_share=None,
        false_green_arr=0.0,
        lead_days=(),
        median_lead_days=None,
        withheld=PercentagesWithheld.NO_BACKTEST,
    )
