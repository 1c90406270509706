"""Who of a wave is asked and who is left out: the one path that the dry run and the sending both take."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from sqlmodel import Session

from service.queries.chunks import chunks
from service.queries.past_askings import past_askings
from service.queries.wave_basis import WaveBasis
from service.queries.wave_events import wave_events
from service.queries.wave_people import WavePerson, wave_accounts, wave_people
from service.sending.deciding import Askings, Candidate, Decision, decide
from service.sending.triggers import Event

ACCOUNTS_AT_ONCE = 50
#: Fewer where mails are written: on SQLite nobody else can write meanwhile, and respondents must not wait for it.
ACCOUNTS_TO_SEND = 5


@dataclass(frozen=True)
class Decided:
    """One decision with the person whom it is about."""

    decision: Decision
    person: WavePerson


def wave_parts(
    session: Session,
    basis: WaveBasis,
    *,
    now: datetime,
    at_once: int = ACCOUNTS_AT_ONCE,
    since: datetime | None = None,
) -> Iterator[tuple[list[int], list[Event] | None]]:
    """A wave in parts of ``at_once`` whole accounts, each with the events that fired there (None: no trigger).

    ``since``: from when on events count for a wave that has not begun.
    """
    accounts = wave_accounts(session, basis)
    trigger = basis.audience.trigger
    if trigger is None:
        for part in chunks(accounts, at_once):
            yield list(part), None
        return
    since = basis.wave.started_at or since or now
    fired = sorted(wave_events(session, trigger, since=since, now=now), key=lambda event: event.account_id)
    within = set(accounts)
    by_account = {
        account_id: list(events)
        for account_id, events in groupby(fired, key=lambda event: event.account_id)
        if account_id in within
    }
    for part in chunks(list(by_account), at_once):
        yield list(part), [event for account_id in part for event in by_account[account_id]]


def decide_part(
    session: Session,
    basis: WaveBasis,
    account_ids: Sequence[int],
    events: Sequence[Event] | None,
    askings: Askings,
    keys: Sequence[str],
) -> list[Decided]:
    """The decisions on some accounts; ``askings`` takes in what was asked before and whoever is asked now."""
    found = wave_people(session, basis, account_ids, keys, now=askings.now)
    candidates = found.candidates if events is None else _fired(found.candidates, events)
    since = askings.now - basis.rules.quarantine
    askings.add(past_askings(session, basis.wave.id, candidates, account_ids, since=since))
    return [
        Decided(decision, found.people[decision.candidate.account_id, decision.candidate.person_id])
        for decision in decide(candidates, askings, found.askable)
    ]


def _fired(candidates: Sequence[Candidate], events: Sequence[Event]) -> list[Candidate]:
    """The candidates whom events mean, once an event."""
    return [
        replace(one, occasion=event.occasion)
        for event in events
        for one in candidates
        if one.account_id == event.account_id and event.person_id in (None, one.person_id)
    ]
