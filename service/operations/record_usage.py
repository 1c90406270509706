"""Record how much of what they pay for is used, correct it, or remove it."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from models.account import Account
from models.signal import UsageReading
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.inputs.base import Change
from service.inputs.signal import NewUsageReading
from service.operations.account_records import AccountRecord, add_record, change_record, remove_record
from service.operations.references import day_of, invalid


def _settle(_session: Session, _account: Account, values: dict[str, Any], now: datetime) -> None:
    values["week"] -= timedelta(days=values["week"].weekday())
    if values["week"] > day_of(now):
        raise invalid("week", "This week lies ahead.")


USAGE: AccountRecord[UsageReading] = AccountRecord(
    UsageReading, "usage reading", Resource.ACCOUNT, _settle, "This week of this product is on record; change it."
)


def record_usage(session: Session, principal: Principal, values: NewUsageReading, *, now: datetime) -> UsageReading:
    """A week's reading, flushed.

    :raises NotFound: the account is absent, or not within reach; :raises Conflict: the week is on record.
    :raises Invalid: a week that lies ahead.
    """
    return add_record(session, principal, USAGE, values, now=now)


def change_usage(
    session: Session, principal: Principal, usage_id: int, change: Change, *, version: int | None = None, now: datetime
) -> UsageReading:
    """Correct a week's reading.

    :raises NotFound: absent, or not within reach; :raises StaleVersion: changed in between.
    """
    return change_record(session, principal, USAGE, usage_id, change, version=version, now=now)


def remove_usage(session: Session, principal: Principal, usage_id: int, *, now: datetime) -> None:
    """Remove a week's reading.

    :raises NotFound: absent, or not within reach.
    """
    remove_record(session, principal, USAGE, usage_id, now=now)
