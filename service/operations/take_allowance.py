"""Take from what somebody may have within a window of time; counted in the database, so that processes share it."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from sqlalchemy import Insert, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from models.rate import RateWindow

KEPT = timedelta(hours=1)


def allowance_digest(purpose: str, whose: str, secret: str) -> str:
    """What somebody's allowance is counted under: neither token nor address can be read from it."""
    return hmac.new(secret.encode(), f"{purpose}:{whose}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def window_end(now: datetime, window: timedelta) -> datetime:
    """The end of the window that ``now`` lies in: windows follow each other since the epoch.

    >>> window_end(datetime(2026, 3, 1, 9, 0, 30, tzinfo=UTC), timedelta(minutes=1)).isoformat()
    '2026-03-01T09:01:00+00:00'
    """
    seconds = int(window.total_seconds())
    return datetime.fromtimestamp((int(now.timestamp()) // seconds + 1) * seconds, UTC)


def take_allowance(
    session: Session, digest: str, *, wanted: int, limit: int, window: timedelta, now: datetime
) -> tuple[int, datetime]:
    """Take up to ``wanted`` of the ``limit`` of this window; gives how many there were, and when the window ends.

    However many processes ask at once, together they get ``limit``: each adds to the count, and reads what it is then,
    in one statement.
    """
    ends_at = window_end(now, window)
    statement = _insert(session, digest, ends_at, wanted).returning(col(RateWindow.taken))
    taken = int(session.execute(statement).scalar_one())
    if taken == wanted:
        # The first to ask in a window clears away those that are over.
        session.execute(delete(RateWindow).where(col(RateWindow.ends_at) < now - KEPT))
    return max(0, min(wanted, limit - (taken - wanted))), ends_at


def _insert(session: Session, digest: str, ends_at: datetime, wanted: int) -> Insert:
    values = {"digest": digest, "ends_at": ends_at, "taken": wanted}
    added = {"taken": col(RateWindow.taken) + wanted}
    key = ["digest", "ends_at"]
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(RateWindow).values(**values).on_conflict_do_update(index_elements=key, set_=added)
    return sqlite.insert(RateWindow).values(**values).on_conflict_do_update(index_elements=key, set_=added)
