"""Scores as they are in force, or were on a past day: which generation counts, and what it says of an account."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Subquery, and_, func, or_, select
from sqlmodel import Session, col

from models.score import ChainScore, HealthScore, Override, RenewalRisk, ScoreGeneration
from models.vocabulary import GenerationKind, GenerationState
from scoring.health_parameters import DEFAULT_SCORECARD, HealthException
from scoring.risk_parameters import DEFAULT_RISK_PARAMETERS
from scoring.vocabulary import RiskBand
from service.auth.policy import Action, Resource
from service.auth.principal import Principal
from service.queries.known_on import KnownOn
from service.queries.packed_scores import (
    GroupResult,
    MeasureResult,
    PersonScore,
    ReasonResult,
    unpack_exceptions,
    unpack_groups,
    unpack_measures,
    unpack_people,
    unpack_reasons,
)
from service.queries.visibility import may, visible_account


@dataclass(frozen=True, slots=True)
class ChainResult:
    """The stored measures of an account's decision chain; see ``scoring.consensus`` and ``scoring.coverage``."""

    forecast: float
    low: float
    high: float
    known_weight: float
    probability_yes: float
    coverage: float
    threads: float
    single_threaded: bool
    rule_assumed: bool
    people: list[PersonScore]
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class OverrideResult:
    """A score that a person has set, with its reason and its end."""

    id: int
    score: float
    reason: str
    created_by_id: int | None
    created_at: datetime
    expires_on: date


@dataclass(frozen=True, slots=True)
class HealthResult:
    """The stored health of an account: 0-100, high is good; ``score`` is the computed one, beside any override."""

    score: float | None
    baseline: float | None
    confidence: float
    scorecard: str
    groups: list[GroupResult]
    measures: list[MeasureResult]
    exceptions: list[HealthException]
    override: OverrideResult | None

    @property
    def shown(self) -> float | None:
        """The score to show: the override while one is in force."""
        return self.score if self.override is None else self.override.score

    @property
    def grey(self) -> bool:
        """Whether too little is known to show colour or a large number."""
        return self.override is None and (self.score is None or self.confidence < DEFAULT_SCORECARD.grey_below)


@dataclass(frozen=True, slots=True)
class RiskResult:
    """The stored risk that one contract is not renewed: probabilities of loss in [0, 1], low is good."""

    contract_id: int
    probability: float
    low: float
    high: float
    band: RiskBand
    known_share: float
    calibrated: bool
    model: str
    segment_log_odds: float
    reasons: list[ReasonResult]


@dataclass(frozen=True, slots=True)
class AccountScores:
    """Everything that was computed about one account, and when."""

    account_id: int
    generation_id: int
    as_of: date
    computed_at: datetime
    parameters_version: str
    chain: ChainResult
    health: HealthResult
    risks: list[RiskResult]


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """One day of an account's history; None where nothing was observed."""

    as_of: date
    score: float | None
    confidence: float
    forecast: float
    forecast_low: float
    forecast_high: float
    coverage: float
    risk: float | None


def in_force(session: Session, known: KnownOn | None = None) -> Subquery:
    """Account and generation of the scores that count: columns ``account_id`` and ``generation_id``.

    The newest published portfolio generation counts, and newer ones of single accounts before it. With ``known``
    only what had been published by that moment counts.
    """
    published = col(ScoreGeneration.state) == GenerationState.PUBLISHED
    if known is not None:
        published = and_(published, col(ScoreGeneration.published_at) <= known.moment)
    newest = session.execute(
        select(col(ScoreGeneration.id), col(ScoreGeneration.as_of))
        .where(published, col(ScoreGeneration.kind) == GenerationKind.PORTFOLIO)
        .order_by(col(ScoreGeneration.as_of).desc(), col(ScoreGeneration.id).desc())
        .limit(1)
    ).first()
    single = col(ScoreGeneration.kind) == GenerationKind.ACCOUNTS
    if newest is not None:
        later = and_(
            single,
            or_(
                col(ScoreGeneration.as_of) > newest.as_of,
                and_(col(ScoreGeneration.as_of) == newest.as_of, col(ScoreGeneration.id) > newest.id),
            ),
        )
        counts = or_(col(ScoreGeneration.id) == newest.id, later)
    else:
        counts = single
    generations = select(col(ScoreGeneration.id)).where(published, counts)
    return (
        select(col(ChainScore.account_id), func.max(col(ChainScore.generation_id)).label("generation_id"))
        .where(col(ChainScore.generation_id).in_(generations))
        .group_by(col(ChainScore.account_id))
        .subquery("scores_in_force")
    )


def account_scores(
    session: Session, principal: Principal, account_id: int, known: KnownOn | None = None, today: date | None = None
) -> AccountScores | None:
    """What was computed about one account; None where it was never scored.

    What is believed of single people is left out for a reader without the permission for it.

    ``today`` decides which override is in force (the day of ``known`` by default, else the score's own day).

    :raises NotFound: absent, or not within reach.
    """
    visible_account(session, principal, account_id, Resource.ACCOUNT)
    force = in_force(session, known)
    row = session.execute(
        select(ChainScore, HealthScore, ScoreGeneration)
        .join(
            force,
            and_(
                force.c.account_id == col(ChainScore.account_id),
                force.c.generation_id == col(ChainScore.generation_id),
            ),
        )
        .join(ScoreGeneration, col(ScoreGeneration.id) == col(ChainScore.generation_id))
        .join(
            HealthScore,
            and_(
                col(HealthScore.generation_id) == col(ChainScore.generation_id),
                col(HealthScore.account_id) == col(ChainScore.account_id),
            ),
        )
        .where(col(ChainScore.account_id) == account_id)
    ).first()
    if row is None:
        return None
    chain, health, generation = row
    day = today or (known.day if known else generation.as_of)
    risks = session.execute(
        select(RenewalRisk)
        .where(col(RenewalRisk.generation_id) == generation.id, col(RenewalRisk.account_id) == account_id)
        .order_by(col(RenewalRisk.contract_id))
    ).scalars()
    return AccountScores(
        account_id=account_id,
        generation_id=generation.id,
        as_of=generation.as_of,
        computed_at=generation.published_at or generation.started_at,
        parameters_version=generation.parameters_version,
        chain=_chain(chain, may(session, principal, account_id, Resource.OPINION, Action.READ)),
        health=_health(health, override_in_force(session, account_id, day)),
        risks=[_risk(risk) for risk in risks],
    )


def override_in_force(session: Session, account_id: int, day: date) -> OverrideResult | None:
    """The newest override of an account that counts on ``day``."""
    statement = (
        select(Override)
        .where(
            col(Override.account_id) == account_id,
            col(Override.expires_on) >= day,
            col(Override.created_at) <= KnownOn.end_of(day).moment,
            or_(col(Override.withdrawn_at).is_(None), col(Override.withdrawn_at) > KnownOn.end_of(day).moment),
        )
        .order_by(col(Override.id).desc())
        .limit(1)
    )
    found: Override | None = session.execute(statement).scalar_one_or_none()
    if found is None:
        return None
    return OverrideResult(found.id, found.score, found.reason, found.created_by_id, found.created_at, found.expires_on)


def score_history(session: Session, principal: Principal, account_id: int, since: date) -> list[ScorePoint]:
    """The account's scores from ``since`` on, oldest first, the last one of each day."""
    visible_account(session, principal, account_id, Resource.ACCOUNT)
    risk = (
        select(
            col(RenewalRisk.generation_id),
            func.max(col(RenewalRisk.probability)).label("probability"),
        )
        .where(col(RenewalRisk.account_id) == account_id)
        .group_by(col(RenewalRisk.generation_id))
        .subquery()
    )
    statement = (
        select(
            col(ScoreGeneration.as_of),
            col(HealthScore.score),
            col(HealthScore.confidence),
            col(ChainScore.forecast),
            col(ChainScore.forecast_low),
            col(ChainScore.forecast_high),
            col(ChainScore.coverage),
            risk.c.probability,
        )
        .select_from(ChainScore)
        .join(ScoreGeneration, col(ScoreGeneration.id) == col(ChainScore.generation_id))
        .join(
            HealthScore,
            and_(
                col(HealthScore.generation_id) == col(ChainScore.generation_id),
                col(HealthScore.account_id) == col(ChainScore.account_id),
            ),
        )
        .outerjoin(risk, risk.c.generation_id == col(ChainScore.generation_id))
        .where(
            col(ChainScore.account_id) == account_id,
            col(ScoreGeneration.state) == GenerationState.PUBLISHED,
            col(ScoreGeneration.as_of) >= since,
        )
        .order_by(col(ScoreGeneration.as_of), col(ScoreGeneration.id))
    )
    last = {row[0]: ScorePoint(*row) for row in session.execute(statement)}
    return [last[day] for day in sorted(last)]


def _chain(row: ChainScore, opinions: bool) -> ChainResult:
    people = unpack_people(row.people)
    return ChainResult(
        forecast=row.forecast,
        low=row.forecast_low,
        high=row.forecast_high,
        known_weight=row.known_weight,
        probability_yes=row.probability_yes,
        coverage=row.coverage,
        threads=row.threads,
        single_threaded=row.single_threaded,
        rule_assumed=row.rule_assumed,
        people=people if opinions else [person.without_opinion() for person in people],
        warnings=list(row.warnings),
    )


def _health(row: HealthScore, override: OverrideResult | None) -> HealthResult:
    return HealthResult(
        score=row.score,
        baseline=row.baseline,
        confidence=row.confidence,
        scorecard=row.scorecard,
        groups=unpack_groups(row.groups, DEFAULT_SCORECARD),
        measures=unpack_measures(row.measures, DEFAULT_SCORECARD),
        exceptions=unpack_exceptions(row.exceptions, DEFAULT_SCORECARD),
        override=override,
    )


def _risk(row: RenewalRisk) -> RiskResult:
    return RiskResult(
        contract_id=row.contract_id,
        probability=row.probability,
        low=row.probability_low,
        high=row.probability_high,
        band=row.band,
        known_share=row.known_share,
        calibrated=row.calibrated,
        model=row.model,
        segment_log_odds=row.segment_log_odds,
        reasons=unpack_reasons(row.reasons, DEFAULT_RISK_PARAMETERS),
    )
