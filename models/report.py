"""Issued reports and everything that goes out by mail."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import choice, key, moment, utc_now
from models.vocabulary import DeliveryKind, DeliveryState, ReportKind


class Report(SQLModel, table=True):
    """A PDF as it was issued; the file lies in the report store under its checksum."""

    __table_args__ = (UniqueConstraint("kind", "scope", "period", "language"),)

    id: int = key()
    kind: ReportKind = choice(ReportKind)
    # "account:17" or "portfolio:team:3": what the report is about, also where no account is meant.
    scope: str = Field(max_length=100)
    account_id: int | None = Field(default=None, foreign_key="account.id", ondelete="CASCADE", index=True)
    # "2026-11", or the moment of an order by hand.
    period: str = Field(max_length=40)
    language: str = Field(max_length=20)
    checksum: str = Field(max_length=64)
    size: int
    pages: int
    template_version: str = Field(max_length=40)
    generation_id: int | None = Field(default=None, foreign_key="score_generation.id", ondelete="SET NULL")
    issued_at: datetime = moment(default_factory=utc_now)
    issued_by_id: int | None = Field(default=None, foreign_key="user.id")


class Delivery(SQLModel, table=True):
    """One message to one address: the outbox. Its key is unique, its message id the same on every try."""

    __table_args__ = (Index("ix_delivery_state_next_attempt_at", "state", "next_attempt_at"),)

    id: int = key()
    kind: DeliveryKind = choice(DeliveryKind)
    delivery_key: str = Field(max_length=200, unique=True)
    user_id: int | None = Field(default=None, foreign_key="user.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="CASCADE", index=True)
    # The account that the message speaks of: whoever may not see it any more when it is sent gets nothing.
    account_id: int | None = Field(default=None, foreign_key="account.id", ondelete="CASCADE", index=True)
    report_id: int | None = Field(default=None, foreign_key="report.id", ondelete="CASCADE", index=True)
    invitation_id: int | None = Field(default=None, foreign_key="invitation.id", ondelete="CASCADE", index=True)
    address: str = Field(max_length=320)
    language: str = Field(default="en", max_length=20)
    subject: str = Field(max_length=500)
    text: str
    html: str | None = None
    unsubscribe_url: str | None = Field(default=None, max_length=1000)
    message_id: str = Field(max_length=255, unique=True)
    state: DeliveryState = choice(DeliveryState, default=DeliveryState.WAITING)
    attempts: int = Field(default=0)
    next_attempt_at: datetime = moment(default_factory=utc_now)
    lease_until: datetime | None = moment(default=None)
    # Grows with every claim: a worker that was paused past its lease can no longer write.
    fence: int = Field(default=0)
    created_at: datetime = moment(default_factory=utc_now)
    sent_at: datetime | None = moment(default=None)
    error: str | None = Field(default=None, max_length=1000)


class Suppression(SQLModel, table=True):
    """An address not to be written to, kept as a salted hash so that it survives erasure and re-import."""

    id: int = key()
    address_hash: str = Field(max_length=64, unique=True)
    reason: str = Field(max_length=100)
    created_at: datetime = moment(default_factory=utc_now)
