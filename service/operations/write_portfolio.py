"""Write the scores of many accounts into a generation that nobody sees yet, by columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Table
from sqlmodel import Session, SQLModel

from models.score import ChainScore, HealthScore, RenewalRisk
from scoring.health_table import MeasureTable
from scoring.renewal_risk import forecast_portfolio
from scoring.scorecards import score_by_cards
from service.operations.bulk_write import Values, bulk_write
from service.queries.measured_accounts import Parameters
from service.queries.portfolio_frames.measured import MeasuredShard
from service.queries.score_basis import ScoreBasis

ROWS_AT_ONCE = 500
"""Rows a transaction: on SQLite everybody else who writes waits no longer than these take."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class JudgedShard:
    """What remains of measured accounts once their chains are written: enough for health and risk."""

    account_ids: NDArray[np.intp]
    segments: tuple[str, ...]
    table: MeasureTable
    factors: Floats
    contract_account: NDArray[np.intp]
    contract_ids: NDArray[np.int64]

    @classmethod
    def of(cls, measured: MeasuredShard) -> "JudgedShard":
        """The part of a measured shard that is still needed."""
        return cls(
            measured.account_ids,
            measured.segments,
            measured.table,
            measured.factors,
            measured.contract_account,
            measured.contract_ids,
        )


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of one table, by columns; ``same`` is what all have in common."""

    table: Table
    columns: dict[str, Values]
    same: dict[str, Any]

    def parts(self) -> Iterator["Rows"]:
        """The rows, at most so many at a time as a transaction may hold."""
        count = len(next(iter(self.columns.values())))
        for start in range(0, count, ROWS_AT_ONCE):
            part = {name: values[start : start + ROWS_AT_ONCE] for name, values in self.columns.items()}
            yield Rows(self.table, part, self.same)

    def write(self, session: Session) -> None:
        """Insert them in the session's transaction."""
        bulk_write(session, self.table, self.columns, self.same)


def chain_rows(generation_id: int, measured: MeasuredShard) -> Rows:
    """The chain scores of some accounts."""
    shared = {warnings: list(warnings) for warnings in set(measured.warnings)}
    columns: dict[str, Values] = {
        "account_id": measured.account_ids,
        "forecast": measured.forecast,
        "forecast_low": measured.low,
        "forecast_high": measured.high,
        "known_weight": measured.known_weight,
        "probability_yes": measured.probability_yes,
        "coverage": measured.coverage,
        "threads": measured.threads,
        "single_threaded": measured.single_threaded,
        "rule_assumed": measured.rule_assumed,
        "people_count": np.diff(measured.people_start),
        "people": _packed_people(measured),
        "warnings": [shared[warnings] for warnings in measured.warnings],
    }
    return Rows(_table(ChainScore), columns, {"generation_id": generation_id})


def _packed_people(measured: MeasuredShard) -> list[bytes]:
    """The people of each account as ``packed_scores.pack_people`` packs them."""
    ids = measured.person_ids.astype("<i8").tobytes()
    numbers = np.ascontiguousarray(measured.people, dtype="<f8").tobytes()
    width = 8 * measured.people.shape[1]
    starts = measured.people_start.tolist()
    return [ids[8 * first : 8 * last] + numbers[width * first : width * last] for first, last in pairwise(starts)]


def judgement_rows(generation_id: int, judged: JudgedShard, basis: ScoreBasis, parameters: Parameters) -> list[Rows]:
    """Health scores and renewal risks, measured by ``basis``."""
    return [
        _health_rows(generation_id, judged, basis, parameters),
        _risk_rows(generation_id, judged, basis, parameters),
    ]


def _health_rows(generation_id: int, judged: JudgedShard, basis: ScoreBasis, parameters: Parameters) -> Rows:
    health = score_by_cards(judged.table, parameters.cards, basis.norms)
    groups = [
        health.group_score,
        health.uncapped_score,
        health.group_quality,
        health.share,
        health.segment_mean,
        health.contribution,
    ]
    measures = [judged.table.values, health.measure_score, judged.table.quality]
    columns: dict[str, Values] = {
        "account_id": judged.account_ids,
        "score": health.raw_score,
        "baseline": health.baseline,
        "confidence": health.confidence,
        "groups": _packed(np.stack(groups, axis=2)),
        "measures": _packed(np.stack(measures, axis=2)),
        "exceptions": judged.table.cap_holds.astype(np.uint8),
    }
    same: dict[str, Any] = {"generation_id": generation_id}
    if parameters.cards.own:
        versions = {segment: parameters.cards.card(segment).version for segment in set(judged.segments)}
        columns["scorecard"] = [versions[segment] for segment in judged.segments]
    else:
        same["scorecard"] = parameters.cards.general.version
    return Rows(_table(HealthScore), columns, same)


def _risk_rows(generation_id: int, judged: JudgedShard, basis: ScoreBasis, parameters: Parameters) -> Rows:
    risk = forecast_portfolio(basis.model, judged.factors, judged.segments, basis.centres)
    account = judged.contract_account
    loss, least, most = (1.0 - p[account] for p in (risk.renewal_probability, risk.high, risk.low))
    known_share = risk.known_share[account]
    bands = [
        parameters.risk.band(*each)
        for each in zip(loss.tolist(), least.tolist(), most.tolist(), known_share.tolist(), strict=True)
    ]
    columns: dict[str, Values] = {
        "contract_id": judged.contract_ids,
        "account_id": judged.account_ids[account],
        "probability": loss,
        "probability_low": least,
        "probability_high": most,
        "known_share": known_share,
        "segment_log_odds": risk.segment_log_odds[account],
        "reasons": _packed(np.stack([judged.factors, risk.reasons], axis=2)[account]),
        "band": bands,
    }
    same = {"generation_id": generation_id, "calibrated": False, "model": basis.model.version}
    return Rows(_table(RenewalRisk), columns, same)


def _packed(tables: Floats) -> NDArray[np.uint8]:
    """One table (rows, columns) an account, as bytes (n, width), as ``packed_scores.pack_table`` packs it."""
    numbers = np.ascontiguousarray(tables, dtype="<f8")
    width = numbers.shape[1] * numbers.shape[2]
    return numbers.reshape(len(numbers), width).view(np.uint8)


def _table(model: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(model.__tablename__)]
