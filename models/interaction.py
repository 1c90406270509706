"""Meetings, calls and mails between our people and theirs."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.base import choice, key, moment, utc_now
from scoring.vocabulary import InteractionKind


class Interaction(SQLModel, table=True):
    """One contact with an account."""

    __table_args__ = (Index("ix_interaction_account_id_occurred_at", "account_id", "occurred_at"),)

    id: int = key()
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    kind: InteractionKind = choice(InteractionKind)
    occurred_at: datetime = moment()
    subject: str = Field(default="", max_length=500)
    user_id: int | None = Field(default=None, foreign_key="user.id", index=True)
    created_at: datetime = moment(default_factory=utc_now)
    version: int = Field(default=1)


class InteractionPerson(SQLModel, table=True):
    """Who of theirs took part."""

    __tablename__ = "interaction_person"

    interaction_id: int = Field(foreign_key="interaction.id", primary_key=True, ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE", index=True)
