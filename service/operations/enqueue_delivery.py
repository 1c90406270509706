"""Put a message in the outbox, once for its key."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from models.report import Delivery
from models.vocabulary import DeliveryKind, DeliveryState
from service.mail.letter import Composed


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a message goes: one of our users or a person at a customer, at an address, in a language."""

    address: str
    language: str
    user_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a message is about; the account decides who may still read it when it is sent."""

    account_id: int | None = None
    report_id: int | None = None
    invitation_id: int | None = None


def enqueue_delivery(
    session: Session,
    kind: DeliveryKind,
    key: str,
    to: Recipient,
    composed: Composed,
    *,
    now: datetime,
    base_url: str,
    about: About = About(),
    unsubscribe_url: str | None = None,
    send_at: datetime | None = None,
) -> int | None:
    """Enqueue a message and give its id; None where one with the same key was enqueued before.

    ``key`` says what is sent to whom ("report:7:user:3"): asked twice, one message goes out. Every attempt
    carries the same message id. ``send_at``: not before that moment.
    """
    values = {
        "kind": kind,
        "delivery_key": key,
        "user_id": to.user_id,
        "person_id": to.person_id,
        "account_id": about.account_id,
        "report_id": about.report_id,
        "invitation_id": about.invitation_id,
        "address": to.address,
        "language": to.language,
        "subject": composed.subject,
        "text": composed.text,
        "html": composed.html,
        "unsubscribe_url": unsubscribe_url,
        "message_id": message_id(base_url),
        "state": DeliveryState.WAITING,
        "attempts": 0,
        "fence": 0,
        "next_attempt_at": send_at or now,
        "created_at": now,
    }
    result = session.execute(_insert(session).values(**values).returning(col(Delivery.id)))
    return result.scalar_one_or_none()


def message_id(base_url: str) -> str:
    """A message id of this installation that nobody can guess: who names it has seen the message.

    >>> message_id("https://linchpin.example").partition("@")[2]
    'linchpin.example>'
    """
    host = urlsplit(base_url).hostname or "localhost"
    return f"<{secrets.token_hex(16)}@{f'[{host}]' if host[0].isdigit() or ':' in host else host}>"


def _insert(session: Session) -> Insert:
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(Delivery).on_conflict_do_nothing(index_elements=["delivery_key"])
    return sqlite.insert(Delivery).on_conflict_do_nothing(index_elements=["delivery_key"])
