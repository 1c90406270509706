"""One mail in the form of RFC 5322, ready to be sent as often as needed: the same input gives the same headers."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from service.addresses import Mailbox, mailbox
from service.mail.text import one_line


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    content: bytes
    media_type: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Everything about one mail; ``unsubscribe_url`` makes it one that a single press unsubscribes from (RFC 8058)."""

    sender: str
    to: Mailbox
    to_name: str
    subject: str
    text: str
    html: str | None
    message_id: str
    language: str
    written_at: datetime
    unsubscribe_url: str | None = None
    attachments: tuple[Attachment, ...] = ()


def build(outgoing: Outgoing) -> EmailMessage:
    """The message; line breaks in names and subjects cannot start a header of their own.

    :raises BadAddress: the sender in the settings is not an address.
    """
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = sender_address(outgoing.sender)
    message["To"] = _address(outgoing.to_name, outgoing.to)
    message["Subject"] = one_line(outgoing.subject)
    message["Date"] = format_datetime(outgoing.written_at)
    message["Message-ID"] = outgoing.message_id
    # Nobody's holiday notice should come back for a mail that a machine wrote (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    if outgoing.unsubscribe_url is not None:
        message["List-Unsubscribe"] = f"<{one_line(outgoing.unsubscribe_url, 1000)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(outgoing.text, subtype="plain", charset="utf-8", cte="quoted-printable")
    if outgoing.html is not None:
        message.add_alternative(outgoing.html, subtype="html", charset="utf-8", cte="quoted-printable")
    for attachment in outgoing.attachments:
        main, _, sub = attachment.media_type.partition("/")
        message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=one_line(attachment.name, 120))
    # After the content, since headers about content move into the first part as soon as there are several.
    message["Content-Language"] = one_line(outgoing.language, 20)
    _name_boundaries(message, outgoing.message_id)
    return message


def sender_address(text: str) -> Address:
    """The sender of the settings: ``Name <address>`` or an address alone.

    >>> str(sender_address("Linchpin <linchpin@localhost>"))
    'Linchpin <linchpin@localhost>'

    :raises BadAddress: not an address.
    """
    # A line break within the quotes is read differently by different versions of Python.
    name, address = parseaddr(" ".join(text.split()))
    return _address(name, mailbox(address))


def octets(message: EmailMessage, to: Mailbox) -> bytes:
    """The message as it is sent or kept: in UTF-8 where the address cannot be written in ASCII (RFC 6532)."""
    return message.as_bytes(policy=policy.SMTPUTF8 if to.international else policy.SMTP)


def _address(name: str, box: Mailbox) -> Address:
    return Address(display_name=one_line(name, 100), username=box.local, domain=box.domain)


def _name_boundaries(message: EmailMessage, seed: str) -> None:
    """Boundaries that follow from the message id: a mail sent twice is the same to the byte."""
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            digest = hashlib.sha256(f"{seed} {number}".encode()).hexdigest()[:24]
            part.set_boundary(f"=_{digest}")
