"""Note that a mail came back which its server had taken at first."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.report import Delivery
from models.survey import Invitation
from models.vocabulary import DeliveryState, InvitationState
from service.keys import email_key
from service.mail.returned import Returned
from service.operations.suppress_address import suppress_address

_OUT = (DeliveryState.SENT, DeliveryState.SENDING, DeliveryState.WAITING)


def note_returned_mail(session: Session, returned: Returned, keys: Sequence[str], *, now: datetime) -> bool:
    """Mark the message as bounced, and with it the invitation that is not answered yet; whether anything changed.

    Only a message of ours to that very address is marked: its id is known to its recipient alone, so nobody else can
    take an address off the list of those whom we may ask. An address that leads nowhere is not written to again.
    """
    delivery = session.execute(
        select(Delivery).where(col(Delivery.message_id) == returned.message_id)
    ).scalar_one_or_none()
    if delivery is None or email_key(delivery.address) != email_key(returned.address) or delivery.state not in _OUT:
        return False
    delivery.state = DeliveryState.BOUNCED
    delivery.error = returned.said[:1000]
    if returned.no_such_mailbox and delivery.person_id is not None:
        suppress_address(session, delivery.address, "bounced", keys, now=now)
    invitation = session.get(Invitation, delivery.invitation_id) if delivery.invitation_id is not None else None
    if invitation is not None and invitation.state in (InvitationState.PLANNED, InvitationState.SENT):
        invitation.state = InvitationState.BOUNCED
    session.flush()
    return True
