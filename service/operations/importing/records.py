"""Writing records in bulk so that a second import finds them again and an undo can take them back."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import select, update
from sqlmodel import SQLModel, col

from models.importing import ExternalReference
from service.imports.rows import ParsedRow
from service.operations.bulk_write import bulk_write
from service.operations.importing.context import ImportContext
from service.operations.importing.lookups import Lookups, runs
from service.operations.importing.new_rows import insert_rows


@dataclass
class Item:
    """One record that one row speaks of. ``key`` is the id that its system gives it, or one made of its content.

    ``values`` are set where the record is new or differs; ``defaults`` only where it is new. ``record_id`` is None
    until it is found or created.
    """

    row: ParsedRow
    key: str | None
    values: dict[str, Any]
    defaults: dict[str, Any]
    record_id: int | None = None
    created: bool = False
    changed: bool = False


def made_key(*parts: object) -> str:
    """An id made of a row's own content, for files that carry none: the same content meets itself again.

    >>> made_key("ann", 3) == made_key("ann", 3), made_key("ann", 3)[0]
    (True, '~')
    """
    text = "\x1f".join("" if p is None else str(p) for p in parts)
    return "~" + hashlib.sha256(text.encode()).hexdigest()[:32]


def merge_doubles(items: Sequence[Item]) -> list[Item]:
    """Rows of one chunk that speak of one record become one item: what a later row says counts."""
    first: dict[str, Item] = {}
    kept: list[Item] = []
    for item in items:
        if item.key is None or item.key not in first:
            kept.append(item)
            if item.key is not None:
                first[item.key] = item
        else:
            first[item.key].values.update(item.values)
    return kept


class RecordWriter:
    """Finds, creates and updates the records of one table."""

    def __init__(self, context: ImportContext, lookups: Lookups, model: type[SQLModel]) -> None:
        self.context = context
        self.lookups = lookups
        self.table = SQLModel.metadata.tables[str(model.__tablename__)]
        self._versioned = "version" in self.table.c
        self._dated = "updated_at" in self.table.c

    def find(self, items: Iterable[Item]) -> None:
        """Set the ``record_id`` of items whose key is known."""
        listed = list(items)
        self.lookups.learn_references(self.table.name, [i.key for i in listed if i.key is not None])
        for item in listed:
            if item.record_id is None and item.key is not None:
                item.record_id = self.lookups.by_reference(self.table.name, item.key, pointing=False)

    def compare(self, items: Sequence[Item]) -> dict[int, dict[str, Any]]:
        """Record id -> its present values of the columns that items would set; marks the items that differ."""
        names = sorted({name for item in items for name in item.values if item.record_id is not None})
        present: dict[int, dict[str, Any]] = {}
        columns = [self.table.c.id, *(self.table.c[name] for name in names)]
        if self._versioned:
            columns.append(self.table.c.version)
        for run in runs(i.record_id for i in items if i.record_id is not None):
            for record in self.context.session.execute(select(*columns).where(self.table.c.id.in_(run))).mappings():
                present[record["id"]] = dict(record)
        for item in items:
            if item.record_id is not None:
                now = present.get(item.record_id, {})
                item.changed = any(_differs(now.get(name), value) for name, value in item.values.items())
        return present

    def count(self, items: Sequence[Item]) -> None:
        """Count what would happen to each item, without writing."""
        self.compare(items)
        for item in items:
            self.context.counts[
                "created" if item.record_id is None else "updated" if item.changed else "unchanged"
            ] += 1

    def write(self, items: Sequence[Item]) -> None:
        """Create what is new, update what differs, leave the rest; each with what an undo needs."""
        present = self.compare(items)
        self._create([i for i in items if i.record_id is None])
        self._update([i for i in items if not i.created and i.changed], present)
        for item in items:
            self.context.counts["created" if item.created else "updated" if item.changed else "unchanged"] += 1

    def _create(self, items: list[Item]) -> None:
        if not items:
            return
        session, now = self.context.session, self.context.now
        stamps: dict[str, Any] = {"created_at": now, "updated_at": now, "recorded_at": now, "version": 1}
        stamps = {name: value for name, value in stamps.items() if name in self.table.c}
        rows = [{**stamps, **i.defaults, **i.values} for i in items]
        for item, record_id in zip(items, insert_rows(session, self.table, rows), strict=True):
            item.record_id = record_id
            item.created = True
        record_changes(self.context, self.table.name, [(i.row.number, i.record_id, None) for i in items])
        self.refer([(i.key, i.record_id) for i in items if i.key is not None and i.record_id is not None])

    def _update(self, items: list[Item], present: dict[int, dict[str, Any]]) -> None:
        session, now = self.context.session, self.context.now
        changes: list[tuple[int, int | None, dict[str, Any] | None]] = []
        for item in items:
            if item.record_id is None:
                continue
            before = present[item.record_id]
            changed = {name: value for name, value in item.values.items() if _differs(before.get(name), value)}
            stored: dict[str, Any] = dict(changed)
            after = None
            if self._versioned:
                after = before["version"] + 1
                stored["version"] = after
            if self._dated:
                stored["updated_at"] = now
            session.execute(update(self.table).where(self.table.c.id == item.record_id).values(**stored))
            old = {name: to_plain(before.get(name)) for name in changed}
            changes.append((item.row.number, item.record_id, {"fields": old, "version": after}))
        record_changes(self.context, self.table.name, changes)

    def refer(self, pairs: Sequence[tuple[str, int]]) -> None:
        """Remember the ids that the file's system has for these records; an id that is taken keeps its record."""
        if not pairs:
            return
        session = self.context.session
        reference = ExternalReference
        taken: set[str] = set()
        for run in runs(key for key, _ in pairs):
            statement = select(col(reference.external_id)).where(
                col(reference.table_name) == self.table.name,
                col(reference.source) == self.context.source,
                col(reference.external_id).in_(run),
            )
            taken.update(session.scalars(statement))
        known = dict(pairs)
        bulk_write(
            session,
            SQLModel.metadata.tables["external_reference"],
            {
                "source": [self.context.own_source if key in taken else self.context.source for key in known],
                "external_id": list(known),
                "record_id": list(known.values()),
            },
            {"table_name": self.table.name},
        )
        for key, record_id in pairs:
            self.lookups.remember_reference(self.table.name, key, record_id)


def _differs(present: Any, value: Any) -> bool:
    if isinstance(present, float) and isinstance(value, (int, float)):
        return abs(present - value) > 1e-9
    return bool(present != value)


def to_plain(value: Any) -> Any:
    """A stored value in a form that JSON keeps; ``from_plain`` in ``taking_back.py`` reverses it."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def record_changes(
    context: ImportContext, table: str, changes: Iterable[tuple[int, int | None, Mapping[str, Any] | None]]
) -> None:
    """Note what rows did to records of one table: ``before`` None for a new record."""
    listed = list(changes)
    created = [(row, record_id) for row, record_id, before in listed if before is None]
    changed = [(row, record_id, before) for row, record_id, before in listed if before is not None]
    note = SQLModel.metadata.tables["import_change"]
    same = {"batch_id": context.batch_id, "table_name": table}
    # Left out, a column is NULL; given None, a JSON column would hold the JSON value null.
    if created:
        rows, ids = zip(*created, strict=True)
        bulk_write(context.session, note, {"row": rows, "record_id": ids}, same)
    if changed:
        rows, ids, befores = zip(*changed, strict=True)
        bulk_write(context.session, note, {"row": rows, "record_id": ids, "before": befores}, same)
