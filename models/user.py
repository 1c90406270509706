"""Our own people, and the tokens that act for them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from models.base import Tracked, choice, key, moment
from models.vocabulary import UserRole


class User(Tracked, table=True):
    """One of our people. Without a password it is a colleague known by name only, who cannot sign in."""

    id: int = key()
    email: str = Field(max_length=320, unique=True)
    name: str = Field(max_length=200)
    title: str | None = Field(default=None, max_length=200)
    password: str | None = Field(default=None, max_length=255)
    active: bool = Field(default=True)
    role: UserRole = choice(UserRole, default=UserRole.READ_ONLY)
    sees_names: bool = Field(default=False)
    language: str = Field(default="en", max_length=20)
    time_zone: str = Field(default="UTC", max_length=64)
    # Changing it ends every session of the user at once.
    session_key: str = Field(max_length=64, unique=True)
    preferences: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    away_until: datetime | None = moment(default=None)
    last_signed_in_at: datetime | None = moment(default=None)


class ApiToken(SQLModel, table=True):
    """A key for programs: acts for its owner, within its scopes. Only a digest is kept."""

    __tablename__ = "api_token"

    id: int = key()
    user_id: int = Field(foreign_key="user.id", index=True)
    name: str = Field(max_length=200)
    prefix: str = Field(max_length=16, unique=True)
    digest: str = Field(max_length=128)
    scopes: list[str] = Field(default_factory=list, sa_type=JSON)
    created_at: datetime = moment()
    expires_at: datetime | None = moment(default=None)
    revoked_at: datetime | None = moment(default=None)
    last_used_at: datetime | None = moment(default=None)


class BreakGlass(SQLModel, table=True):
    """An administrator's dated reason for seeing what is said about people on one account."""

    __tablename__ = "break_glass"

    id: int = key()
    user_id: int = Field(foreign_key="user.id", index=True)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    reason: str = Field(max_length=1000)
    granted_at: datetime = moment()
    expires_at: datetime = moment()
