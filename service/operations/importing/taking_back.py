"""Taking back what a batch did, record by record, newest first, unless somebody has changed it since."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Table, delete, select, update
from sqlalchemy.types import Date
from sqlmodel import Session, SQLModel, col

from models.base import ExactDecimal, UtcDateTime
from models.importing import ExternalReference, ImportBatch, ImportChange, LookAlike
from models.vocabulary import ImportState
from service.operations.importing.lookups import runs

# What hangs on a record without being anybody's work: it goes with the record.
_DERIVED = frozenset(
    {"chain_score", "health_score", "renewal_risk", "map_position", "import_change", "external_reference", "look_alike",
     "interaction_person", "vote"}
)  # fmt: skip


@dataclass
class UndoContext:
    """Where something is taken back, and the accounts whose scores it touches."""

    session: Session
    now: datetime
    stale: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Changed:
    """A record that cannot be taken back, and why."""

    table: str
    record_id: int
    label: str
    why: str


def take_back(context: UndoContext, batch: ImportBatch, *, keep_changed: bool) -> list[Changed]:
    """Undo every change of the batch; the records that were changed since stay, and are the answer.

    Without ``keep_changed`` nothing is touched where there is any such record.
    """
    changes = _changes(context, batch.id)
    created = {(t, r) for t, r, before in changes if before is None}
    changed = _changed_since(context, changes, created)
    if changed and not keep_changed:
        return changed
    held = {(c.table, c.record_id) for c in changed}
    _delete_references(context, created - held)
    _restore(context, [(t, r, b) for t, r, b in changes if b is not None and (t, r) not in held])
    _delete(context, created - held)
    return changed


def _changes(context: UndoContext, batch_id: int) -> list[tuple[str, int, dict[str, Any] | None]]:
    statement = (
        select(col(ImportChange.table_name), col(ImportChange.record_id), col(ImportChange.before))
        .where(col(ImportChange.batch_id) == batch_id)
        .order_by(col(ImportChange.id).desc())
    )
    return [(table, record_id, before) for table, record_id, before in context.session.execute(statement)]


def _changed_since(
    context: UndoContext, changes: list[tuple[str, int, dict[str, Any] | None]], created: set[tuple[str, int]]
) -> list[Changed]:
    expected: dict[str, dict[int, int | None]] = {}
    for table, record_id, before in reversed(changes):
        version = 1 if before is None else before.get("version")
        known = expected.setdefault(table, {})
        known[record_id] = max(known.get(record_id) or 0, version or 0) or None
    superseded_by_us = {(t, r) for t, r, b in changes if b is not None and "superseded_at" in b.get("fields", {})}
    found: list[Changed] = []
    for name, records in expected.items():
        table = SQLModel.metadata.tables[name]
        found += _versions_moved(context, table, records)
        if "superseded_at" in table.c:
            found += _superseded(
                context, table, {r for t, r in created if t == name} - {r for t, r in superseded_by_us if t == name}
            )
    held = {(c.table, c.record_id) for c in found}
    return found + [c for c in _used_by_others(context, created) if (c.table, c.record_id) not in held]


def _versions_moved(context: UndoContext, table: Table, records: dict[int, int | None]) -> list[Changed]:
    if "version" not in table.c:
        return []
    moved: dict[int, tuple[int, str]] = {}
    for run in runs(records):
        statement = select(table.c.id, table.c.version, _label(table)).where(table.c.id.in_(run))
        for record_id, version, label in context.session.execute(statement):
            expected = records[record_id]
            if expected is not None and version != expected:
                moved[record_id] = (version - expected, str(label))
    undone = _undone_since(context, table, {r: records[r] or 0 for r in moved})
    return [
        Changed(table.name, record_id, label, "changed since the import")
        for record_id, (steps, label) in moved.items()
        if steps != 2 * undone[record_id]
    ]


def _undone_since(context: UndoContext, table: Table, records: dict[int, int]) -> Counter[int]:
    """How often later imports that were taken back had changed these records: each time one step there and one back."""
    found: Counter[int] = Counter()
    change = ImportChange
    for run in runs(records):
        statement = (
            select(col(change.record_id), col(change.before))
            .join(ImportBatch, col(ImportBatch.id) == col(change.batch_id))
            .where(
                col(ImportBatch.state) == ImportState.UNDONE,
                col(change.table_name) == table.name,
                col(change.record_id).in_(run),
                col(change.before).is_not(None),
            )
        )
        for record_id, before in context.session.execute(statement):
            found[record_id] += bool(before and (before.get("version") or 0) > records[record_id])
    return found


def _superseded(context: UndoContext, table: Table, records: set[int]) -> list[Changed]:
    found: list[Changed] = []
    for run in runs(records):
        statement = select(table.c.id).where(table.c.id.in_(run), table.c.superseded_at.is_not(None))
        found.extend(
            Changed(table.name, record_id, f"{table.name} {record_id}", "replaced since the import")
            for record_id in context.session.scalars(statement)
        )
    return found


def _used_by_others(context: UndoContext, created: set[tuple[str, int]]) -> list[Changed]:
    """Created records that rows from elsewhere have come to hang on."""
    by_table = _by_table(created)
    found: dict[tuple[str, int], Changed] = {}
    for other in SQLModel.metadata.sorted_tables:
        if other.name in _DERIVED:
            continue
        for column in other.columns:
            for key in column.foreign_keys:
                target = key.column.table.name
                if key.column.name == "id" and target in by_table:
                    for record_id in _foreign_rows(
                        context, other, column, by_table[target], by_table.get(other.name, set())
                    ):
                        why = f"has {other.name.replace('_', ' ')} entries that came later"
                        label = f"{target} {record_id}"
                        found.setdefault((target, record_id), Changed(target, record_id, label, why))
    return list(found.values())


def _foreign_rows(
    context: UndoContext, other: Table, column: Column[Any], targets: set[int], ours: set[int]
) -> set[int]:
    used: set[int] = set()
    own_key = other.c.id if "id" in other.c else None
    for run in runs(targets):
        if own_key is None:
            used.update(context.session.scalars(select(column).where(column.in_(run))))
            continue
        for record_id, row_id in context.session.execute(select(column, own_key).where(column.in_(run))):
            if row_id not in ours:
                used.add(record_id)
    return used


def _label(table: Table) -> Any:
    for name in ("name", "subject", "number"):
        if name in table.c:
            return table.c[name]
    return table.c.id


def _delete_references(context: UndoContext, created: set[tuple[str, int]]) -> None:
    for name, records in _by_table(created).items():
        for run in runs(records):
            context.session.execute(
                delete(ExternalReference).where(
                    col(ExternalReference.table_name) == name, col(ExternalReference.record_id).in_(run)
                )
            )
            for side in (LookAlike.first_id, LookAlike.second_id):
                context.session.execute(delete(LookAlike).where(col(LookAlike.table_name) == name, col(side).in_(run)))


def _restore(context: UndoContext, changes: list[tuple[str, int, dict[str, Any]]]) -> None:
    for name, record_id, before in changes:
        table = SQLModel.metadata.tables[name]
        fields = {field: from_plain(table.c[field], value) for field, value in before["fields"].items()}
        if "version" in table.c:
            fields["version"] = table.c.version + 1
        if "updated_at" in table.c:
            fields["updated_at"] = context.now
        context.session.execute(update(table).where(table.c.id == record_id).values(**fields))
        if "account_id" in table.c:
            context.stale.update(context.session.scalars(select(table.c.account_id).where(table.c.id == record_id)))


def _delete(context: UndoContext, created: set[tuple[str, int]]) -> None:
    """Delete what was created, what hangs on others first."""
    by_table = _by_table(created)
    for table in reversed(SQLModel.metadata.sorted_tables):
        for run in runs(sorted(by_table.get(table.name, ()))):
            if "account_id" in table.c:
                context.stale.update(context.session.scalars(select(table.c.account_id).where(table.c.id.in_(run))))
            if table.name == "account":
                # Children of the same batch go in one statement each: a parent must not hold its child.
                context.session.execute(update(table).where(table.c.parent_id.in_(run)).values(parent_id=None))
            context.session.execute(delete(table).where(table.c.id.in_(run)))
    context.stale -= by_table.get("account", set())


def _by_table(records: set[tuple[str, int]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for table, record_id in records:
        found.setdefault(table, set()).add(record_id)
    return found


def from_plain(column: Column[Any], value: Any) -> Any:
    """A value as :func:`service.operations.importing.records.to_plain` kept it, as its column takes it."""
    if value is None:
        return None
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, ExactDecimal):
        return Decimal(value)
    return value
