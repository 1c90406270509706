"""Write the scores of measured accounts into a generation that nobody sees yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import insert
from sqlmodel import Session

from models.score import ChainScore, HealthScore, RenewalRisk
from scoring.health import PortfolioHealth
from scoring.health_table import MeasureTable
from scoring.renewal_risk import PortfolioRisk, forecast_portfolio
from scoring.scorecards import score_by_cards
from service.queries.health_records import OpenContract
from service.queries.measured_accounts import MeasuredAccounts, MeasuredChain, Parameters
from service.queries.packed_scores import pack_exceptions, pack_people, pack_table
from service.queries.score_basis import ScoreBasis

ROWS_AT_ONCE = 1000


@dataclass(frozen=True, eq=False)
class Judged:
    """What remains of measured accounts once their chains are written: enough for health and risk."""

    account_ids: tuple[int, ...]
    segments: tuple[str, ...]
    table: MeasureTable
    factors: NDArray[np.float64]
    contracts: tuple[tuple[OpenContract, ...], ...]


def write_chains(session: Session, generation_id: int, measured: MeasuredAccounts) -> Judged:
    """Write the chain scores of one run of accounts."""
    rows = [
        _chain_row(generation_id, account_id, chain)
        for account_id, chain in zip(measured.account_ids, measured.chains, strict=True)
    ]
    _insert(session, ChainScore, rows)
    return Judged(measured.account_ids, measured.segments, measured.table, measured.factors, measured.contracts)


def write_judgements(
    session: Session, generation_id: int, judged: Judged, basis: ScoreBasis, parameters: Parameters
) -> None:
    """Write health scores and renewal risks, measured by ``basis``."""
    health = score_by_cards(judged.table, parameters.cards, basis.norms)
    _insert(
        session,
        HealthScore,
        [_health_row(generation_id, judged, health, place, parameters) for place in range(len(judged.account_ids))],
    )
    risk = forecast_portfolio(basis.model, judged.factors, judged.segments, basis.centres)
    rows = [
        _risk_row(generation_id, judged, risk, place, contract, basis, parameters)
        for place in range(len(judged.account_ids))
        for contract in judged.contracts[place]
    ]
    _insert(session, RenewalRisk, rows)


def _chain_row(generation_id: int, account_id: int, chain: MeasuredChain) -> dict[str, Any]:
    return {
        "generation_id": generation_id,
        "account_id": account_id,
        "forecast": chain.consensus.forecast,
        "forecast_low": chain.consensus.low,
        "forecast_high": chain.consensus.high,
        "known_weight": chain.consensus.known_weight,
        "probability_yes": chain.consensus.probability_yes,
        "coverage": chain.coverage.coverage,
        "threads": chain.coverage.threads,
        "single_threaded": chain.coverage.single_threaded,
        "rule_assumed": chain.rule_assumed,
        "people_count": len(chain.person_ids),
        "people": pack_people(chain.person_ids, chain.people),
        "warnings": list(chain.warnings),
    }


def _health_row(
    generation_id: int, judged: Judged, health: PortfolioHealth, place: int, parameters: Parameters
) -> dict[str, Any]:
    groups = np.column_stack(
        [
            health.group_score[place],
            health.uncapped_score[place],
            health.group_quality[place],
            health.share[place],
            health.segment_mean[place],
            health.contribution[place],
        ]
    )
    measures = np.column_stack([judged.table.values[place], health.measure_score[place], judged.table.quality[place]])
    return {
        "generation_id": generation_id,
        "account_id": judged.account_ids[place],
        "score": _known(health.raw_score[place]),
        "baseline": _known(health.baseline[place]),
        "confidence": float(health.confidence[place]),
        "scorecard": parameters.cards.card(judged.segments[place]).version,
        "groups": pack_table(groups),
        "measures": pack_table(measures),
        "exceptions": pack_exceptions(judged.table.cap_holds[place]),
    }


def _risk_row(
    generation_id: int,
    judged: Judged,
    risk: PortfolioRisk,
    place: int,
    contract: OpenContract,
    basis: ScoreBasis,
    parameters: Parameters,
) -> dict[str, Any]:
    loss, least, most = (float(1.0 - p) for p in (risk.renewal_probability[place], risk.high[place], risk.low[place]))
    known_share = float(risk.known_share[place])
    return {
        "generation_id": generation_id,
        "contract_id": contract.id,
        "account_id": judged.account_ids[place],
        "probability": loss,
        "probability_low": least,
        "probability_high": most,
        "band": parameters.risk.band(loss, least, most, known_share),
        "known_share": known_share,
        "calibrated": False,
        "model": basis.model.version,
        "segment_log_odds": float(risk.segment_log_odds[place]),
        "reasons": pack_table(np.column_stack([judged.factors[place], risk.reasons[place]])),
    }


def _insert(session: Session, table: type[Any], rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), ROWS_AT_ONCE):
        session.execute(insert(table), rows[start : start + ROWS_AT_ONCE])


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
