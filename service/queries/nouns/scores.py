"""Scores in force, overrides, exchange rates and scorecards, as they are listed."""

from typing import Any

from sqlalchemy import Select, and_
from sqlmodel import Session, col

from models.money import ExchangeRate
from models.score import ChainScore, HealthScore, Override, RenewalRisk, ScorecardVersion
from service.auth.policy import Resource
from service.queries.listing import Listing, contains, everything, of_accounts, shown
from service.queries.scores import in_force


def _in_force(table: Any) -> Any:
    """Only rows of the generation that counts for their account."""

    def joined(session: Session, statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        force = in_force(session)
        return statement.join(
            force,
            and_(
                force.c.account_id == col(table.account_id),
                force.c.generation_id == col(table.generation_id),
            ),
        )

    return joined


CHAIN_SCORES = Listing(
    name="chain-scores",
    source=ChainScore,
    shown=shown(
        ChainScore,
        *("account_id", "generation_id", "forecast", "forecast_low", "forecast_high", "known_weight"),
        *("probability_yes", "coverage", "threads", "single_threaded", "rule_assumed", "people_count", "warnings"),
    ),
    within=of_accounts(ChainScore.account_id, Resource.ACCOUNT),
    filters=("account_id", "single_threaded", "rule_assumed"),
    ranges=("forecast", "coverage", "threads"),
    sorts=("account_id", "-account_id", "forecast", "-forecast", "coverage", "-coverage", "threads", "-threads"),
    key="account_id",
    joined=_in_force(ChainScore),
)

HEALTH_SCORES = Listing(
    name="health-scores",
    source=HealthScore,
    shown=shown(HealthScore, "account_id", "generation_id", "score", "baseline", "confidence", "scorecard"),
    within=of_accounts(HealthScore.account_id, Resource.ACCOUNT),
    filters=("account_id", "scorecard"),
    ranges=("score", "confidence"),
    sorts=("account_id", "-account_id", "score", "-score", "confidence", "-confidence"),
    key="account_id",
    joined=_in_force(HealthScore),
)

RENEWAL_RISKS = Listing(
    name="renewal-risks",
    source=RenewalRisk,
    shown=shown(
        RenewalRisk,
        *("contract_id", "account_id", "generation_id", "probability", "probability_low", "probability_high", "band"),
        *("known_share", "calibrated", "model"),
    ),
    within=of_accounts(RenewalRisk.account_id, Resource.ACCOUNT),
    filters=("account_id", "contract_id", "band", "calibrated"),
    ranges=("probability",),
    sorts=("contract_id", "-contract_id", "probability", "-probability"),
    key="contract_id",
    joined=_in_force(RenewalRisk),
)

OVERRIDES = Listing(
    name="overrides",
    source=Override,
    shown=shown(
        Override,
        *("id", "account_id", "score", "reason", "created_by_id", "created_at", "expires_on", "withdrawn_at"),
        "version",
    ),
    within=of_accounts(Override.account_id, Resource.ACCOUNT),
    filters=("account_id", "created_by_id"),
    ranges=("created_at", "expires_on"),
    sorts=("-created_at", "created_at", "id", "-id"),
)

EXCHANGE_RATES = Listing(
    name="exchange-rates",
    source=ExchangeRate,
    shown=shown(ExchangeRate, "currency", "rate", "as_of", "source", "created_at", "updated_at", "version"),
    within=everything,
    ranges=("as_of",),
    sorts=("currency", "-currency", "as_of", "-as_of"),
    searched=lambda word: contains([ExchangeRate.currency, ExchangeRate.source], word),
    key="currency",
)

SCORECARDS = Listing(
    name="scorecards",
    source=ScorecardVersion,
    shown=shown(
        ScorecardVersion,
        *("id", "segment", "number", "name", "definition", "published_at", "published_by_id", "valid_from", "ended_at"),
        *("created_at", "created_by_id", "updated_at", "version"),
    ),
    within=everything,
    filters=("segment", "number"),
    ranges=("valid_from", "published_at"),
    sorts=("-id", "id", "segment", "-segment", "valid_from", "-valid_from"),
    searched=lambda word: contains([ScorecardVersion.name, ScorecardVersion.segment], word),
)
