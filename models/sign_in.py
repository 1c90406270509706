"""Who is signed in on which browser, and who tried in vain."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.base import key, moment


class BrowserSession(SQLModel, table=True):
    """One sign-in of one user on one browser; the browser holds a secret of which only a digest is kept."""

    __tablename__ = "browser_session"

    id: int = key()
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE", index=True)
    digest: str = Field(max_length=64, unique=True)
    # The user's session key at that time: a new one ends this session with all others.
    session_key: str = Field(max_length=64)
    # "password" or "openid".
    method: str = Field(max_length=20)
    agent: str = Field(default="", max_length=200)
    created_at: datetime = moment()
    expires_at: datetime = moment()
    ended_at: datetime | None = moment(default=None)


class SignInFailure(SQLModel, table=True):
    """One failed attempt to sign in, counted per address and per account name; both are kept as digests only."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (
        Index("ix_sign_in_failure_name_digest_at", "name_digest", "at"),
        Index("ix_sign_in_failure_address_digest_at", "address_digest", "at"),
    )

    id: int = key()
    name_digest: str = Field(max_length=64)
    address_digest: str = Field(max_length=64)
    at: datetime = moment()
