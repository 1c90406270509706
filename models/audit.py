"""The audit trail and the memory of requests already served."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import key, moment


class AuditEvent(SQLModel, table=True):
    """Who did what to what. Rows are only ever added; each carries the hash of the one before."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_target_kind_target_id", "target_kind", "target_id"),
        Index("ix_audit_event_at", "at"),
    )

    id: int = key()
    at: datetime = moment()
    # No foreign keys: the trail outlives what it speaks of.
    actor_user_id: int | None = None
    actor_token_id: int | None = None
    actor_label: str = Field(max_length=200)
    action: str = Field(max_length=60)
    target_kind: str = Field(max_length=60)
    target_id: str | None = Field(default=None, max_length=100)
    account_id: int | None = None
    fields: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    request_id: str | None = Field(default=None, max_length=64)
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64, unique=True)


class IdempotencyKey(SQLModel, table=True):
    """A create already carried out: the same key gets the same answer and adds nothing."""

    __tablename__ = "idempotency_key"
    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        Index("ix_idempotency_key_created_at", "created_at"),
    )

    id: int = key()
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE")
    key: str = Field(max_length=200)
    method: str = Field(max_length=10)
    path: str = Field(max_length=500)
    request_digest: str = Field(max_length=64)
    status: int
    body: str
    created_at: datetime = moment()
