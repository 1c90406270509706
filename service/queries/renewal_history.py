"""Closed renewals as they looked beforehand: what the risk model learns from and is judged by."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Row, select
from sqlmodel import Session, col

from models.account import Account, Contract
from scoring.risk_model import RenewalHistory
from scoring.risk_parameters import RiskFactor
from scoring.vocabulary import ContractOutcome
from service.queries.health_records import Sources
from service.queries.known_on import KnownOn
from service.queries.measured_accounts import DEFAULTS, Parameters, measured_accounts
from service.queries.portfolio_frames.measured import measure_shard, shards
from service.queries.portfolio_frames.numbers import Floats
from service.queries.sources_heard import sources_on

HORIZON_DAYS = 90
# Below so many accounts reading them one by one costs less than preparing arrays.
_FEW = 12
_CLOSED = (ContractOutcome.RENEWED, ContractOutcome.EXPANDED, ContractOutcome.CONTRACTED, ContractOutcome.LOST)
# Factors that need a source to be read; the others have a value as soon as there is an account.
_OBSERVED = frozenset(
    {
        RiskFactor.FORECAST,
        RiskFactor.USAGE_TREND,
        RiskFactor.SEAT_ADOPTION,
        RiskFactor.OPEN_DAYS,
        RiskFactor.DAYS_OVERDUE,
        RiskFactor.RESPONSE_COVERAGE,
    }
)


def renewal_history(
    session: Session, known: KnownOn, parameters: Parameters = DEFAULTS, horizon_days: int = HORIZON_DAYS
) -> RenewalHistory:
    """Every renewal whose outcome was known, measured on the Monday on or before ``horizon_days`` ahead of its end.

    Looking on Mondays lets accounts of the same week be read together. Outcomes known by the day of looking (a
    contract closed early) are left out: there was nothing left to forecast. So are renewals from before anything was
    observed of the account: old contracts that were imported without their signals would teach that silence renews.
    """
    looks: dict[date, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(_closed(known)):
        wanted = row.ends_on - timedelta(days=horizon_days)
        monday = wanted - timedelta(days=wanted.weekday())
        if monday >= row.starts_on and row.outcome_recorded_at.astimezone(UTC).date() > monday:
            looks[monday].append(row)
    observed = [i for i, prior in enumerate(parameters.risk.factors) if prior.factor in _OBSERVED]
    rows: list[tuple[Row[Any], date, Floats]] = []
    heard = sources_on(session, looks)
    for monday in sorted(looks):
        ids = sorted({row.account_id for row in looks[monday]})
        factors = _factors(session, ids, KnownOn.end_of(monday), heard[monday], parameters)
        rows += [
            (row, monday, factors[row.account_id])
            for row in looks[monday]
            if np.isfinite(factors[row.account_id][observed]).any()
        ]
    return _history(rows, len(parameters.risk.factors))


def _factors(
    session: Session, ids: Sequence[int], known: KnownOn, heard: Sources, parameters: Parameters
) -> dict[int, Floats]:
    """The factors of risk of each account, by whichever of the two equal ways is faster for so many."""
    found: dict[int, Floats] = {}
    if len(ids) < _FEW:
        for measured in measured_accounts(session, ids, known, parameters):
            found |= {account_id: measured.factors[place] for place, account_id in enumerate(measured.account_ids)}
        return found
    for run in shards(ids):
        shard = measure_shard(session, run, known, heard, parameters)
        found |= {account_id: shard.factors[place] for place, account_id in enumerate(shard.account_ids.tolist())}
    return found


def _closed(known: KnownOn) -> Any:
    return (
        select(
            col(Contract.id),
            col(Contract.account_id),
            col(Account.segment),
            col(Contract.starts_on),
            col(Contract.ends_on),
            col(Contract.outcome),
            col(Contract.outcome_recorded_at),
            col(Contract.arr),
        )
        .join(Account, col(Account.id) == col(Contract.account_id))
        .where(col(Contract.outcome).in_(_CLOSED), col(Contract.outcome_recorded_at) <= known.moment)
        .order_by(col(Contract.id))
    )


def _history(rows: list[tuple[Row[Any], date, Floats]], factors: int) -> RenewalHistory:
    return RenewalHistory(
        accounts=tuple(str(row.account_id) for row, _, _ in rows),
        contracts=tuple(str(row.id) for row, _, _ in rows),
        segments=tuple(row.segment or "" for row, _, _ in rows),
        seen_on=np.array([seen for _, seen, _ in rows], dtype="datetime64[D]"),
        ends_on=np.array([row.ends_on for row, _, _ in rows], dtype="datetime64[D]"),
        known_on=np.array(
            [row.outcome_recorded_at.astimezone(UTC).date() for row, _, _ in rows], dtype="datetime64[D]"
        ),
        values=np.array([values for _, _, values in rows], dtype=np.float64).reshape(len(rows), factors),
        lost=np.array([row.outcome is ContractOutcome.LOST for row, _, _ in rows], dtype=np.bool_),
        arr=np.array([float(row.arr) for row, _, _ in rows], dtype=np.float64),
    )
