"""Add an event to the audit trail, in the transaction of what it speaks of."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
import structlog
from sqlalchemy import select, text
from sqlmodel import Session, col

from models.audit import AuditEvent
from service.auth.principal import Principal

GENESIS = "0" * 64
_AUDIT_LOCK = 7_203_552


def record_audit(
    session: Session,
    principal: Principal,
    action: str,
    target_kind: str,
    target_id: int | str | None = None,
    *,
    now: datetime,
    account_id: int | None = None,
    fields: Mapping[str, Any] | None = None,
    request_id: str | None = None,
) -> AuditEvent:
    """Append one event; its hash covers its content and the hash of the event before it.

    The request or run is named by ``request_id``; without one, by that under which the log lines of this moment stand.
    ``fields`` names what changed (old and new values; never a secret). Writers queue for the last hash: on
    PostgreSQL by an advisory lock of the transaction, on SQLite because every writer already holds the database.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({_AUDIT_LOCK})"))
    session.flush()
    previous = session.execute(
        select(col(AuditEvent.hash)).order_by(col(AuditEvent.id).desc()).limit(1)
    ).scalar_one_or_none()
    event = AuditEvent(
        at=now,
        actor_user_id=principal.user_id,
        actor_token_id=principal.token_id,
        actor_label=principal.label[:200],
        action=action,
        target_kind=target_kind,
        target_id=None if target_id is None else str(target_id),
        account_id=account_id,
        fields=orjson.loads(orjson.dumps(dict(fields or {}), default=str)),
        request_id=request_id or structlog.contextvars.get_contextvars().get("request_id"),
        previous_hash=previous or GENESIS,
        hash="",
    )
    event.hash = event_hash(event)
    session.add(event)
    session.flush()
    return event


def event_hash(event: AuditEvent) -> str:
    """SHA-256 over the event's content and its predecessor's hash, in a fixed order."""
    content = [
        event.previous_hash,
        event.at.isoformat(),
        event.actor_user_id,
        event.actor_token_id,
        event.actor_label,
        event.action,
        event.target_kind,
        event.target_id,
        event.account_id,
        event.fields,
        event.request_id,
    ]
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
