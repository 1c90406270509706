"""The waves that wait for a trigger."""

from sqlalchemy import select
from sqlmodel import Session, col

from models.survey import Wave
from service.sending.audience import audience_of
from service.sending.triggers import Trigger


def waiting_waves(session: Session) -> list[tuple[int, Trigger]]:
    """Every wave that has begun to wait for its trigger, with it."""
    statement = (
        select(col(Wave.id), col(Wave.audience))
        .where(col(Wave.started_at).is_not(None), col(Wave.cancelled_at).is_(None))
        .order_by(col(Wave.id))
    )
    found = []
    for row in session.execute(statement):
        if (row.audience or {}).get("trigger"):
            trigger = audience_of(row.audience).trigger
            if trigger is not None:
                found.append((row.id, trigger))
    return found
