"""What feedback can be filtered by: the values of the reader's own accounts, and the surveys there are."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from models.survey import Survey
from models.vocabulary import SurveyState
from service.auth.principal import Principal
from service.queries.portfolio_choices import portfolio_choices
from service.queries.touchpoints import touchpoint_choices


@dataclass(frozen=True, slots=True)
class FeedbackChoices:
    """Number or value, and words, of everything that can be chosen."""

    surveys: list[tuple[int, str]]
    touchpoints: list[tuple[int, str]]
    segments: list[tuple[str, str]]
    regions: list[tuple[str, str]]
    teams: list[tuple[int, str]]


def feedback_choices(session: Session, principal: Principal) -> FeedbackChoices:
    """All choices; surveys that were sent at least once."""
    surveys = (
        select(col(Survey.id), col(Survey.name))
        .where(col(Survey.state) != SurveyState.DRAFT)
        .order_by(col(Survey.name))
    )
    places = portfolio_choices(session, principal)
    return FeedbackChoices(
        surveys=[(row.id, row.name) for row in session.execute(surveys)],
        touchpoints=[(number, name) for number, name, _stage in touchpoint_choices(session)],
        segments=[(name, name) for name in places.segments],
        regions=[(name, name) for name in places.regions],
        teams=places.teams,
    )
