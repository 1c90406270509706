"""Note that what a score depends on has changed, so that it is computed again within seconds."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from models.account import Account

# Both databases limit the number of parameters of a statement.
_CHUNK = 500


def mark_stale(session: Session, account_ids: Iterable[int], now: datetime) -> None:
    """Mark accounts as due for scoring; one that already waits keeps its place in the queue."""
    ids = sorted(set(account_ids))
    for start in range(0, len(ids), _CHUNK):
        session.execute(
            update(Account)
            .where(col(Account.id).in_(ids[start : start + _CHUNK]), col(Account.stale_since).is_(None))
            .values(stale_since=now)
        )
