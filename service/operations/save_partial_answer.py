"""Keep what has been answered so far, so that a respondent can go on later and elsewhere."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from models.vocabulary import InvitationState
from service.operations.answer_invitation import check_open
from service.queries.invitation_page import invitation_page
from service.surveys.answers import read_partly

_UNTOUCHED = frozenset({InvitationState.SENT, InvitationState.PLANNED, InvitationState.BOUNCED})


def save_partial_answer(session: Session, nonce: str, raw: Mapping[str, Any], *, now: datetime) -> bool:
    """Keep an unfinished answer with its invitation; False where the survey is anonymous: then nothing is kept.

    An unfinished answer counts nowhere and is shown to nobody but the one who holds the link.

    :raises NotFound, Gone, Conflict, Invalid: as :func:`service.operations.answer_invitation.answer_invitation`.
    """
    page = invitation_page(session, nonce, now=now, lock=True)
    check_open(page)
    given = read_partly(page.questions, raw)
    if page.survey.anonymous:
        return False
    invitation = page.invitation
    invitation.draft = {key: one.plain for key, one in given.items()} or None
    if given and invitation.state in _UNTOUCHED:
        invitation.state = InvitationState.PARTIAL
    session.add(invitation)
    session.flush()
    return True
