"""Whether a wave's mail may still go out when its turn comes."""

from datetime import datetime

from sqlmodel import Session

from models.survey import Invitation, Wave
from service.auth.policy import Action, Resource
from service.errors import Conflict
from service.queries.visibility import may
from service.queries.wave_basis import planner_of


def may_still_ask(session: Session, invitation: Invitation, *, now: datetime) -> bool:
    """Whether whoever planned the wave of an invitation may still ask the people of its account.

    An invitation that was made by itself was permitted when it was made.
    """
    wave = session.get(Wave, invitation.wave_id) if invitation.wave_id is not None else None
    if wave is None:
        return True
    try:
        planner = planner_of(session, wave, now=now)
    except Conflict:
        return False
    return may(session, planner, invitation.account_id, Resource.SURVEY, Action.WRITE)
