"""Who of an account has answered lately."""

from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from models.survey import Response
from scoring.feedback_parameters import DEFAULT_FEEDBACK, FeedbackParameters
from service.auth.policy import Action, Resource
from service.auth.principal import Principal
from service.queries.known_on import KnownOn
from service.queries.visibility import may


def answered_people(
    session: Session,
    principal: Principal,
    account_id: int,
    known: KnownOn,
    parameters: FeedbackParameters = DEFAULT_FEEDBACK,
) -> set[int] | None:
    """People with a valid answer on the day; None where the reader may not see who has answered."""
    if not may(session, principal, account_id, Resource.RESPONSE, Action.READ):
        return None
    statement = select(col(Response.person_id)).where(
        col(Response.account_id) == account_id,
        col(Response.person_id).is_not(None),
        col(Response.answered_at) <= known.moment,
        col(Response.answered_at) > known.moment - timedelta(days=parameters.valid_days),
        known.recorded(Response),
    )
    return set(session.execute(statement).scalars())
