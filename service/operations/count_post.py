"""Bound how often something may be sent by one survey link."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlmodel import Session, col

from models.survey import Invitation, Survey, SurveyVersion
from models.vocabulary import InvitationState
from service.errors import TooMany

MOST_AN_HOUR = 240


def count_post(session: Session, nonce: str, *, now: datetime) -> None:
    """Count one post by the link over ``nonce``; in the database, since every web process serves every link.

    Hours are those of the clock, so that the count tells no moment. An unknown nonce is not counted.

    :raises TooMany: more than :data:`MOST_AN_HOUR` within this hour.
    """
    statement = (
        select(Invitation, col(Survey.anonymous))
        .join(SurveyVersion, col(SurveyVersion.id) == col(Invitation.survey_version_id))
        .join(Survey, col(Survey.id) == col(SurveyVersion.survey_id))
        .where(col(Invitation.nonce) == nonce)
        .with_for_update(of=Invitation)
    )
    found = session.execute(statement).first()
    if found is None:
        return
    invitation, anonymous = found
    if anonymous and invitation.state is InvitationState.ANSWERED:
        return
    hour = now.replace(minute=0, second=0, microsecond=0)
    if invitation.posts_since != hour:
        invitation.posts, invitation.posts_since = 0, hour
    if invitation.posts >= MOST_AN_HOUR:
        raise TooMany(_("That was too often. Wait a while, then try again."), 3600 - int((now - hour).total_seconds()))
    invitation.posts += 1
    session.add(invitation)
    session.flush()
