"""Sending surveys as jobs: a wave when its time has come; triggers, single invitations and reminders all day long.

Each part of a wave is its own transaction: whole accounts with their invitations and mails. A run that was killed goes
on where it was, since whoever has been invited is not invited again.
"""

from collections.abc import Callable
from typing import Any

import structlog
from sqlmodel import Session

from models.survey import Wave
from service.database import reading, writing
from service.errors import Refusal
from service.jobs.context import JobContext
from service.jobs.turns import turn
from service.operations.claim_run import Claim, extend_lease, finish_run
from service.operations.invite_people import invite_people
from service.operations.note_stages import note_stages
from service.operations.post_invitations import PostOffice, post_waiting
from service.operations.send_reminders import expire_invitations, reminding_waves, send_reminders
from service.operations.start_wave import begin_wave
from service.queries.waiting_waves import waiting_waves
from service.queries.wave_basis import planner_of, wave_basis
from service.queries.wave_decisions import ACCOUNTS_TO_SEND, wave_parts
from service.secret_key import secret_keys
from service.sending.triggers import TriggerKind

log = structlog.get_logger()


def run_send_wave(context: JobContext, claim: Claim) -> None:
    """Begin the payload's wave and invite its people; one that waits for a trigger only begins to wait."""
    wave_id, now = int(claim.payload["wave_id"]), context.clock()
    with writing(context.factory) as session:
        planner = planner_of(session, session.get_one(Wave, wave_id), now=now)
        wave = begin_wave(session, planner, wave_id, now=now)
        if wave is None:
            finish_run(session, claim, now=now, result={"cancelled": True})
            return
        if wave.audience.get("trigger"):
            note_stages(session, now=now)
            finish_run(session, claim, now=now, result={"waiting": True})
            return
    invited = _invite(context, claim, wave_id)
    _post_waiting(context, claim, wave_id)
    with writing(context.factory) as session:
        finish_run(session, claim, now=context.clock(), result={"invited": invited})


def run_send_surveys(context: JobContext, claim: Claim) -> None:
    """Ask on the occasions that have come, post single invitations, remind, and close what has run out.

    A wave that cannot go on (its survey was closed, its planner has left) is named in the result and holds nobody up.
    """
    held: dict[str, str] = {}
    invited = _each(_triggered(context), held, lambda wave_id: _invite(context, claim, wave_id))
    posted = _post_waiting(context, claim, None)
    with reading(context.factory) as session:
        waves = reminding_waves(session, now=context.clock())
    reminded = _each(waves, held, lambda wave_id: _remind(context, claim, wave_id))
    with writing(context.factory) as session:
        expired = expire_invitations(session, now=context.clock())
        result: dict[str, Any] = {"invited": invited, "posted": posted, "reminded": reminded, "expired": expired}
        finish_run(session, claim, now=context.clock(), result={**result, **({"held": held} if held else {})})


def post_office(context: JobContext) -> PostOffice:
    """What mails of this installation need."""
    settings = context.settings
    return PostOffice(settings.base_url, secret_keys(settings), settings.mail_from)


def _triggered(context: JobContext) -> list[int]:
    """The waves that wait for a trigger; if one waits for a stage, what stages were reached is noted first."""
    with reading(context.factory) as session:
        waiting = waiting_waves(session)
    if any(trigger.kind is TriggerKind.STAGE_REACHED for _wave, trigger in waiting):
        with writing(context.factory) as session:
            note_stages(session, now=context.clock())
    return [wave_id for wave_id, _trigger in waiting]


def _each(waves: list[int], held: dict[str, str], do: Callable[[int], int]) -> int:
    done = 0
    for wave_id in waves:
        try:
            done += do(wave_id)
        except Refusal as refusal:
            log.warning("wave held", wave_id=wave_id)
            held[str(wave_id)] = refusal.detail
    return done


def _invite(context: JobContext, claim: Claim, wave_id: int) -> int:
    """Invite the people of a wave, some accounts a transaction; stops where the wave is cancelled in between."""
    office = post_office(context)
    with reading(context.factory) as session:
        basis = wave_basis(session, session.get_one(Wave, wave_id), now=context.clock())
        parts = list(wave_parts(session, basis, now=context.clock(), at_once=ACCOUNTS_TO_SEND))
    invited = 0
    for number, (account_ids, events) in enumerate(parts, 1):
        with turn(context.factory) as session:
            wave = _held(session, wave_id)
            if wave.cancelled_at is not None:
                return invited
            now = context.clock()
            basis = wave_basis(session, wave, now=now)
            invited += invite_people(session, basis, account_ids, events, office, now=now)
            extend_lease(session, claim, now=now, done=number, total=len(parts))
    return invited


def _held(session: Session, wave_id: int) -> Wave:
    """The wave, locked, so that nobody cancels it between this look and the mails of this part."""
    return session.get_one(Wave, wave_id, with_for_update=True, populate_existing=True)


def _post_waiting(context: JobContext, claim: Claim, wave_id: int | None) -> int:
    posted = 0
    while True:
        with turn(context.factory) as session:
            count = post_waiting(session, post_office(context), now=context.clock(), wave_id=wave_id)
            extend_lease(session, claim, now=context.clock())
        posted += count
        if not count:
            return posted


def _remind(context: JobContext, claim: Claim, wave_id: int) -> int:
    reminded, after = 0, 0
    while True:
        with turn(context.factory) as session:
            now = context.clock()
            count, last = send_reminders(session, wave_id, post_office(context), now=now, after=after)
            extend_lease(session, claim, now=now)
        reminded += count
        if last is None:
            return reminded
        after = last
