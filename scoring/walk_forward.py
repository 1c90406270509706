"""What the forecast would have said: trained again and again on the past alone, asked about the next renewals."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.cohort_curve import fit_renewal_curve
from scoring.health_facts import Floats
from scoring.renewal_risk import forecast_portfolio
from scoring.risk_baselines import base_rate, cohort_loss_probability, fit_nps_only
from scoring.risk_factors import segment_centres
from scoring.risk_model import RenewalHistory, fit_risk_model
from scoring.risk_parameters import DEFAULT_RISK_PARAMETERS, RiskParameters


@dataclass(frozen=True)
class WalkForwardParameters:
    """How the past is cut: the first share only teaches, the rest is asked about in ``folds`` steps."""

    version: str = "2026.1"
    teaching_share: float = 0.3
    folds: int = 4

    def __post_init__(self) -> None:
        if not 0 <= self.teaching_share < 1 or self.folds < 1:
            raise ValueError("need 0 <= teaching_share < 1 and at least one fold")


DEFAULT_WALK_FORWARD = WalkForwardParameters()
"""Four steps keep a run short and still refit often enough to follow a changing business."""


@dataclass(frozen=True)
class BaselineInputs:
    """What the baselines look at, one entry per row of the history, NaN = not known.

    ``nps`` in [-100, 100] as known on the day; ``renewal_number`` 1 = the contract's first renewal; ``own_call`` the
    CSM's probability of loss, which is only passed through.
    """

    nps: Floats
    renewal_number: Floats
    own_call: Floats


FORECASTERS = ("model", "base_rate", "nps_only", "cohort_curve", "own_call")
"""The columns of probabilities that :func:`walk_forward` gives."""


def walk_forward(
    history: RenewalHistory,
    inputs: BaselineInputs,
    risk: RiskParameters = DEFAULT_RISK_PARAMETERS,
    parameters: WalkForwardParameters = DEFAULT_WALK_FORWARD,
) -> pd.DataFrame:
    """Probabilities of loss for every closed renewal after the teaching share, from earlier outcomes only.

    Split by time: a fold is asked about with everything that was known before the earliest day on which
    any of its renewals was looked at. Grouped by account: no account of the fold teaches it. Segment
    centres come from the teaching rows too. Columns: ``fold``, ``account``, ``contract``, ``segment``,
    ``horizon`` (snapped to the nearest of the parameters), ``lost``, ``arr`` and one per forecaster
    (FORECASTERS), NaN where a baseline has nothing to go by. An empty history gives an empty frame.
    """
    asked_frames = [
        _asked(history, inputs, asked, fold, risk) for fold, asked in enumerate(_folds(history, parameters))
    ]
    return pd.concat(asked_frames, ignore_index=True) if asked_frames else _frame_of_nothing()


def _folds(history: RenewalHistory, parameters: WalkForwardParameters) -> Iterator[NDArray[np.bool_]]:
    if not history.accounts:
        return
    order = np.sort(history.ends_on)
    first = int(parameters.teaching_share * len(order))
    starts = [order[place] for place in np.linspace(first, len(order), parameters.folds, endpoint=False, dtype=int)]
    for fold, start in enumerate(starts):
        end = starts[fold + 1] if fold + 1 < len(starts) else order[-1] + np.timedelta64(1, "D")
        chosen = (history.ends_on >= start) & (history.ends_on < end)
        if chosen.any():
            yield chosen


def _asked(
    history: RenewalHistory,
    inputs: BaselineInputs,
    asked: NDArray[np.bool_],
    fold: int,
    risk: RiskParameters,
) -> pd.DataFrame:
    fold_accounts = {name for name, chosen in zip(history.accounts, asked, strict=True) if chosen}
    foreign = np.array([name not in fold_accounts for name in history.accounts])
    taught = foreign & (history.known_on < history.seen_on[asked].min())
    past, rows = history.rows(taught), history.rows(asked)
    centres = segment_centres(past.values, past.segments, risk)
    model = fit_risk_model(past, risk, centres)
    weights = past.row_weights()
    rate = base_rate(past.lost, past.segments, weights, risk)
    nps_only = fit_nps_only(inputs.nps[taught], past.lost, weights, risk)
    horizons = np.array(risk.horizons)
    before = (rows.ends_on - rows.seen_on).astype(np.int64)
    return pd.DataFrame(
        {
            "fold": fold,
            "account": rows.accounts,
            "contract": rows.contracts,
            "segment": rows.segments,
            "horizon": horizons[np.abs(before[:, None] - horizons).argmin(axis=1)],
            "lost": rows.lost,
            "arr": rows.arr,
            "model": 1.0 - forecast_portfolio(model, rows.values, rows.segments, centres).renewal_probability,
            "base_rate": rate.loss_probability(rows.segments),
            "nps_only": nps_only.loss_probability(inputs.nps[asked]),
            "cohort_curve": _cohort(inputs.renewal_number[taught], past.lost, weights, inputs.renewal_number[asked]),
            "own_call": inputs.own_call[asked],
        }
    )


def _cohort(renewal: Floats, lost: NDArray[np.bool_], weights: Floats, asked: Floats) -> Floats:
    known = ~np.isnan(renewal)
    ages, code = np.unique(np.maximum(renewal[known], 1.0), return_inverse=True)
    if len(ages) == 0:
        return np.full(len(asked), np.nan)
    at_risk = np.bincount(code, weights=weights[known]).astype(np.float64)
    left = np.minimum(np.bincount(code, weights=weights[known] * lost[known]), at_risk).astype(np.float64)
    curve = fit_renewal_curve(ages, at_risk, left)
    return np.where(np.isnan(asked), np.nan, cohort_loss_probability(curve, np.nan_to_num(asked, nan=1.0)))


def _frame_of_nothing() -> pd.DataFrame:
    columns = ["fold", "account", "contract", "segment", "horizon", "lost", "arr", *FORECASTERS]
    return pd.DataFrame({name: pd.Series(dtype=np.float64) for name in columns})
