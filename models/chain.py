"""What holds a decision chain together: ties, votes, stances, and our own relationships with its people."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from models.base import Effective, amount, choice, key, moment, utc_now
from scoring.vocabulary import Stance, Strength, TieKind


class Tie(Effective, table=True):
    """A directed, typed, weighted tie between two people of one account."""

    __table_args__ = (
        CheckConstraint("source_id <> target_id", name="not_to_oneself"),
        CheckConstraint("strength > 0 AND strength <= 1", name="strength_in_unit"),
        Index("ix_tie_account_id_superseded_at", "account_id", "superseded_at"),
    )

    id: int = key()
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    kind: TieKind = choice(TieKind)
    source_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    target_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    strength: float = Field(default=1.0)


class DecisionRule(Effective, table=True):
    """How an account decides: votes and vetoes stand in :class:`Vote`; without a rule one is assumed."""

    __tablename__ = "decision_rule"
    __table_args__ = (Index("ix_decision_rule_account_id_superseded_at", "account_id", "superseded_at"),)

    id: int = key()
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    quota: Decimal = amount()


class Vote(SQLModel, table=True):
    """What one person brings to a decision rule; a veto may come without votes."""

    __table_args__ = (CheckConstraint("votes >= 0", name="votes_not_negative"),)

    rule_id: int = Field(foreign_key="decision_rule.id", primary_key=True, ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE", index=True)
    votes: Decimal = amount(default=Decimal(0))
    veto: bool = Field(default=False)


class Relationship(Effective, table=True):
    """How well one of our people knows one of theirs, and since when that is certain."""

    __table_args__ = (Index("ix_relationship_account_id_superseded_at", "account_id", "superseded_at"),)

    id: int = key()
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    user_id: int = Field(foreign_key="user.id", index=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    strength: Strength = choice(Strength)
    target_strength: Strength | None = choice(Strength, default=None)
    # The strength decays from this day on.
    confirmed_on: date


class StanceObservation(SQLModel, table=True):
    """What one of our people believes that somebody thinks. It carries its author and its day."""

    __tablename__ = "stance_observation"
    __table_args__ = (Index("ix_stance_observation_account_id_observed_on", "account_id", "observed_on"),)

    id: int = key()
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    stance: Stance = choice(Stance)
    observed_on: date
    observed_by_id: int | None = Field(default=None, foreign_key="user.id")
    note: str | None = Field(default=None, max_length=2000)
    recorded_at: datetime = moment(default_factory=utc_now)
    superseded_at: datetime | None = moment(default=None)


class Note(SQLModel, table=True):
    """What one of our people wrote about an account or somebody in it. Sensitive."""

    __table_args__ = (Index("ix_note_account_id_created_at", "account_id", "created_at"),)

    id: int = key()
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="CASCADE", index=True)
    author_id: int | None = Field(default=None, foreign_key="user.id")
    text: str = Field(max_length=20_000)
    created_at: datetime = moment(default_factory=utc_now)
    version: int = Field(default=1)
