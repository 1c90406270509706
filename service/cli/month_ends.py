"""The month ends of the past, and which of them have not been scored."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from models.score import ScoreGeneration
from models.vocabulary import GenerationKind, GenerationState


def month_ends(today: date, months: int) -> list[date]:
    """The last days of the latest full months, oldest first.

    >>> month_ends(date(2026, 3, 31), 2)
    [datetime.date(2026, 1, 31), datetime.date(2026, 2, 28)]
    """
    ends = []
    day = today
    for _ in range(months):
        day = day.replace(day=1) - timedelta(days=1)
        ends.append(day)
    return ends[::-1]


def unscored_month_ends(session: Session, today: date, months: int) -> list[date]:
    """Those of the latest month ends as whose state no portfolio has been scored, oldest first."""
    ends = month_ends(today, months)
    scored = set(
        session.execute(
            select(col(ScoreGeneration.as_of)).where(
                col(ScoreGeneration.state) == GenerationState.PUBLISHED,
                col(ScoreGeneration.kind) == GenerationKind.PORTFOLIO,
                col(ScoreGeneration.as_of).in_(ends),
            )
        ).scalars()
    )
    return [day for day in ends if day not in scored]
