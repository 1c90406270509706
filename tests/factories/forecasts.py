"""Renewals with forecasts of a test's own choosing, as a generation of scores would hold them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
from sqlmodel import Session

from models.account import Account, Contract
from models.score import ChainScore, RenewalRisk, ScoreGeneration
from models.vocabulary import GenerationKind, GenerationState
from scoring.risk_parameters import DEFAULT_RISK_PARAMETERS, RiskFactor
from scoring.vocabulary import RiskBand


@dataclass(frozen=True)
class Forecast:
    """One contract and what was forecast for it; the reasons' log-odds add up with the segment's to the loss."""

    contract_id: int
    account_id: int
    loss: float
    band: RiskBand
    reasons: dict[RiskFactor, float] = field(default_factory=dict)
    calibrated: bool = False


def renewal(session: Session, name: str, arr: int, ends_on: date, **values: object) -> Contract:
    """An account with one contract of a year that is open unless ``values`` say otherwise."""
    account = Account(name=name, name_key=name.casefold())
    session.add(account)
    session.flush()
    contract = Contract(
        **{
            "account_id": account.id,
            "arr": Decimal(arr),
            "currency": "EUR",
            "starts_on": ends_on - timedelta(days=365),
            "ends_on": ends_on,
            "notice_days": 30,
            **values,
        }
    )
    session.add(contract)
    session.flush()
    return contract


def publish(session: Session, at: datetime, forecasts: Sequence[Forecast]) -> int:
    """A portfolio generation published at that moment with just these forecasts; gives its id."""
    generation = ScoreGeneration(
        kind=GenerationKind.PORTFOLIO,
        state=GenerationState.PUBLISHED,
        as_of=at.date(),
        parameters_version="test-1",
        accounts=len(forecasts),
        started_at=at,
        published_at=at,
    )
    session.add(generation)
    session.flush()
    for forecast in forecasts:
        log_odds = math.log(forecast.loss / (1 - forecast.loss))
        factors = DEFAULT_RISK_PARAMETERS.factors
        table = np.array([[math.nan, forecast.reasons.get(prior.factor, 0.0)] for prior in factors], dtype="<f8")
        session.add(
            ChainScore(
                generation_id=generation.id,
                account_id=forecast.account_id,
                forecast=0.0,
                forecast_low=-1.0,
                forecast_high=1.0,
                known_weight=0.0,
                probability_yes=0.5,
                coverage=0.0,
                threads=0.0,
                single_threaded=False,
                rule_assumed=True,
                people_count=0,
                people=b"",
            )
        )
        session.add(
            RenewalRisk(
                generation_id=generation.id,
                contract_id=forecast.contract_id,
                account_id=forecast.account_id,
                probability=forecast.loss,
                probability_low=forecast.loss / 2,
                probability_high=min(0.99, forecast.loss * 1.5),
                band=forecast.band,
                known_share=1.0,
                calibrated=forecast.calibrated,
                model="test",
                segment_log_odds=log_odds - sum(forecast.reasons.values()),
                reasons=table.tobytes(),
            )
        )
    session.flush()
    return generation.id
