"""Clear generations of scores that were begun and never published."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlmodel import Session, col

from models.job import Run
from models.score import ScoreGeneration
from models.vocabulary import GenerationState, RunState

# A night takes minutes; what was begun yesterday and is not published is dead.
LONGEST_BUILD = timedelta(hours=12)


def abandon_generations(session: Session, *, now: datetime, run_id: int | None = None) -> int:
    """Delete unpublished generations of a run that is tried again, or of runs that are over; gives how many.

    Nobody has seen them, so nothing is lost; their rows go with them.
    """
    dead = col(ScoreGeneration.started_at) < now - LONGEST_BUILD
    over = col(ScoreGeneration.run_id).in_(
        select(col(Run.id)).where(col(Run.state).in_([RunState.DONE, RunState.QUARANTINED]))
    )
    chosen = col(ScoreGeneration.run_id) == run_id if run_id is not None else dead | over
    ids = list(
        session.execute(
            select(col(ScoreGeneration.id)).where(col(ScoreGeneration.state) == GenerationState.BUILDING, chosen)
        ).scalars()
    )
    if ids:
        session.execute(delete(ScoreGeneration).where(col(ScoreGeneration.id).in_(ids)))
    return len(ids)
