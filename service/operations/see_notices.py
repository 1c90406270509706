"""Note what somebody has seen in their inbox."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from models.case import Notice
from service.auth.principal import Principal


def see_notices(session: Session, principal: Principal, *, case_id: int | None = None, now: datetime) -> None:
    """Mark one's notices as seen: all of them, or those about a case that was opened."""
    statement = update(Notice).where(col(Notice.user_id) == principal.user_id, col(Notice.seen_at).is_(None))
    if case_id is not None:
        statement = statement.where(col(Notice.case_id) == case_id)
    session.execute(statement.values(seen_at=now).execution_options(synchronize_session=False))
