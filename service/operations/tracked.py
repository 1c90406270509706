"""Change rows that carry a version: one place sets fields, counts the version up and writes the trail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, inspect, select
from sqlmodel import Session, SQLModel

from service.auth.principal import Principal
from service.errors import Invalid, NotFound, StaleVersion
from service.operations.record_audit import record_audit

T = TypeVar("T", bound=SQLModel)


def row_to_change(
    session: Session, table: type[T], key: Any, *within: ColumnElement[bool], version: int | None = None
) -> T:
    """A row, held until the transaction ends.

    :raises NotFound: absent, or not ``within`` reach; :raises StaleVersion: not the version that was changed.
    """
    column = inspect(table).primary_key[0]
    statement = select(table).where(column == key, *within).with_for_update()
    row: T | None = session.execute(statement).scalar_one_or_none()
    if row is None:
        raise NotFound
    if version is not None and getattr(row, "version", version) != version:
        raise StaleVersion("Somebody else changed this in between. Read it again, then make your change again.")
    return row


def set_fields(
    session: Session,
    principal: Principal,
    row: SQLModel,
    values: Mapping[str, Any],
    *,
    now: datetime,
    kind: str,
    account_id: int | None = None,
    secret: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """Set what differs, flush, and note old and new in the audit trail; gives what changed.

    Fields named in ``secret`` stand in the trail by name only.

    :raises Invalid: a field that must have a value is emptied.
    """
    changed = {name: [getattr(row, name), value] for name, value in values.items() if getattr(row, name) != value}
    columns = type(row).metadata.tables[str(type(row).__tablename__)].columns
    empty = [name for name, (_old, value) in changed.items() if value is None and not columns[name].nullable]
    if empty:
        raise Invalid("A value is missing.", [{"path": name, "message": "This field needs a value."} for name in empty])
    if not changed:
        return {}
    for name, (_old, value) in changed.items():
        setattr(row, name, value)
    if "version" in columns:
        row.version += 1  # type: ignore[attr-defined]  # the table has the column
    if "updated_at" in columns:
        row.updated_at = now
    session.add(row)
    session.flush()
    shown = {name: "changed" if name in secret else both for name, both in changed.items()}
    number = inspect(row).identity[0]
    record_audit(session, principal, "changed", kind, number, now=now, account_id=account_id, fields=shown)
    return changed


def note_creation(
    session: Session,
    principal: Principal,
    row: SQLModel,
    kind: str,
    *,
    now: datetime,
    account_id: int | None = None,
    fields: Mapping[str, Any] | None = None,
) -> None:
    """Add a new row, flush, and note it in the audit trail."""
    session.add(row)
    session.flush()
    number = inspect(row).identity[0]
    record_audit(session, principal, "created", kind, number, now=now, account_id=account_id, fields=fields)


def remove_row(
    session: Session, principal: Principal, row: SQLModel, kind: str, *, now: datetime, account_id: int | None = None
) -> None:
    """Delete a row and note it in the audit trail."""
    number = inspect(row).identity[0]
    session.delete(row)
    session.flush()
    record_audit(session, principal, "removed", kind, number, now=now, account_id=account_id)
