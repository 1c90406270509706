"""Make a claimed message ready to be sent, if its recipient may still have it, and note what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session

from models.person import Person
from models.report import Delivery, Report
from models.survey import Invitation
from models.user import User
from models.vocabulary import DeliveryKind, DeliveryState, InvitationState
from service.addresses import BadAddress, mailbox
from service.auth.identify import principal_of
from service.auth.policy import Action, Resource
from service.mail.message import Attachment, Outgoing
from service.mail.transport import Bounced
from service.operations.claim_delivery import DeliveryClaim, mark_refused, mark_sent
from service.operations.issue_report import Store
from service.operations.suppress_address import suppress_address
from service.queries.notices import digest_in_reach
from service.queries.report_names import report_file_name
from service.queries.report_readers import may_read_report
from service.queries.suppressions import is_suppressed
from service.queries.visibility import may
from service.queries.wave_permission import may_still_ask


@dataclass(frozen=True, slots=True)
class Withheld:
    """The message is not sent, and why; ``state`` is what it ends as."""

    state: DeliveryState
    reason: str


def prepare_mail(
    session: Session, claim: DeliveryClaim, *, now: datetime, sender: str, store: Store, keys: Sequence[str]
) -> Outgoing | Withheld:
    """The mail of a claimed message as it goes out now, or the reason why it does not.

    Whether the recipient may have it is asked anew: rights and wishes change while a message waits.

    :raises FileNotFoundError: the file of the report is not in the store.
    """
    delivery = session.get_one(Delivery, claim.delivery_id, populate_existing=True)
    reason, name = _recipient(session, delivery, now, keys)
    if reason is not None:
        return Withheld(DeliveryState.SUPPRESSED, reason)
    try:
        to = mailbox(delivery.address)
    except BadAddress as error:
        return Withheld(DeliveryState.BOUNCED, f"The address cannot be written to: {error}.")
    report = session.get(Report, delivery.report_id) if delivery.report_id is not None else None
    return Outgoing(
        sender=sender,
        to=to,
        to_name=name,
        subject=delivery.subject,
        text=delivery.text,
        html=delivery.html,
        message_id=delivery.message_id,
        language=delivery.language,
        written_at=delivery.created_at,
        unsubscribe_url=delivery.unsubscribe_url,
        attachments=() if report is None else (_attachment(session, report, store),),
    )


def note_sent(session: Session, claim: DeliveryClaim, *, now: datetime) -> None:
    """The message is out; an invitation counts as sent from now on.

    :raises DeliveryLost: another worker holds the message by now.
    """
    mark_sent(session, claim, now=now)
    invitation = _invitation(session, claim)
    if invitation is not None and invitation.state is InvitationState.PLANNED:
        invitation.state = InvitationState.SENT
        invitation.sent_at = now


def note_bounce(session: Session, claim: DeliveryClaim, bounce: Bounced, keys: Sequence[str], *, now: datetime) -> None:
    """The message was refused for good; an address that does not exist is not tried again by later messages.

    :raises DeliveryLost: another worker holds the message by now.
    """
    mark_refused(session, claim, DeliveryState.BOUNCED, bounce.said)
    delivery = session.get_one(Delivery, claim.delivery_id)
    if bounce.no_such_mailbox and delivery.person_id is not None:
        suppress_address(session, delivery.address, "bounced", keys, now=now)
    _close_invitation(session, claim)


def note_withheld(session: Session, claim: DeliveryClaim, withheld: Withheld) -> None:
    """The message stays here. :raises DeliveryLost: another worker holds it by now."""
    mark_refused(session, claim, withheld.state, withheld.reason)
    if withheld.state is DeliveryState.BOUNCED:
        _close_invitation(session, claim)
    elif withheld.state is DeliveryState.SUPPRESSED:
        # What was never sent asks nobody; a reminder that is held back leaves the first mail's link as it is.
        invitation = _invitation(session, claim)
        if invitation is not None and invitation.state is InvitationState.PLANNED:
            invitation.state = InvitationState.WITHDRAWN


def _recipient(session: Session, delivery: Delivery, now: datetime, keys: Sequence[str]) -> tuple[str | None, str]:
    """Why the recipient may not have the message (None: they may), and the recipient's name."""
    if delivery.user_id is not None:
        user = session.get(User, delivery.user_id)
        return _user_refusal(session, delivery, user, now), user.name if user else ""
    if delivery.person_id is not None:
        person = session.get(Person, delivery.person_id)
        return _person_refusal(session, delivery, person, now, keys), person.name if person else ""
    return None, ""


def _user_refusal(session: Session, delivery: Delivery, user: User | None, now: datetime) -> str | None:
    if user is None or not user.active:
        return "The user was disabled."
    principal = principal_of(session, user, now=now)
    if delivery.kind is DeliveryKind.REPORT:
        report = session.get(Report, delivery.report_id) if delivery.report_id is not None else None
        if report is None or not may_read_report(session, principal, report):
            return "The user may not read this report any more."
    elif delivery.kind is DeliveryKind.DIGEST and not digest_in_reach(session, principal, delivery.id):
        return "The user may not see everything in it any more."
    elif delivery.account_id is not None and not may(
        session, principal, delivery.account_id, Resource.ACCOUNT, Action.READ
    ):
        return "The user may not see this account any more."
    return None


def _person_refusal(
    session: Session, delivery: Delivery, person: Person | None, now: datetime, keys: Sequence[str]
) -> str | None:
    if person is None or person.erased_at is not None:
        return "The person was erased."
    if person.unsubscribed_at is not None or is_suppressed(session, delivery.address, keys):
        return "The person does not want mails."
    if person.do_not_contact:
        return "The person is not to be contacted."
    if person.left_on is not None and person.left_on <= now.astimezone(UTC).date():
        return "The person has left."
    invitation = session.get(Invitation, delivery.invitation_id) if delivery.invitation_id is not None else None
    if invitation is None:
        return None
    if invitation.expires_at <= now:
        return "The invitation has expired."
    if invitation.state in (InvitationState.ANSWERED, InvitationState.WITHDRAWN, InvitationState.EXPIRED):
        return "The invitation is closed."
    if not may_still_ask(session, invitation, now=now):
        return "Whoever asks may not write to this account any more."
    return None


def _attachment(session: Session, report: Report, store: Store) -> Attachment:
    content = store.path(report.checksum).read_bytes()
    return Attachment(name=report_file_name(session, report), content=content)


def _invitation(session: Session, claim: DeliveryClaim) -> Invitation | None:
    delivery = session.get_one(Delivery, claim.delivery_id)
    return session.get(Invitation, delivery.invitation_id) if delivery.invitation_id is not None else None


def _close_invitation(session: Session, claim: DeliveryClaim) -> None:
    invitation = _invitation(session, claim)
    if invitation is not None and invitation.state in (InvitationState.PLANNED, InvitationState.SENT):
        invitation.state = InvitationState.BOUNCED
