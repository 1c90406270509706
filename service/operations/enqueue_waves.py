"""Put waves in the queue whose time has come."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlmodel import Session, col

from models.survey import Wave
from service.operations.start_wave import enqueue_wave


def enqueue_waves(session: Session, *, now: datetime) -> int:
    """Enqueue the sending of every wave whose time has come, once; gives how many runs are new."""
    waves = session.execute(select(Wave).where(_due(now)).order_by(col(Wave.id))).scalars()
    return sum(enqueue_wave(session, wave, now=now) is not None for wave in waves)


def _due(now: datetime) -> ColumnElement[bool]:
    return and_(col(Wave.starts_at) <= now, col(Wave.started_at).is_(None), col(Wave.cancelled_at).is_(None))
