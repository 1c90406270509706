"""What a wave can wait for, and on which occasions it fires."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from scoring.vocabulary import LifecycleStage

MOST_DAYS_BEFORE = 730
#: What happened longer ago is not asked about any more: nobody remembers it.
FRESH_FOR = timedelta(days=7)


class WrongTrigger(ValueError):
    """A trigger that says something we do not understand."""


class TriggerKind(StrEnum):
    """What a wave waits for."""

    TICKET_CLOSED = "ticket_closed"
    STAGE_REACHED = "stage_reached"
    BEFORE_RENEWAL = "before_renewal"


@dataclass(frozen=True, slots=True)
class Trigger:
    """What fires; ``stage`` for a stage, ``days`` before a renewal, ``wait_hours`` after a ticket or a stage."""

    kind: TriggerKind
    stage: LifecycleStage | None = None
    days: int = 120
    wait_hours: int = 0

    def ticket_span(self, since: datetime, now: datetime) -> tuple[datetime, datetime]:
        """Tickets closed after the first and up to the second moment are asked about now."""
        return self._span(since, now)

    def stage_span(self, since: datetime, now: datetime) -> tuple[datetime, datetime]:
        """A stage reached after the first and up to the second moment is asked about now."""
        return self._span(since, now)

    def _span(self, since: datetime, now: datetime) -> tuple[datetime, datetime]:
        latest = now - timedelta(hours=self.wait_hours)
        return max(since, latest - FRESH_FOR), latest

    def renewal_span(self, since: date, today: date) -> tuple[date, date]:
        """Contracts that end from the first to the second day are asked about today.

        A day on which nothing ran is made up for; a contract that came into sight before the wave began is not.

        >>> trigger = Trigger(TriggerKind.BEFORE_RENEWAL, days=120)
        >>> first, last = trigger.renewal_span(date(2026, 1, 1), date(2026, 1, 1))
        >>> first == last == date(2026, 5, 1)
        True
        """
        ahead = timedelta(days=self.days)
        return max(since, today - FRESH_FOR) + ahead, today + ahead


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """A trigger fired: on which account, for whom (None: for everybody of the audience), on what occasion."""

    account_id: int
    occasion: str
    person_id: int | None = None


def ticket_occasion(ticket_id: int) -> str:
    """The occasion that a closed ticket is: the same however often it is seen."""
    return f"ticket:{ticket_id}"


def stage_occasion(stage: LifecycleStage, since: datetime) -> str:
    """The occasion that reaching a stage is; reached again later, it is another one."""
    return f"stage:{stage.value}:{since:%Y%m%dT%H%M%S}"


def renewal_occasion(contract_id: int, ends_on: date) -> str:
    """The occasion that a coming renewal is; a contract that was prolonged comes to another one."""
    return f"renewal:{contract_id}:{ends_on.isoformat()}"


def trigger_of(stored: Mapping[str, Any] | None) -> Trigger | None:
    """The trigger that is stored as ``{"kind": ..., "stage": ..., "days": ..., "wait_hours": ...}``; None: none.

    >>> trigger_of({"kind": "stage_reached", "stage": "adoption"}).stage.value
    'adoption'

    :raises WrongTrigger: another kind, a stage that there is not, or a number out of range.
    """
    if not stored:
        return None
    kind, stage = stored.get("kind"), stored.get("stage")
    if kind not in set(TriggerKind):
        raise WrongTrigger("There is no such trigger.")
    if kind == TriggerKind.STAGE_REACHED and stage not in set(LifecycleStage):
        raise WrongTrigger("Choose the stage that is waited for.")
    days, wait = stored.get("days", 120), stored.get("wait_hours", 0)
    if not _whole(days, 1, MOST_DAYS_BEFORE):
        raise WrongTrigger(f"A renewal is waited for from 1 to {MOST_DAYS_BEFORE} days ahead.")
    if not _whole(wait, 0, 24 * 30):
        raise WrongTrigger("The wait is from 0 to 720 hours.")
    return Trigger(TriggerKind(kind), LifecycleStage(stage) if stage in set(LifecycleStage) else None, days, wait)


def stored_trigger(trigger: Trigger | None) -> dict[str, Any] | None:
    """The form in which a trigger is stored."""
    if trigger is None:
        return None
    stored: dict[str, Any] = {"kind": trigger.kind.value}
    if trigger.kind is TriggerKind.STAGE_REACHED and trigger.stage is not None:
        stored["stage"] = trigger.stage.value
    if trigger.kind is TriggerKind.BEFORE_RENEWAL:
        stored["days"] = trigger.days
    elif trigger.wait_hours:
        stored["wait_hours"] = trigger.wait_hours
    return stored


def _whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
