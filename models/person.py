"""People and their places on accounts."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Effective, Tracked, choice, key, moment
from scoring.vocabulary import OrganisationSide, Role, SubRole


class Person(Tracked, table=True):
    """Somebody at a customer, a partner or a subsidiary. One person can have a place on several accounts."""

    id: int = key()
    name: str = Field(max_length=300)
    name_key: str = Field(max_length=300, index=True)
    email: str | None = Field(default=None, max_length=320)
    email_key: str | None = Field(default=None, max_length=320, index=True)
    phone: str | None = Field(default=None, max_length=60)
    title: str | None = Field(default=None, max_length=300)
    department: str | None = Field(default=None, max_length=200)
    organisation: str | None = Field(default=None, max_length=300)
    language: str = Field(default="en", max_length=20)
    time_zone: str | None = Field(default=None, max_length=64)
    # Free marks in one spelling (service.surveys.branching.tag_key); surveys ask by them.
    tags: list[str] = Field(default_factory=list, sa_type=JSON)
    do_not_contact: bool = Field(default=False)
    unsubscribed_at: datetime | None = moment(default=None)
    left_on: date | None = None
    # When we learnt that the person left: a past day is shown as it was known then.
    left_recorded_at: datetime | None = moment(default=None)
    merged_into_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    erased_at: datetime | None = moment(default=None)


class Membership(Effective, table=True):
    """A person's place in the decision chain of one account."""

    __table_args__ = (
        CheckConstraint("openness IS NULL OR (openness >= 0 AND openness <= 1)", name="openness_in_unit"),
        Index("ix_membership_account_id_superseded_at", "account_id", "superseded_at"),
    )

    id: int = key()
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    side: OrganisationSide = choice(OrganisationSide, default=OrganisationSide.CUSTOMER)
    # How open the person is to others, lambda in [0, 1]; None takes the default of the parameters.
    openness: float | None = None
    # What a contact costs, relative to an ordinary one.
    contact_cost: float = Field(default=1.0, gt=0)
    # Somebody who must exist (a required role) but whom we do not know yet.
    placeholder: bool = Field(default=False)


class RoleAssignment(Effective, table=True):
    """A role that a person holds on an account; a suggestion until somebody confirms it."""

    __tablename__ = "role_assignment"
    __table_args__ = (Index("ix_role_assignment_account_id_superseded_at", "account_id", "superseded_at"),)

    id: int = key()
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    role: Role = choice(Role)
    sub_role: SubRole | None = choice(SubRole, default=None)
    suggested: bool = Field(default=False)
    confirmed_at: datetime | None = moment(default=None)


class MapPosition(SQLModel, table=True):
    """Where somebody drew a person on the map of an account."""

    __tablename__ = "map_position"

    account_id: int = Field(foreign_key="account.id", primary_key=True, ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE")
    x: float
    y: float


class RequiredRole(SQLModel, table=True):
    """A role that every account of a segment should have filled; segment None: every account."""

    __tablename__ = "required_role"
    __table_args__ = (UniqueConstraint("segment", "sub_role"),)

    id: int = key()
    segment: str | None = Field(default=None, max_length=100)
    sub_role: SubRole = choice(SubRole)


class TitleRule(SQLModel, table=True):
    """Which role a job title suggests, per language."""

    __tablename__ = "title_rule"
    __table_args__ = (UniqueConstraint("language", "pattern"),)

    id: int = key()
    language: str = Field(max_length=20)
    # A phrase, matched on whole words (Latin) or anywhere (Chinese), longest first.
    pattern: str = Field(max_length=200)
    sub_role: SubRole = choice(SubRole)
