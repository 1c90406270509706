"""Change an answer within a day of giving it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlmodel import Session, col

from models.survey import Response
from models.vocabulary import ResponseSource
from service.errors import Conflict, Gone
from service.operations.answer_invitation import check_not_over
from service.operations.keep_response import Origin, keep_response
from service.operations.note_amended_answer import note_amended_answer
from service.queries.invitation_page import Standing, invitation_page
from service.surveys.answers import read_wholly


def amend_answer(session: Session, nonce: str, raw: Mapping[str, Any], *, language: str, now: datetime) -> Response:
    """Put another answer in the place of the one given; the first stays on record as replaced.

    :raises NotFound: no such invitation; :raises Gone: more than a day ago, or never answered in time.
    :raises Conflict: not answered yet; :raises Invalid: naming the answers that cannot be taken.
    """
    page = invitation_page(session, nonce, now=now, lock=True)
    check_amendable(page.standing)
    check_not_over(page)
    answered = read_wholly(page.questions, page.respondent, raw)
    invitation = page.invitation
    former: Response | None = session.execute(
        select(Response).where(col(Response.invitation_id) == invitation.id, col(Response.superseded_at).is_(None))
    ).scalar_one_or_none()
    if former is None:
        raise Gone(_("This answer is no longer kept, so it cannot be changed."))
    former.superseded_at = now
    session.add(former)
    session.flush()
    origin = Origin(
        survey=page.survey,
        version=page.version,
        account_id=invitation.account_id,
        person_id=invitation.person_id,
        invitation_id=invitation.id,
        source=ResponseSource.RESPONDENT,
        language=language,
        answered_at=former.answered_at,
        amended_at=now,
    )
    amended = keep_response(session, answered, origin, now=now)
    note_amended_answer(session, former, amended, now=now)
    return amended


def check_amendable(standing: Standing) -> None:
    """Refuse to change an answer that is not there, or that stands for good.

    :raises Gone: it was given more than a day ago, or is anonymous; :raises Conflict: not answered yet.
    """
    if standing is Standing.ANSWERED:
        raise Gone(_("This answer can no longer be changed. It stands as you sent it."))
    if standing is Standing.OPEN:
        raise Conflict(_("There is no answer yet that could be changed."))
