"""The outbox: what went out by mail, what waits, and what came back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.report import Delivery
from models.vocabulary import DeliveryKind, DeliveryState
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.errors import NotFound

PAGE = 50


@dataclass(frozen=True, slots=True)
class Message:
    """One message without what it says."""

    id: int
    kind: DeliveryKind
    address: str
    subject: str
    state: DeliveryState
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    next_attempt_at: datetime
    error: str | None
    message_id: str


@dataclass(frozen=True, slots=True)
class Outbox:
    """One page of messages, the latest first, and how many there are in all."""

    rows: list[Message]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE))


_COLUMNS = (
    col(Delivery.id),
    col(Delivery.kind),
    col(Delivery.address),
    col(Delivery.subject),
    col(Delivery.state),
    col(Delivery.attempts),
    col(Delivery.created_at),
    col(Delivery.sent_at),
    col(Delivery.next_attempt_at),
    col(Delivery.error),
    col(Delivery.message_id),
)


def outbox(
    session: Session,
    principal: Principal,
    *,
    state: DeliveryState | None = None,
    kind: DeliveryKind | None = None,
    page: int = 1,
) -> Outbox:
    """Messages to everybody, for administrators only: what they say is not shown here.

    :raises Forbidden: only administrators.
    """
    require(principal, Resource.ADMIN, Action.READ, Reach.ALL)
    conditions = []
    if state is not None:
        conditions.append(col(Delivery.state) == state)
    if kind is not None:
        conditions.append(col(Delivery.kind) == kind)
    total = session.execute(select(func.count()).select_from(Delivery).where(*conditions)).scalar_one()
    page = max(1, min(page, max(1, -(-total // PAGE))))
    statement = select(*_COLUMNS).where(*conditions).order_by(col(Delivery.id).desc())
    rows = session.execute(statement.limit(PAGE).offset((page - 1) * PAGE))
    return Outbox([Message(*row) for row in rows], total, page)


def message(session: Session, principal: Principal, delivery_id: int) -> Message:
    """One message.

    :raises Forbidden: only administrators; :raises NotFound: there is none.
    """
    require(principal, Resource.ADMIN, Action.READ, Reach.ALL)
    row = session.execute(select(*_COLUMNS).where(col(Delivery.id) == delivery_id)).first()
    if row is None:
        raise NotFound
    return Message(*row)
