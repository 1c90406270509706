"""Where a wave stands."""

from datetime import datetime
from enum import StrEnum


class WaveState(StrEnum):
    """Where a wave stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    WAITING = "waiting"  # for its trigger
    SENDING = "sending"
    OPEN = "open"
    OVER = "over"
    CANCELLED = "cancelled"


def wave_state(
    starts_at: datetime | None,
    started_at: datetime | None,
    cancelled_at: datetime | None,
    *,
    triggered: bool,
    to_send: int,
    open_until: datetime | None,
    now: datetime,
) -> WaveState:
    """Where a wave stands; ``to_send`` mails wait to go out, the last link ends at ``open_until`` (None: no links).

    >>> wave_state(None, None, None, triggered=False, to_send=0, open_until=None, now=datetime.max).value
    'draft'
    """
    if cancelled_at is not None:
        return WaveState.CANCELLED
    if started_at is None:
        return WaveState.DRAFT if starts_at is None else WaveState.SCHEDULED
    if triggered:
        return WaveState.WAITING
    if to_send:
        return WaveState.SENDING
    return WaveState.OPEN if open_until is not None and now < open_until else WaveState.OVER
