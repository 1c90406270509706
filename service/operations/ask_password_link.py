"""Mail a link for choosing another password to somebody who says that they have forgotten theirs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlmodel import Session

from models.user import User
from models.vocabulary import DeliveryKind, UserRole
from service.auth.password_links import PasswordLinks
from service.auth.principal import Principal
from service.auth.secrets import new_session_key
from service.errors import TooMany
from service.mail.password_mail import password_mail
from service.operations.enqueue_delivery import Recipient, enqueue_delivery
from service.operations.record_audit import record_audit
from service.operations.sign_in import user_by_email
from service.operations.take_allowance import allowance_digest, take_allowance

VALID_FOR = timedelta(hours=2)
WINDOW = timedelta(hours=1)
#: Within an hour: how often from one network address, and how many mails to one mailbox.
FROM_ONE_ADDRESS, TO_ONE_MAILBOX = 10, 3


@dataclass(frozen=True)
class LinkOffice:
    """What links and mails are made with: the keys, and the address that links start with."""

    keys: Sequence[str] = field(repr=False)
    base_url: str


def ask_password_link(
    session: Session, email: str, network_address: str, office: LinkOffice, *, language: str, now: datetime
) -> None:
    """Put the mail in the outbox where there is such a user who may sign in; say nothing either way.

    What is done takes as long for an address that nobody has: the letter is written for that one too, and thrown away.
    Each asking stands in the audit trail. Beyond :data:`TO_ONE_MAILBOX` mails an hour nothing more is sent.

    :raises TooMany: too often from this network address.
    """
    secret = office.keys[0]
    here = allowance_digest("forgotten from", network_address, secret)
    allowed, ends_at = take_allowance(session, here, wanted=1, limit=FROM_ONE_ADDRESS, window=WINDOW, now=now)
    if not allowed:
        seconds = max(1, int((ends_at - now).total_seconds()))
        minutes = -(-seconds // 60)
        raise TooMany(_("Too many attempts. Try again in %(minutes)s minutes.", minutes=minutes), retry_after=seconds)
    mailbox = allowance_digest("forgotten to", email.strip().casefold(), secret)
    wanted, _ends = take_allowance(session, mailbox, wanted=1, limit=TO_ONE_MAILBOX, window=WINDOW, now=now)
    found = user_by_email(session, email)
    user = found if found is not None and found.active else None
    written_for = user or User(id=0, email="", name="", session_key=new_session_key(), language=language)
    token = PasswordLinks(office.keys).make(written_for, now=now, valid_for=VALID_FOR)
    letter = password_mail(
        name=written_for.name,
        language=written_for.language,
        link=f"{office.base_url}/choose-password/{token}",
        hours=int(VALID_FOR.total_seconds() // 3600),
    )
    sent = user is not None and bool(wanted)
    if user is not None and sent:
        to = Recipient(user.email, user.language, user_id=user.id)
        key = f"password:user:{user.id}:{now.isoformat()}"
        enqueue_delivery(session, DeliveryKind.FORGOTTEN, key, to, letter, now=now, base_url=office.base_url)
    stranger = Principal(user_id=None, label="somebody not signed in", role=UserRole.READ_ONLY)
    number = user.id if user is not None else None
    record_audit(session, stranger, "password_link_asked", "user", number, now=now, fields={"sent": sent})
