"""How old the scores are, and whether newer ones are on their way."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.account import Account
from models.job import Run
from models.score import ScoreGeneration
from models.vocabulary import GenerationKind, GenerationState, RunState
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.queries.visibility import accounts_within


@dataclass(frozen=True, slots=True)
class ScoreStatus:
    """``as_of`` and ``computed_at`` of the newest portfolio scores (None: never scored), how many of the reader's
    accounts have changed since they were scored, and whether a run over all accounts waits or is under way."""

    as_of: date | None
    computed_at: datetime | None
    waiting: int
    running: bool


def score_status(session: Session, principal: Principal) -> ScoreStatus:
    """The state of the scores as the reader of a portfolio needs it."""
    newest = session.execute(
        select(col(ScoreGeneration.as_of), col(ScoreGeneration.published_at))
        .where(
            col(ScoreGeneration.state) == GenerationState.PUBLISHED,
            col(ScoreGeneration.kind) == GenerationKind.PORTFOLIO,
        )
        .order_by(col(ScoreGeneration.as_of).desc(), col(ScoreGeneration.id).desc())
        .limit(1)
    ).first()
    waiting = session.execute(
        select(func.count())
        .select_from(Account)
        .where(
            accounts_within(principal, Resource.ACCOUNT),
            col(Account.stale_since).is_not(None),
            col(Account.archived_at).is_(None),
        )
    ).scalar_one()
    under_way = session.execute(
        select(col(Run.id))
        .where(col(Run.kind) == "score_portfolio", col(Run.state).in_((RunState.QUEUED, RunState.RUNNING)))
        .limit(1)
    ).first()
    return ScoreStatus(
        as_of=newest.as_of if newest else None,
        computed_at=newest.published_at if newest else None,
        waiting=waiting,
        running=under_way is not None,
    )
