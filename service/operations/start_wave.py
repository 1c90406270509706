"""Start a wave, now or later; the job process sends it."""

from datetime import datetime, timedelta

from sqlmodel import Session

from models.survey import Wave
from service.auth.policy import Action
from service.auth.principal import Principal
from service.errors import Conflict
from service.operations.enqueue_run import enqueue_run
from service.operations.plan_wave import plan_again
from service.operations.record_audit import record_audit
from service.operations.references import invalid
from service.queries.visible_waves import visible_wave
from service.queries.wave_basis import wave_basis

SEND_WAVE = "send_wave"
_FURTHEST = timedelta(days=366)


def start_wave(
    session: Session, principal: Principal, wave_id: int, *, now: datetime, starts_at: datetime | None = None
) -> Wave:
    """Let a wave begin at ``starts_at``, or at once; a time that was set before can be set anew until it has come.

    :raises NotFound: absent, or not within reach.
    :raises Conflict: begun or cancelled already, or its survey is not live.
    :raises Invalid: a moment more than a year ahead.
    """
    wave = visible_wave(session, principal, wave_id, Action.WRITE, lock=True)
    if wave.cancelled_at is not None or wave.started_at is not None:
        raise Conflict("This wave has begun already, or was cancelled.")
    wave_basis(session, wave, now=now)
    at = max(starts_at or now, now)
    if at > now + _FURTHEST:
        raise invalid("starts_at", "A wave begins within a year.")
    wave.starts_at = at
    wave.updated_at = now
    wave.version += 1
    session.add(wave)
    session.flush()
    record_audit(session, principal, "started", "wave", wave.id, now=now, fields={"starts_at": at})
    if at <= now:
        enqueue_wave(session, wave, now=now)
    return wave


def enqueue_wave(session: Session, wave: Wave, *, now: datetime) -> int | None:
    """Put the sending of a wave in the queue; once, however often it is asked for."""
    assert wave.starts_at is not None  # noqa: S101 - only a wave with a start is enqueued
    period = wave.starts_at.isoformat(timespec="seconds")
    return enqueue_run(
        session,
        SEND_WAVE,
        f"wave:{wave.id}",
        period,
        now=now,
        payload={"wave_id": wave.id},
        priority=3,
        requested_by_id=wave.created_by_id,
    )


def begin_wave(session: Session, principal: Principal, wave_id: int, *, now: datetime) -> Wave | None:
    """Mark a wave as begun, once, and plan the next of one that is repeated; None where it was cancelled meanwhile."""
    wave = visible_wave(session, principal, wave_id, Action.WRITE, lock=True)
    if wave.cancelled_at is not None:
        return None
    if wave.started_at is None:
        wave.started_at = now
        session.add(wave)
        plan_again(session, principal, wave, now=now)
        session.flush()
    return wave
