"""Scores as they were known: generations, and what each holds for every account.

A generation is built unseen and becomes visible by one small update of its own row. The score in force for an
account is the one of the newest published generation that holds it.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Tracked, choice, key, moment
from models.vocabulary import GenerationKind, GenerationState
from scoring.vocabulary import RiskBand


class ScorecardVersion(Tracked, table=True):
    """How much each measure counts in the health score of a segment; edited as a draft, then only succeeded.

    The one in force on a day is the latest that was published with ``valid_from`` on or before it. Where that has
    ended, or there is none, the general card (without a segment) counts, and without one the delivered card.
    """

    __tablename__ = "scorecard_version"
    __table_args__ = (UniqueConstraint("segment", "number"),)

    id: int = key()
    segment: str | None = Field(default=None, max_length=100)
    number: int
    name: str = Field(max_length=200)
    # What it sets otherwise than the delivered card (scoring/scorecard_definition.py).
    definition: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_by_id: int | None = Field(default=None, foreign_key="user.id")
    published_at: datetime | None = moment(default=None)
    published_by_id: int | None = Field(default=None, foreign_key="user.id")
    valid_from: date | None = None
    ended_at: datetime | None = moment(default=None)


class ScoreGeneration(SQLModel, table=True):
    """One run of scoring, over all accounts or over some."""

    __tablename__ = "score_generation"
    __table_args__ = (Index("ix_score_generation_state_kind_id", "state", "kind", "id"),)

    id: int = key()
    kind: GenerationKind = choice(GenerationKind)
    state: GenerationState = choice(GenerationState, default=GenerationState.BUILDING)
    as_of: date
    parameters_version: str = Field(max_length=40)
    accounts: int = Field(default=0)
    started_at: datetime = moment()
    published_at: datetime | None = moment(default=None)
    run_id: int | None = Field(default=None, foreign_key="run.id", ondelete="SET NULL", index=True)
    # A portfolio generation carries what its scores were measured by: segment norms, risk model, revenue at risk.
    basis: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class ChainScore(SQLModel, table=True):
    """The measures of an account's decision chain."""

    __tablename__ = "chain_score"
    __table_args__ = (Index("ix_chain_score_account_id_generation_id", "account_id", "generation_id"),)

    generation_id: int = Field(foreign_key="score_generation.id", primary_key=True, ondelete="CASCADE")
    account_id: int = Field(foreign_key="account.id", primary_key=True, ondelete="CASCADE")
    forecast: float
    forecast_low: float
    forecast_high: float
    known_weight: float
    probability_yes: float
    coverage: float
    threads: float
    single_threaded: bool
    rule_assumed: bool
    people_count: int
    # Per person, packed (``service/queries/packed_scores.py``); a row a person would be ten times slower.
    people: bytes
    # What keeps it from being more certain, as codes.
    warnings: list[str] = Field(default_factory=list, sa_type=JSON)


class HealthScore(SQLModel, table=True):
    """The health score of an account: 0-100, high is good; None where nothing was observed."""

    __tablename__ = "health_score"
    __table_args__ = (Index("ix_health_score_account_id_generation_id", "account_id", "generation_id"),)

    generation_id: int = Field(foreign_key="score_generation.id", primary_key=True, ondelete="CASCADE")
    account_id: int = Field(foreign_key="account.id", primary_key=True, ondelete="CASCADE")
    score: float | None = None
    baseline: float | None = None
    confidence: float
    scorecard: str = Field(max_length=40)
    # Per group and per measure, and the exceptions that hold, packed (``service/queries/packed_scores.py``).
    groups: bytes
    measures: bytes
    exceptions: bytes


class RenewalRisk(SQLModel, table=True):
    """The risk that one renewal is lost, as a probability in [0, 1]; low is good."""

    __tablename__ = "renewal_risk"
    __table_args__ = (Index("ix_renewal_risk_account_id_generation_id", "account_id", "generation_id"),)

    generation_id: int = Field(foreign_key="score_generation.id", primary_key=True, ondelete="CASCADE")
    contract_id: int = Field(foreign_key="contract.id", primary_key=True, ondelete="CASCADE")
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    probability: float
    probability_low: float
    probability_high: float
    band: RiskBand = choice(RiskBand)
    known_share: float
    # Percentages are shown only where a backtest has earned them.
    calibrated: bool = Field(default=False)
    model: str = Field(max_length=60)
    segment_log_odds: float
    # Per factor: its value and its log-odds, packed; segment_log_odds plus their sum is the forecast.
    reasons: bytes


class Override(SQLModel, table=True):
    """A person's own judgement of an account, with its reason and end; the computed score stays visible."""

    id: int = key()
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    score: float = Field(ge=0, le=100)
    reason: str = Field(max_length=2000)
    created_by_id: int | None = Field(default=None, foreign_key="user.id")
    created_at: datetime = moment()
    expires_on: date
    withdrawn_at: datetime | None = moment(default=None)
    version: int = Field(default=1)
