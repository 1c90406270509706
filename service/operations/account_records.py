"""Records that hang on one account and carry a version: how any of them is added, changed and removed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from models.account import Account
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict
from service.inputs.base import Change, Input
from service.operations.mark_stale import mark_stale
from service.operations.references import account_to_write
from service.operations.tracked import note_creation, remove_row, row_to_change, set_fields
from service.queries.listing import of_accounts

R = TypeVar("R", bound=SQLModel)
Settle = Callable[[Session, Account, dict[str, Any], datetime], None]


@dataclass(frozen=True)
class AccountRecord(Generic[R]):
    """One kind of record. ``settle(session, account, values, now)`` checks all its values and completes them."""

    table: type[R]
    kind: str
    resource: Resource
    settle: Settle
    taken: str = "There is such an entry already."


def add_record(session: Session, principal: Principal, record: AccountRecord[R], values: Input, *, now: datetime) -> R:
    """A new record, flushed; its account is marked for scoring."""
    given = values.model_dump()
    account = account_to_write(session, principal, given["account_id"], record.resource)
    record.settle(session, account, given, now)
    row = record.table(**{**given, **_times(record.table, now)})
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:
        raise Conflict(record.taken) from error
    note_creation(session, principal, row, record.kind, now=now, account_id=account.id)
    mark_stale(session, [account.id], now)
    return row


def change_record(
    session: Session,
    principal: Principal,
    record: AccountRecord[R],
    key: int,
    change: Change,
    *,
    version: int | None,
    now: datetime,
) -> R:
    """Set the fields that ``change`` names; what the record then says is checked as a whole."""
    row, account = _held(session, principal, record, key, version)
    whole = {name: getattr(row, name) for name in type(row).model_fields}
    settled = {**whole, **change.values}
    record.settle(session, account, settled, now)
    values = {name: value for name, value in settled.items() if value != whole[name]}
    if set_fields(session, principal, row, values, now=now, kind=record.kind, account_id=account.id):
        mark_stale(session, [account.id], now)
    return row


def remove_record(session: Session, principal: Principal, record: AccountRecord[R], key: int, *, now: datetime) -> None:
    """Delete a record that should never have been there."""
    row, account = _held(session, principal, record, key, None)
    remove_row(session, principal, row, record.kind, now=now, account_id=account.id)
    mark_stale(session, [account.id], now)


def _held(
    session: Session, principal: Principal, record: AccountRecord[R], key: int, version: int | None
) -> tuple[R, Account]:
    require(principal, record.resource, Action.WRITE)
    table: Any = record.table
    within = of_accounts(table.account_id, record.resource)(principal)
    row = row_to_change(session, record.table, key, within, version=version)
    held: Any = row
    return row, account_to_write(session, principal, held.account_id, record.resource)


def _times(table: type[SQLModel], now: datetime) -> Mapping[str, datetime]:
    return {name: now for name in ("created_at", "updated_at", "recorded_at") if name in table.model_fields}
