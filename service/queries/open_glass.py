"""Until when an administrator may read what is said about the people of an account."""

from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.user import BreakGlass
from service.auth.principal import Principal


def open_glass(session: Session, principal: Principal, account_id: int, now: datetime) -> datetime | None:
    """When the opening that is in force ends; None where this reader has opened nothing here."""
    statement = select(func.max(col(BreakGlass.expires_at))).where(
        col(BreakGlass.user_id) == principal.user_id,
        col(BreakGlass.account_id) == account_id,
        col(BreakGlass.granted_at) <= now,
        col(BreakGlass.expires_at) > now,
    )
    return session.execute(statement).scalar_one_or_none()
