"""Take the next message from the outbox, for a while, and note what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, and_, or_, select, update
from sqlmodel import Session, col

from models.report import Delivery
from models.vocabulary import DeliveryState
from service.errors import Conflict

# Longer than the slowest server may take over one message.
LEASE = timedelta(minutes=5)
#: Pauses after each attempt: a day in all, short at first.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 2, 4, 8, 15, 30, 60, 120, 240, 240, 360, 360))


class DeliveryLost(Conflict):
    """The message was given to another worker since."""

    title = "Delivery lost"


@dataclass(frozen=True)
class DeliveryClaim:
    """A message that this worker holds; ``fence`` is shown with whatever is noted about it."""

    delivery_id: int
    fence: int
    attempt: int


def has_deliveries(session: Session, *, now: datetime) -> bool:
    """Whether a message is due; looking takes no lock."""
    return session.execute(select(col(Delivery.id)).where(_claimable(now)).limit(1)).first() is not None


def claim_delivery(session: Session, *, now: datetime, lease: timedelta = LEASE) -> DeliveryClaim | None:
    """Claim the next message that is due, or one whose worker fell silent; None where there is none.

    A worker that died after the server had taken the message is not to be told from one that died before: the message
    goes out once more, under the same message id. One that nobody survives is set aside like one that nobody takes.
    """
    statement = (
        select(col(Delivery.id), col(Delivery.fence), col(Delivery.attempts))
        .where(_claimable(now))
        .order_by(col(Delivery.next_attempt_at), col(Delivery.id))
        .limit(10)
    )
    for row in session.execute(statement).all():
        spent = row.attempts > len(PAUSES)
        values: dict[str, Any] = {"fence": row.fence + 1}
        if spent:
            values |= {"state": DeliveryState.FAILED, "lease_until": None, "error": "Every attempt fell silent."}
        else:
            values |= {"state": DeliveryState.SENDING, "lease_until": now + lease, "attempts": row.attempts + 1}
        taken = session.execute(
            update(Delivery)
            .where(col(Delivery.id) == row.id, col(Delivery.fence) == row.fence, _claimable(now))
            .values(**values)
            .execution_options(synchronize_session=False)
        )
        if _changed(taken) == 1 and not spent:
            return DeliveryClaim(row.id, row.fence + 1, row.attempts + 1)
    return None


def mark_sent(session: Session, claim: DeliveryClaim, *, now: datetime) -> None:
    """The server took it. :raises DeliveryLost: another worker holds it by now."""
    _change(session, claim, {"state": DeliveryState.SENT, "sent_at": now, "error": None})


def mark_refused(session: Session, claim: DeliveryClaim, state: DeliveryState, reason: str) -> None:
    """It will not be tried again: bounced, suppressed or failed. :raises DeliveryLost: another worker holds it."""
    _change(session, claim, {"state": state, "error": reason[:1000]})


def mark_deferred(session: Session, claim: DeliveryClaim, reason: str, *, now: datetime) -> DeliveryState:
    """Try again after a growing pause; given up a day after the first attempt, as *failed*.

    :raises DeliveryLost: another worker holds it by now.
    """
    if claim.attempt > len(PAUSES):
        mark_refused(session, claim, DeliveryState.FAILED, reason)
        return DeliveryState.FAILED
    pause = PAUSES[claim.attempt - 1]
    values = {"state": DeliveryState.WAITING, "next_attempt_at": now + pause, "error": reason[:1000]}
    _change(session, claim, values)
    return DeliveryState.WAITING


def _claimable(now: datetime) -> Any:
    waiting = and_(col(Delivery.state) == DeliveryState.WAITING, col(Delivery.next_attempt_at) <= now)
    silent = and_(col(Delivery.state) == DeliveryState.SENDING, col(Delivery.lease_until) < now)
    return or_(waiting, silent)


def _change(session: Session, claim: DeliveryClaim, values: dict[str, Any]) -> None:
    changed = session.execute(
        update(Delivery)
        .where(
            col(Delivery.id) == claim.delivery_id,
            col(Delivery.fence) == claim.fence,
            col(Delivery.state) == DeliveryState.SENDING,
        )
        .values(**values, lease_until=None)
        .execution_options(synchronize_session=False)
    )
    if _changed(changed) != 1:
        raise DeliveryLost("The message was given to another worker in the meantime.")


def _changed(result: Any) -> int:
    assert isinstance(result, CursorResult)  # noqa: S101 - an update always gives one; tells the type checker
    return result.rowcount
