"""Cancel a wave: what has not gone out stays here."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from models.survey import Invitation, Wave
from models.vocabulary import InvitationState
from service.auth.policy import Action
from service.auth.principal import Principal
from service.errors import Conflict
from service.operations.record_audit import record_audit
from service.queries.visible_waves import visible_wave

_SENT = (InvitationState.SENT, InvitationState.PARTIAL)


def cancel_wave(
    session: Session, principal: Principal, wave_id: int, *, now: datetime, close_links: bool = False
) -> Wave:
    """Send nothing more of a wave, no reminder either; ``close_links``: links that were sent open nothing any more.

    :raises NotFound: absent, or not within reach; :raises Conflict: cancelled already.
    """
    wave = visible_wave(session, principal, wave_id, Action.WRITE, lock=True)
    if wave.cancelled_at is not None:
        raise Conflict("This wave was cancelled already.")
    wave.cancelled_at = now
    wave.updated_at = now
    wave.version += 1
    session.add(wave)
    states = (InvitationState.PLANNED, *(_SENT if close_links else ()))
    session.execute(
        update(Invitation)
        .where(col(Invitation.wave_id) == wave.id, col(Invitation.state).in_(states))
        .values(state=InvitationState.WITHDRAWN, draft=None)
        .execution_options(synchronize_session=False)
    )
    session.flush()
    record_audit(session, principal, "cancelled", "wave", wave.id, now=now, fields={"close_links": close_links})
    return wave
