"""Reading a mail that was written into the mail folder."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from pathlib import Path

from service.mail.folder import file_name


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A written mail as its reader would see it; attachments by name and size in bytes only."""

    sender: str
    to: str
    subject: str
    text: str
    html: str | None
    attachments: tuple[tuple[str, int], ...]
    unsubscribe: str | None


def kept_mail(folder: Path, message_id: str) -> KeptMail | None:
    """The mail with this id; None where none was written."""
    try:
        content = (folder / file_name(message_id)).read_bytes()
    except FileNotFoundError:
        return None
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - the policy makes it one; tells the type checker
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return KeptMail(
        sender=str(message["From"] or ""),
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        text=_lines(text) if text is not None else "",
        html=_lines(html) if html is not None else None,
        attachments=tuple(_attachment(part) for part in message.iter_attachments()),
        unsubscribe=str(message["List-Unsubscribe"]) if message["List-Unsubscribe"] else None,
    )


def _lines(part: MIMEPart) -> str:
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


def _attachment(part: EmailMessage) -> tuple[str, int]:
    payload = part.get_payload(decode=True)
    return part.get_filename() or "", len(payload) if isinstance(payload, bytes) else 0
