"""What a wave's trigger fires on now: closed tickets, stages reached, renewals that come near."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account, Contract
from models.signal import Ticket
from models.survey import StageReached
from scoring.vocabulary import ContractOutcome
from service.sending.triggers import (
    Event,
    Trigger,
    TriggerKind,
    renewal_occasion,
    stage_occasion,
    ticket_occasion,
)


def wave_events(session: Session, trigger: Trigger, *, since: datetime, now: datetime) -> list[Event]:
    """The events on which the trigger of a wave that began to wait at ``since`` fires at ``now``.

    The same event is seen for a week; who was asked on its occasion is not asked on it again.
    """
    match trigger.kind:
        case TriggerKind.TICKET_CLOSED:
            return _tickets(session, trigger, since, now)
        case TriggerKind.STAGE_REACHED:
            return _stages(session, trigger, since, now)
        case TriggerKind.BEFORE_RENEWAL:
            return _renewals(session, trigger, since, now)


def _tickets(session: Session, trigger: Trigger, since: datetime, now: datetime) -> list[Event]:
    after, until = trigger.ticket_span(since, now)
    statement = (
        select(col(Ticket.id), col(Ticket.account_id), col(Ticket.person_id))
        .where(col(Ticket.closed_at) > after, col(Ticket.closed_at) <= until, col(Ticket.person_id).is_not(None))
        .order_by(col(Ticket.closed_at), col(Ticket.id))
    )
    return [Event(row.account_id, ticket_occasion(row.id), row.person_id) for row in session.execute(statement)]


def _stages(session: Session, trigger: Trigger, since: datetime, now: datetime) -> list[Event]:
    after, until = trigger.stage_span(since, now)
    statement = (
        select(col(StageReached.account_id), col(StageReached.stage), col(StageReached.since))
        .join(Account, col(Account.id) == col(StageReached.account_id))
        .where(
            col(StageReached.stage) == trigger.stage,
            col(Account.lifecycle_stage) == trigger.stage,
            col(StageReached.since) > after,
            col(StageReached.since) <= until,
        )
        .order_by(col(StageReached.account_id))
    )
    return [Event(row.account_id, stage_occasion(row.stage, row.since)) for row in session.execute(statement)]


def _renewals(session: Session, trigger: Trigger, since: datetime, now: datetime) -> list[Event]:
    first, last = trigger.renewal_span(since.astimezone(UTC).date(), now.astimezone(UTC).date())
    statement = (
        select(col(Contract.id), col(Contract.account_id), col(Contract.ends_on))
        .where(
            col(Contract.outcome) == ContractOutcome.OPEN,
            col(Contract.ends_on) >= first,
            col(Contract.ends_on) <= last,
        )
        .order_by(col(Contract.ends_on), col(Contract.id))
    )
    return [Event(row.account_id, renewal_occasion(row.id, row.ends_on)) for row in session.execute(statement)]
