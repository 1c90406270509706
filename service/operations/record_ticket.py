"""Record a problem that a customer brought to us, change or close it, or remove it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.person import Membership
from models.signal import Ticket
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.inputs.base import Change
from service.inputs.signal import NewTicket
from service.operations.account_records import AccountRecord, add_record, change_record, remove_record
from service.operations.references import invalid


def _settle(session: Session, account: Account, values: dict[str, Any], now: datetime) -> None:
    if values["opened_at"] is not None and values["opened_at"] > now:
        raise invalid("opened_at", "This moment lies ahead.")
    if values["closed_at"] is not None and values["closed_at"] < values["opened_at"]:
        raise invalid("closed_at", "A ticket is closed after it was opened.")
    if values["person_id"] is not None:
        placed = select(col(Membership.id)).where(
            col(Membership.account_id) == account.id, col(Membership.person_id) == values["person_id"]
        )
        if session.execute(placed).first() is None:
            raise invalid("person_id", "Nobody of this number has a place on this account.")


TICKET: AccountRecord[Ticket] = AccountRecord(Ticket, "ticket", Resource.ACCOUNT, _settle)


def record_ticket(session: Session, principal: Principal, values: NewTicket, *, now: datetime) -> Ticket:
    """A ticket, flushed.

    :raises NotFound: the account is absent, or not within reach.
    :raises Invalid: nobody of the account, moments ahead or in the wrong order.
    """
    return add_record(session, principal, TICKET, values, now=now)


def change_ticket(
    session: Session, principal: Principal, ticket_id: int, change: Change, *, version: int | None = None, now: datetime
) -> Ticket:
    """Change or close a ticket.

    :raises NotFound: absent, or not within reach; :raises StaleVersion: changed in between.
    """
    return change_record(session, principal, TICKET, ticket_id, change, version=version, now=now)


def remove_ticket(session: Session, principal: Principal, ticket_id: int, *, now: datetime) -> None:
    """Remove a ticket.

    :raises NotFound: absent, or not within reach.
    """
    remove_record(session, principal, TICKET, ticket_id, now=now)
