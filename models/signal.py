"""Signals, the operational data beside feedback: usage, tickets and payments."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.base import Tracked, amount, choice, key, moment, utc_now
from scoring.vocabulary import TicketSeverity


class UsageReading(SQLModel, table=True):
    """How many people used what they pay for, in the week that starts on ``week``."""

    __tablename__ = "usage_reading"
    __table_args__ = (Index("uq_usage_reading_account_id_week_product", "account_id", "week", "product", unique=True),)

    id: int = key()
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    week: date
    product: str = Field(default="", max_length=100)
    active_users: float = Field(ge=0)
    seats: float | None = Field(default=None, ge=0)
    events: float | None = Field(default=None, ge=0)
    recorded_at: datetime = moment(default_factory=utc_now)
    version: int = Field(default=1)


class Ticket(Tracked, table=True):
    """A problem that the customer brought to us."""

    __table_args__ = (
        Index("ix_ticket_account_id_opened_at", "account_id", "opened_at"),
        # When tickets were last heard of is asked for every account that is scored.
        Index("ix_ticket_updated_at_created_at", "updated_at", "created_at"),
    )

    id: int = key()
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    subject: str = Field(default="", max_length=500)
    category: str | None = Field(default=None, max_length=100)
    severity: TicketSeverity = choice(TicketSeverity, default=TicketSeverity.NORMAL)
    opened_at: datetime = moment()
    closed_at: datetime | None = moment(default=None)


class Invoice(Tracked, table=True):
    """A bill, due on a day and paid on another, or not yet."""

    __table_args__ = (
        Index("ix_invoice_account_id_due_on", "account_id", "due_on"),
        Index("ix_invoice_updated_at_created_at", "updated_at", "created_at"),
    )

    id: int = key()
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    number: str = Field(max_length=100)
    amount: Decimal = amount()
    currency: str = Field(max_length=3)
    due_on: date
    paid_on: date | None = None
