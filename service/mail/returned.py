"""Mail that comes back: the notices of RFC 3464 by which a mail server says that it could not deliver after all."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default

from service.mail.transport import NO_SUCH_MAILBOX

LARGEST = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Returned:
    """One recipient whom a mail did not reach.

    ``message_id``: of the mail that came back, as it was sent. ``said``: status and words of the server.
    ``no_such_mailbox``: nobody can be reached there, now or later.
    """

    message_id: str
    address: str
    said: str
    no_such_mailbox: bool


def returned_in(content: bytes) -> tuple[Returned, ...]:
    """What a message says came back for good; empty where it is something else, as a delay or an answer by a person.

    >>> returned_in(b"Subject: Out of office\\r\\n\\r\\nI am on holiday.")
    ()
    """
    message = message_from_bytes(content, policy=default)
    message_id = _message_id(message)
    if message_id is None:
        return ()
    return tuple(
        Returned(message_id, address, _said(block), _status(block) in NO_SUCH_MAILBOX)
        for block in _recipients(message)
        if _field(block, "Action").casefold() == "failed" and (address := _address(block))
    )


def _message_id(message: EmailMessage) -> str | None:
    """The id of the mail that the notice returns, from its headers or the whole of it."""
    for part in message.walk():
        kind = part.get_content_type()
        inner: Message | None = None
        if kind == "message/rfc822":
            payload = part.get_payload()
            inner = payload[0] if isinstance(payload, list) and isinstance(payload[0], Message) else None
        elif kind == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            inner = message_from_bytes(content, policy=default) if isinstance(content, bytes) else None
        if inner is not None and (found := str(inner.get("Message-ID", "")).strip()):
            return found
    return None


def _recipients(message: EmailMessage) -> Iterator[Message]:
    """The blocks of the notice that speak of one recipient each; the first speaks of the whole mail."""
    for part in message.walk():
        payload = part.get_payload()
        if part.get_content_type() == "message/delivery-status" and isinstance(payload, list):
            yield from (block for block in payload[1:] if isinstance(block, Message))


def _address(block: Message) -> str:
    """The address as we wrote it, else the one that it led to."""
    named = _field(block, "Original-Recipient") or _field(block, "Final-Recipient")
    return named.partition(";")[2].strip()


def _status(block: Message) -> str:
    return _field(block, "Status").partition(" ")[0]


def _said(block: Message) -> str:
    words = " ".join(_field(block, "Diagnostic-Code").partition(";")[2].split())
    return f"{_status(block)} {words}".strip()[:1000]


def _field(block: Message, name: str) -> str:
    return str(block.get(name, "")).strip()
