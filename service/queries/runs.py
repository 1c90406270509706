"""What happened by itself: runs, the latest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.job import Run
from models.vocabulary import RunState
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run as a list shows it."""

    id: int
    kind: str
    scope: str
    period: str
    state: RunState
    attempts: int
    done: int
    total: int | None
    enqueued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    error: str | None


def latest_runs(
    session: Session, principal: Principal, *, state: RunState | None = None, kind: str | None = None, limit: int = 20
) -> list[RunLine]:
    """The latest runs, of one state or kind where asked.

    :raises Forbidden: the role sees no runs.
    """
    require(principal, Resource.RUN, Action.READ)
    statement = select(
        col(Run.id),
        col(Run.kind),
        col(Run.scope),
        col(Run.period),
        col(Run.state),
        col(Run.attempts),
        col(Run.done),
        col(Run.total),
        col(Run.enqueued_at),
        col(Run.started_at),
        col(Run.finished_at),
        col(Run.error),
    ).order_by(col(Run.id).desc())
    if state is not None:
        statement = statement.where(col(Run.state) == state)
    if kind is not None:
        statement = statement.where(col(Run.kind) == kind)
    return [RunLine(*row) for row in session.execute(statement.limit(limit))]
