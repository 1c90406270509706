"""Entries that all accounts share (root causes, playbooks, touchpoints, rules): written, and removed if unused."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict
from service.inputs.base import Change, Input
from service.operations.tracked import note_creation, remove_row, row_to_change, set_fields

T = TypeVar("T", bound=SQLModel)


def _as_given(_session: Session, _values: dict[str, Any], _now: datetime) -> None:
    """Nothing to check beyond what the input says."""


@dataclass(frozen=True)
class Catalogue(Generic[T]):
    """One kind of shared entry; ``settle(session, values, now)`` checks what the input alone cannot."""

    table: type[T]
    kind: str
    resource: Resource = Resource.ADMIN
    least: Reach = Reach.ALL
    settle: Callable[[Session, dict[str, Any], datetime], None] = field(default=_as_given)

    def create(self, session: Session, principal: Principal, values: Input, *, now: datetime) -> T:
        """A new entry, flushed.

        :raises Forbidden: the role does not write such entries; :raises Conflict: there is such an entry.
        """
        require(principal, self.resource, Action.WRITE, self.least)
        given = values.model_dump(mode="python")
        self.settle(session, given, now)
        times = dict.fromkeys({"created_at", "updated_at"} & set(self.table.model_fields), now)
        row = self.table(**{**given, **times})
        try:
            with session.begin_nested():
                session.add(row)
                session.flush()
        except IntegrityError as error:
            raise Conflict(f"There is such a {self.kind} already.") from error
        note_creation(session, principal, row, self.kind, now=now, fields={"values": given})
        return row

    def change(self, session: Session, principal: Principal, key: Any, change: Change, *, now: datetime) -> T:
        """Set the fields that ``change`` names.

        :raises NotFound: there is none; :raises Conflict: there is another such entry.
        """
        require(principal, self.resource, Action.WRITE, self.least)
        row = row_to_change(session, self.table, key)
        values = change.model_dump(mode="python", exclude_unset=True)
        self.settle(session, {**{name: getattr(row, name) for name in self.table.model_fields}, **values}, now)
        try:
            with session.begin_nested():
                set_fields(session, principal, row, values, now=now, kind=self.kind)
        except IntegrityError as error:
            raise Conflict(f"There is such a {self.kind} already.") from error
        return row

    def remove(self, session: Session, principal: Principal, key: Any, *, now: datetime) -> None:
        """Remove an entry that nothing refers to.

        :raises NotFound: there is none; :raises Conflict: something refers to it.
        """
        require(principal, self.resource, Action.WRITE, self.least)
        row = row_to_change(session, self.table, key)
        users = _used_by(session, row)
        if users:
            raise Conflict(f"This {self.kind} is in use: {', '.join(users)} refer to it.")
        remove_row(session, principal, row, self.kind, now=now)


def _used_by(session: Session, row: SQLModel) -> list[str]:
    table = row.metadata.tables[str(type(row).__tablename__)]
    found = []
    for other in row.metadata.sorted_tables:
        for key in other.foreign_keys:
            if key.column.table is table:
                count = select(func.count()).where(key.parent == getattr(row, key.column.name))
                if session.execute(count).scalar_one():
                    found.append(f"{other.name.replace('_', ' ')}s")
    return found
