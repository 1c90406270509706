"""Folding one record into another, and taking it apart again: every row that moves is written down as it was."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from service.operations.importing.records import to_plain
from service.operations.importing.taking_back import from_plain

MERGEABLE = ("account", "person")

# Computed anew from the records, or speaking of the pair itself: left where they are.
_LEFT = frozenset(
    {"chain_score", "health_score", "renewal_risk", "look_alike", "merge", "import_change", "map_position"}
)
# Of these the kept record's own value counts; empty ones are filled from the merged record.
_NOT_FILLED = frozenset(
    {"id", "name", "name_key", "version", "created_at", "updated_at", "stale_since", "archived_at", "merged_into_id"}
)


@dataclass
class MergeMemory:
    """What a merge did, in the order in which it was done."""

    repointed: list[list[Any]] = field(default_factory=list)  # [table, column, key of the row as it was]
    dropped: list[list[Any]] = field(default_factory=list)  # [table, the whole row]
    superseded: list[list[Any]] = field(default_factory=list)  # [table, id]
    inserted: list[list[Any]] = field(default_factory=list)  # [table, id]
    filled: dict[str, Any] = field(default_factory=dict)  # column of the kept record -> its old value
    accounts: list[int] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The memory as the merge's ``before``."""
        return {
            "repointed": self.repointed, "dropped": self.dropped, "superseded": self.superseded,
            "inserted": self.inserted, "filled": self.filled, "accounts": sorted(set(self.accounts)),
        }  # fmt: skip


def fold(session: Session, table_name: str, kept_id: int, merged_id: int, now: datetime) -> MergeMemory:
    """Point everything that hangs on the merged record at the kept one.

    Facts with a history are superseded and added anew, so that past days stay as they were known. A row that the
    kept record has already (the same meeting, the same vote) is dropped, and remembered.
    """
    memory = MergeMemory()
    for other in SQLModel.metadata.sorted_tables:
        if other.name in _LEFT:
            continue
        columns = [c for c in other.columns if any(f.column.table.name == table_name for f in c.foreign_keys)]
        for column in columns:
            if other.name == table_name and column.name == "merged_into_id":
                continue
            if "superseded_at" in other.c and "valid_from" in other.c:
                _renew(session, other, column, kept_id, merged_id, now, memory)
            else:
                _repoint(session, other, column, kept_id, merged_id, memory)
    _references(session, table_name, kept_id, merged_id, memory)
    return memory


def fill(session: Session, table: Table, kept_id: int, merged_id: int, memory: MergeMemory) -> dict[str, Any]:
    """The kept record's empty columns that the merged record can fill; their old values go into the memory."""
    rows = {
        r["id"]: dict(r) for r in session.execute(select(table).where(table.c.id.in_([kept_id, merged_id]))).mappings()
    }
    kept, merged = rows[kept_id], rows[merged_id]
    filled = {
        name: merged[name]
        for name, column in table.c.items()
        if name not in _NOT_FILLED and column.nullable and kept[name] is None and merged[name] is not None
        and not (name == "parent_id" and merged[name] == kept_id)
    }  # fmt: skip
    if "email_key" in filled and kept.get("email") is not None:
        filled.pop("email_key")
    memory.filled = dict.fromkeys(filled)
    return filled


def _renew(
    session: Session,
    other: Table,
    column: Column[Any],
    kept_id: int,
    merged_id: int,
    now: datetime,
    memory: MergeMemory,
) -> None:
    present = [
        dict(r)
        for r in session.execute(select(other).where(column == merged_id, other.c.superseded_at.is_(None))).mappings()
    ]
    for row in present:
        new = {**row, column.name: kept_id, "recorded_at": now}
        new.pop("id")
        session.execute(update(other).where(other.c.id == row["id"]).values(superseded_at=now))
        memory.superseded.append([other.name, row["id"]])
        if "account_id" in row:
            memory.accounts += [row["account_id"], new["account_id"]]
        if other.name == "tie" and new["source_id"] == new["target_id"]:
            continue
        if _has_equal(session, other, new):
            continue
        record_id = session.execute(insert(other).returning(other.c.id), new).scalar_one()
        memory.inserted.append([other.name, int(record_id)])


_SAME_FACT = {
    "membership": ("account_id", "person_id"),
    "role_assignment": ("account_id", "person_id", "role", "sub_role"),
    "tie": ("account_id", "kind", "source_id", "target_id"),
    "relationship": ("account_id", "user_id", "person_id"),
    "decision_rule": ("account_id",),
}


def _has_equal(session: Session, other: Table, new: dict[str, Any]) -> bool:
    same = _SAME_FACT.get(other.name)
    if same is None:
        return False
    where = and_(other.c.superseded_at.is_(None), *(other.c[name].is_not_distinct_from(new[name]) for name in same))
    return session.execute(select(other.c.id).where(where).limit(1)).first() is not None


def _repoint(
    session: Session, other: Table, column: Column[Any], kept_id: int, merged_id: int, memory: MergeMemory
) -> None:
    keys = list(other.primary_key.columns)
    for row in [dict(r) for r in session.execute(select(other).where(column == merged_id)).mappings()]:
        if other.name == "account" and row["id"] == kept_id:
            # The kept account was a part of the merged one: it cannot be its own parent.
            session.execute(update(other).where(other.c.id == kept_id).values(parent_id=None))
            memory.repointed.append([other.name, column.name, {"id": kept_id}, merged_id])
            continue
        here = and_(*(k == row[k.name] for k in keys))
        try:
            with session.begin_nested():
                session.execute(update(other).where(here).values({column.name: kept_id}))
        except IntegrityError:
            session.execute(delete(other).where(here))
            memory.dropped.append([other.name, {name: to_plain(value) for name, value in row.items()}])
        else:
            moved = {k.name: kept_id if k.name == column.name else row[k.name] for k in keys}
            memory.repointed.append([other.name, column.name, moved, merged_id])
        if "account_id" in row and row["account_id"] is not None:
            memory.accounts.append(int(row["account_id"]))


def _references(session: Session, table_name: str, kept_id: int, merged_id: int, memory: MergeMemory) -> None:
    """Other systems' ids of the merged record lead to the kept one from now on: a second import finds it."""
    reference = SQLModel.metadata.tables["external_reference"]
    where = and_(reference.c.table_name == table_name, reference.c.record_id == merged_id)
    for record_id in session.scalars(select(reference.c.id).where(where)).all():
        session.execute(update(reference).where(reference.c.id == record_id).values(record_id=kept_id))
        memory.repointed.append([reference.name, "record_id", {"id": record_id}, merged_id])


def unfold(session: Session, memory: dict[str, Any]) -> list[str]:
    """Take a merge apart; the answer names what stood in the way, and nothing was done then."""
    tables = SQLModel.metadata.tables
    in_the_way: list[str] = []
    for name, record_id in memory["inserted"]:
        table = tables[name]
        row = session.execute(select(table.c.superseded_at).where(table.c.id == record_id)).first()
        if row is None or row[0] is not None:
            in_the_way.append(f"{name}/{record_id}")
    if in_the_way:
        return in_the_way
    for name, record_id in memory["inserted"]:
        session.execute(delete(tables[name]).where(tables[name].c.id == record_id))
    for name, record_id in memory["superseded"]:
        session.execute(update(tables[name]).where(tables[name].c.id == record_id).values(superseded_at=None))
    for name, column, key, old in reversed(memory["repointed"]):
        here = and_(*(tables[name].c[k] == v for k, v in key.items()))
        session.execute(update(tables[name]).where(here).values({column: old}))
    for name, row in memory["dropped"]:
        table = tables[name]
        session.execute(insert(table), {n: from_plain(table.c[n], v) for n, v in row.items()})
    return []
