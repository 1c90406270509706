"""The one answer that an invitation takes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session

from models.survey import Response
from models.vocabulary import InvitationState, ResponseSource
from service.errors import Conflict, Gone
from service.operations.keep_response import Origin, keep_response
from service.queries.invitation_page import InvitationPage, Standing, invitation_page
from service.surveys.answers import read_wholly


def answer_invitation(
    session: Session, nonce: str, raw: Mapping[str, Any], *, language: str, now: datetime
) -> Response:
    """Take the answer of the one who holds the link; the link is spent by it.

    ``raw`` maps questions' keys to what was entered. Of many that come at once one is taken: the invitation is held
    until the transaction ends, and the database allows no second answer in force.

    :raises NotFound: no such invitation; :raises Gone: expired, withdrawn, or the survey is closed.
    :raises Conflict: it was answered already; :raises Invalid: naming the answers that cannot be taken.
    """
    page = invitation_page(session, nonce, now=now, lock=True)
    check_open(page)
    answered = read_wholly(page.questions, page.respondent, raw)
    invitation, anonymous = page.invitation, page.survey.anonymous
    origin = Origin(
        survey=page.survey,
        version=page.version,
        account_id=invitation.account_id,
        person_id=invitation.person_id,
        invitation_id=invitation.id,
        source=ResponseSource.RESPONDENT,
        language=language,
        answered_at=now,
    )
    invitation.state = InvitationState.ANSWERED
    invitation.draft = None
    # When somebody answered an anonymous survey is told nowhere: the moment would lead from one to the other.
    invitation.answered_at = None if anonymous else now
    if anonymous:
        invitation.posts, invitation.posts_since = 0, None
    session.add(invitation)
    return keep_response(session, answered, origin, now=now)


def check_open(page: InvitationPage) -> None:
    """Refuse what is no longer, in the words for whoever opened the link.

    :raises Gone: expired, withdrawn, or the survey is closed; :raises Conflict: it was answered already.
    """
    if page.standing in {Standing.AMENDABLE, Standing.ANSWERED}:
        raise Conflict(_("Your answer has arrived already. It was not changed."))
    check_not_over(page)


def check_not_over(page: InvitationPage) -> None:
    """Refuse an invitation that ran out before it was answered.

    :raises Gone: expired, withdrawn, or the survey is closed.
    """
    if page.standing is Standing.EXPIRED:
        raise Gone(_("The time for answering is over. Nothing was changed."))
    if page.standing in {Standing.WITHDRAWN, Standing.CLOSED}:
        raise Gone(_("This survey is closed. Nothing was changed."))
