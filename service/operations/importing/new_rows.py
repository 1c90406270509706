"""New records in bulk: their numbers are taken first, so that nothing has to be read back row by row."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Column, Table, func, select, text
from sqlalchemy.sql.schema import CallableColumnDefault, ScalarElementColumnDefault
from sqlmodel import Session

from service.operations.bulk_write import bulk_write


def insert_rows(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows and give their ids, in order. What a row leaves out gets the column's own default."""
    if not rows:
        return []
    ids = _take_ids(session, table, len(rows))
    named = {name for row in rows for name in row}
    columns: dict[str, Sequence[Any]] = {"id": ids}
    same: dict[str, Any] = {}
    for name, column in table.c.items():
        if name in named:
            default = _default(column)
            columns[name] = [row.get(name, default) for row in rows]
        elif name != "id" and (default := _default(column)) is not None:
            same[name] = default
    bulk_write(session, table, columns, same)
    return ids


def _take_ids(session: Session, table: Table, count: int) -> list[int]:
    """Ids that nobody else gets: from the sequence, or on SQLite, which has one writer, those after the last."""
    if session.get_bind().dialect.name == "postgresql":
        statement = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
        found = session.connection().execute(statement, {"name": f'"{table.name}"', "count": count})
        return [int(number) for number in found.scalars()]
    # Numbers of deleted records are not given again where the table remembers them (AUTOINCREMENT).
    remembered = session.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
    last = max(session.scalar(select(func.max(table.c.id))) or 0, remembered.scalar() or 0)
    return list(range(last + 1, last + 1 + count))


def _default(column: Column[Any]) -> Any:
    default = column.default
    if isinstance(default, ScalarElementColumnDefault):
        return default.arg
    if isinstance(default, CallableColumnDefault):
        # The models' factories take no context.
        return default.arg(cast("Any", None))
    return None
