"""Idempotency-Key: a create that is sent twice is done once, and answered twice alike."""

import hashlib
from collections.abc import Callable

from flask import Response, request
from sqlalchemy import select, text
from sqlmodel import Session, col

from models.audit import IdempotencyKey
from service.edge.current import current_principal, current_session, now
from service.errors import Invalid

HEADER = "Idempotency-Key"
LONGEST = 200
_LOCK_SPACE = 7_203


def once(do: Callable[[], Response]) -> Response:
    """Do what the request asks, unless the same asker sent the same key before: then the answer of that time.

    The answer is kept in the transaction of what was done, so that either both are there or neither. Refusals are not
    kept: a request that was refused may be mended and sent again with the same key.

    :raises Invalid: the key came before with another request, or is too long.
    """
    key = request.headers.get(HEADER, "").strip()
    user_id = current_principal().user_id
    if not key or user_id is None:
        return do()
    if len(key) > LONGEST or not key.isascii() or not key.isprintable():
        raise _refused(f"A key has at most {LONGEST} printable ASCII characters.")
    session = current_session()
    _one_at_a_time(session, user_id, key)
    digest = hashlib.sha256(f"{request.method} {request.full_path}\n".encode() + request.get_data()).hexdigest()
    kept: IdempotencyKey | None = session.execute(
        select(IdempotencyKey).where(col(IdempotencyKey.user_id) == user_id, col(IdempotencyKey.key) == key)
    ).scalar_one_or_none()
    if kept is not None:
        return _again(kept, digest)
    response = do()
    if response.status_code < 300:
        session.add(
            IdempotencyKey(
                user_id=user_id,
                key=key,
                method=request.method,
                path=request.path[:500],
                request_digest=digest,
                status=response.status_code,
                body=response.get_data(as_text=True),
                created_at=now(),
            )
        )
        session.flush()
    return response


def _again(kept: IdempotencyKey, digest: str) -> Response:
    if kept.request_digest != digest:
        raise _refused("This key came before with another request; use a new key for a new request.")
    response = Response(kept.body, kept.status, mimetype="application/json")
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _refused(message: str) -> Invalid:
    return Invalid(message, [{"path": HEADER, "message": message}])


def _one_at_a_time(session: Session, user_id: int, key: str) -> None:
    """Let a second request with the same key wait for the first; on SQLite every writer waits anyhow."""
    if session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(f"{user_id} {key}".encode()).digest()[:4], "big", signed=True)
        session.execute(text("SELECT pg_advisory_xact_lock(:space, :number)"), {"space": _LOCK_SPACE, "number": number})
    else:
        # Opens the transaction, and with it takes the place of the one writer.
        session.connection()
