"""Closed renewals as they looked beforehand: what the risk model learns from and is judged by."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
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
from service.queries.portfolio_frames.measured import SHARD, measure_looks
from service.queries.portfolio_frames.numbers import Floats
from service.queries.sources_heard import sources_on

Measure = Callable[[Sequence[Sequence[tuple[int, date]]], Mapping[date, Sources]], Iterable[Floats]]
"""Gives the factors of risk of runs of looks, one array (looks, factors) a run."""

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
    session: Session,
    known: KnownOn,
    parameters: Parameters = DEFAULTS,
    horizon_days: int = HORIZON_DAYS,
    measure: Measure | None = None,
    alive: Callable[[], None] = lambda: None,
) -> RenewalHistory:
    """Every renewal whose outcome was known, measured on the Monday on or before ``horizon_days`` ahead of its end.

    Looking on Mondays lets all of them be measured together. Outcomes known by the day of looking (a
    contract closed early) are left out: there was nothing left to forecast. So are renewals from before anything was
    observed of the account: old contracts that were imported without their signals would teach that silence renews.
    ``measure`` gives the factors of one run of looks after the other, where other processes are to do it; ``alive`` is
    called after each of them: there may be many.
    """
    looked: list[tuple[Row[Any], date]] = []
    for row in session.execute(_closed(known)):
        wanted = row.ends_on - timedelta(days=horizon_days)
        monday = wanted - timedelta(days=wanted.weekday())
        if monday >= row.starts_on and row.outcome_recorded_at.astimezone(UTC).date() > monday:
            looked.append((row, monday))
    factors = _factors(session, {(row.account_id, monday) for row, monday in looked}, parameters, measure, alive)
    observed = [i for i, prior in enumerate(parameters.risk.factors) if prior.factor in _OBSERVED]
    rows = [(row, monday, factors[row.account_id, monday]) for row, monday in looked]
    rows = [each for each in rows if np.isfinite(each[2][observed]).any()]
    return _history(sorted(rows, key=lambda each: each[1]), len(parameters.risk.factors))


def _factors(
    session: Session,
    looks: Set[tuple[int, date]],
    parameters: Parameters,
    measure: Measure | None,
    alive: Callable[[], None],
) -> dict[tuple[int, date], Floats]:
    """The factors of risk of each account at the end of each day, by whichever of two equal ways is faster."""
    ordered, found = sorted(looks), dict[tuple[int, date], Floats]()
    if len(ordered) < _FEW:
        for account_id, monday in ordered:
            for measured in measured_accounts(session, [account_id], KnownOn.end_of(monday), parameters):
                found[account_id, monday] = measured.factors[0]
        return found
    heard = sources_on(session, {monday for _, monday in ordered})
    runs = [ordered[start : start + SHARD] for start in range(0, len(ordered), SHARD)]
    measured_runs = (
        (measure_looks(session, run, heard, parameters).factors for run in runs)
        if measure is None
        else measure(runs, heard)
    )
    for run, factors in zip(runs, measured_runs, strict=True):
        found |= dict(zip(run, factors, strict=True))
        alive()
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
