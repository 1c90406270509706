"""Record a bill, change it or note its payment, or remove it."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from models.account import Account
from models.signal import Invoice
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.inputs.base import Change
from service.inputs.signal import NewInvoice
from service.operations.account_records import AccountRecord, add_record, change_record, remove_record
from service.operations.references import day_of, invalid


def _settle(_session: Session, _account: Account, values: dict[str, Any], now: datetime) -> None:
    if values["paid_on"] is not None and values["paid_on"] > day_of(now):
        raise invalid("paid_on", "This day lies ahead.")


INVOICE: AccountRecord[Invoice] = AccountRecord(Invoice, "invoice", Resource.REVENUE, _settle)


def record_invoice(session: Session, principal: Principal, values: NewInvoice, *, now: datetime) -> Invoice:
    """A bill, flushed.

    :raises Forbidden: the role writes no revenue; :raises NotFound: the account is absent, or not within reach.
    :raises Invalid: a payment that lies ahead.
    """
    return add_record(session, principal, INVOICE, values, now=now)


def change_invoice(
    session: Session,
    principal: Principal,
    invoice_id: int,
    change: Change,
    *,
    version: int | None = None,
    now: datetime,
) -> Invoice:
    """Change a bill, or note that it was paid.

    :raises NotFound: absent, or not within reach; :raises StaleVersion: changed in between.
    """
    return change_record(session, principal, INVOICE, invoice_id, change, version=version, now=now)


def remove_invoice(session: Session, principal: Principal, invoice_id: int, *, now: datetime) -> None:
    """Remove a bill.

    :raises NotFound: absent, or not within reach.
    """
    remove_record(session, principal, INVOICE, invoice_id, now=now)
