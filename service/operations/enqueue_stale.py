"""Turn the marks of stale accounts into one run that scores them."""

from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from models.account import Account
from service.operations.enqueue_run import enqueue_run

# A run measures and writes in one transaction, some 4 ms an account, while nobody else writes to SQLite: answers come
# in between two runs.
AT_ONCE = 25
KIND = "score_accounts"


def has_stale(session: Session, *, now: datetime) -> bool:
    """Whether any account waits to be scored."""
    waiting = select(col(Account.id)).where(col(Account.stale_since) <= now).limit(1)
    return session.execute(waiting).first() is not None


def enqueue_stale(session: Session, *, now: datetime) -> int:
    """Take up to :data:`AT_ONCE` stale accounts, oldest first, into a new run; gives how many there were.

    Marks are taken off in the same transaction that adds the run, so that two schedulers never take the same account
    and a crash in between loses nothing. An account that changes again later is marked, and scored, again.
    """
    waiting = (
        select(col(Account.id))
        .where(col(Account.stale_since) <= now)
        .order_by(col(Account.stale_since), col(Account.id))
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    ids = list(session.execute(waiting).scalars())
    if not ids:
        return 0
    session.execute(
        update(Account)
        .where(col(Account.id).in_(ids))
        .values(stale_since=None)
        .execution_options(synchronize_session=False)
    )
    period = f"{now.isoformat()}#{ids[0]}"
    enqueue_run(session, KIND, "stale", period, now=now, payload={"account_ids": ids}, priority=10)
    return len(ids)
