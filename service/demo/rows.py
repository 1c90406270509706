"""Rows on their way into the database: complete, with their numbers, in the order in which they may be written."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic_core import PydanticUndefined
from sqlalchemy import JSON, Table
from sqlmodel import SQLModel

Row = dict[str, Any]


class Rows:
    """Collects rows per table and numbers them from ``first`` (1 where a table is not named).

    Whatever is not given takes the model's own default; a column without one must be given.
    """

    def __init__(self, first: Mapping[str, int] | None = None) -> None:
        self._next = dict(first or {})
        self._rows: dict[type[SQLModel], list[Row]] = {}
        self._count = 0

    def add(self, model: type[SQLModel], **values: Any) -> int:
        """Take one row; its number is returned (0 where the table has none of its own)."""
        defaults, name = _defaults(model)
        row = {**defaults, **values}
        number = 0
        if name:
            number = self._next.get(name, 1)
            self._next[name] = number + 1
            row["id"] = number
        self._rows.setdefault(model, []).append(row)
        self._count += 1
        return number

    def next_number(self, model: type[SQLModel]) -> int:
        """The number that the next row of a table will get."""
        return self._next.get(str(model.__tablename__), 1)

    def __len__(self) -> int:
        return self._count

    def drain(self) -> Iterator[tuple[Table, list[Row]]]:
        """Hand over what was collected, tables that others point to first; rows of one list have the same columns."""
        collected, self._rows, self._count = self._rows, {}, 0
        for table in SQLModel.metadata.sorted_tables:
            for model, rows in collected.items():
                if model.__table__ is table:  # type: ignore[attr-defined]  # SQLModel adds it to table models
                    yield from ((table, alike) for alike in _grouped_by_columns(rows))


def _grouped_by_columns(rows: list[Row]) -> Iterator[list[Row]]:
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row), []).append(row)
    yield from groups.values()


@cache
def _defaults(model: type[SQLModel]) -> tuple[Row, str]:
    """The plain defaults of a table, and its name where its rows are numbered.

    A JSON column without a value is left out: written as None it would hold JSON's null instead of nothing.
    """
    table: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
    defaults: Row = {}
    for name, field in model.model_fields.items():
        nothing = field.default is None and isinstance(table.columns[name].type, JSON)
        if field.default is not PydanticUndefined and name != "id" and not nothing:
            defaults[name] = field.default
        if field.default_factory is list or field.default_factory is dict:
            defaults[name] = field.default_factory()
    return defaults, table.name if "id" in table.columns else ""
