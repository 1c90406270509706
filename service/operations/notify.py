"""Put a notice into somebody's inbox, once for its key, and let it be told."""

from datetime import datetime

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from models.case import Case, Notice
from models.vocabulary import NoticeKind
from service.operations.enqueue_run import enqueue_run

TELL = "tell_notices"


def notify(session: Session, kind: NoticeKind, case: Case, user_id: int, mark: str, *, now: datetime) -> int | None:
    """Tell ``user_id`` something about a case; None where it was told before.

    ``mark`` tells one occasion of a kind from the next. All notices of a transaction are told together: one run a user.
    """
    values = {
        "user_id": user_id,
        "kind": kind,
        "notice_key": f"{kind}:case:{case.id}:user:{user_id}:{mark}"[:200],
        "account_id": case.account_id,
        "case_id": case.id,
        "created_at": now,
    }
    notice_id: int | None = session.execute(
        _insert(session).values(**values).returning(col(Notice.id))
    ).scalar_one_or_none()
    if notice_id is not None:
        enqueue_run(
            session, TELL, f"user:{user_id}", now.isoformat(), now=now, payload={"user_id": user_id}, priority=5
        )
    return notice_id


def _insert(session: Session) -> Insert:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return insert(Notice).on_conflict_do_nothing(index_elements=["notice_key"])
