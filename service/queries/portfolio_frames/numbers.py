"""Numbers straight from the database into an array, past rows and objects.

SQLite's driver hands over rows, which are flattened as they come. PostgreSQL packs each column into bytes itself,
which is several times faster than sending rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, ColumnElement, Float, Integer, Select, case, cast, func, literal_column, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel import Session

from service.queries.portfolio_frames.selection import ID_BITS

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]

# SQLite has no NaN; infinity cannot come from a column, so it stands for what is missing on the way.
_MISSING = "9e999"


class day_number(GenericFunction[float]):  # noqa: N801 - it is written like every function of SQL
    """Days from 1970-01-01 to a day, or to the day (UTC) of a moment; NULL stays NULL."""

    type = Float()
    inherit_cache = True


@compiles(day_number, "sqlite")
def _day_on_sqlite(element: day_number, compiler: SQLCompiler, **options: Any) -> str:
    # The text is cut first: fractions of a second would round the last moment of a day into the next.
    return f"(julianday(substr({compiler.process(element.clauses, **options)}, 1, 10)) - 2440587.5)"


@compiles(day_number, "postgresql")
def _day_on_postgresql(element: day_number, compiler: SQLCompiler, **options: Any) -> str:
    return f"(CAST({compiler.process(element.clauses, **options)} AS date) - DATE '1970-01-01')"


class or_missing(GenericFunction[float]):  # noqa: N801 - it is written like every function of SQL
    """A number, or what :func:`numbers` turns into NaN where it is NULL."""

    type = Float()
    inherit_cache = True


@compiles(or_missing, "sqlite")
def _missing_on_sqlite(element: or_missing, compiler: SQLCompiler, **options: Any) -> str:
    return f"coalesce({compiler.process(element.clauses, **options)}, {_MISSING})"


@compiles(or_missing, "postgresql")
def _missing_on_postgresql(element: or_missing, compiler: SQLCompiler, **options: Any) -> str:
    return f"coalesce(CAST({compiler.process(element.clauses, **options)} AS float8), CAST('NaN' AS float8))"


def code_of(column: Mapped[Any], values: Sequence[StrEnum]) -> ColumnElement[int]:
    """The place of a column's value in ``values``; -1 for another one or NULL."""
    places: list[tuple[ColumnElement[bool], ColumnElement[Any]]] = [
        (column == value, literal_column(str(place))) for place, value in enumerate(values)
    ]
    return case(*places, else_=literal_column("-1"))


def numbers(session: Session, statement: Select[*tuple[Any, ...]], bound: Mapping[str, object] | None = None) -> Floats:
    """The rows of ``statement`` as an array (rows, columns); columns must be numbers or flags, and may be missing
    only through :class:`or_missing`. The order of the statement is kept. ``bound``: its parameters by name.
    """
    width = len(statement.selected_columns)
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        rows: Any = connection.execute(statement, bound).cursor
        found = np.fromiter(chain.from_iterable(rows), dtype=np.float64).reshape(-1, width)
        found[np.isinf(found)] = np.nan
        return found
    inner = statement.subquery("rows_read")
    packed = [func.string_agg(func.float8send(cast(column, Float)), literal_column("''::bytea")) for column in inner.c]
    columns = connection.execute(select(*packed), bound).one()
    if columns[0] is None:
        return np.zeros((0, width))
    return np.stack([np.frombuffer(column, dtype=">f8") for column in columns], axis=1).astype(np.float64)


DAY_BITS = 22
# Days before 1970, so that a day is never negative; with them 22 bits reach the year 9999.
_DAYS_BEFORE = 719_528
# Whole numbers up to 2^53 pass through a float unharmed.
_WORD_BITS = 53


@dataclass(frozen=True, slots=True)
class Field:
    """A column to read. ``bits`` 0: any number, which may be missing; otherwise a whole number, -1 to 2^bits - 2."""

    value: ColumnElement[Any]
    bits: int = 0


def number(column: Mapped[Any] | ColumnElement[Any]) -> Field:
    """Any number, NaN where it is NULL."""
    return Field(or_missing(column))


def identity(column: Mapped[Any]) -> Field:
    """An id, -1 where it is NULL."""
    return Field(func.coalesce(column, literal_column("-1")), ID_BITS)


def day(column: Mapped[Any] | ColumnElement[Any]) -> Field:
    """A day, or the day (UTC) of a moment, counted from the year 0; -1 where it is NULL. See :func:`days`."""
    counted = cast(day_number(column), Integer) + literal_column(str(_DAYS_BEFORE))
    return Field(func.coalesce(counted, literal_column("-1")), DAY_BITS)


def code(column: Mapped[Any], values: Sequence[StrEnum]) -> Field:
    """The place of a column's value in ``values``; -1 for another one or NULL."""
    return Field(code_of(column, values), (len(values) + 1).bit_length())


def flag(column: Mapped[bool] | ColumnElement[bool]) -> Field:
    """A flag as 0 or 1; -1 where it is NULL."""
    return Field(func.coalesce(cast(column, Integer), literal_column("-1")), 2)


def packed(fields: Sequence[Field]) -> tuple[list[ColumnElement[Any]], list[list[int]]]:
    """Columns that hold several fields each, and which fields stand in which, the last one lowest.

    A number that crosses from the driver costs more than reading it, so that whole numbers travel together.
    """
    words: list[list[int]] = []
    room = 0
    for place, field in enumerate(fields):
        if field.bits and field.bits <= room:
            words[-1].append(place)
            room -= field.bits
        else:
            words.append([place])
            room = _WORD_BITS - field.bits if field.bits else 0
    columns: list[ColumnElement[Any]] = []
    for word in words:
        if not fields[word[0]].bits:
            columns.append(fields[word[0]].value)
            continue
        total: ColumnElement[Any] = literal_column("0")
        for place in word:
            # Whole numbers are sent one higher, so that -1 has a place.
            wide = cast(fields[place].value, BigInteger) + literal_column("1")
            total = total * literal_column(str(1 << fields[place].bits)) + wide
        columns.append(total)
    return columns, words


def unpacked(rows: Floats, fields: Sequence[Field], words: Sequence[Sequence[int]]) -> Floats:
    """The fields (rows, fields) of what :func:`packed` put together."""
    found = np.empty((len(rows), len(fields)))
    for column, word in enumerate(words):
        if not fields[word[0]].bits:
            found[:, word[0]] = rows[:, column]
            continue
        left = rows[:, column].astype(np.int64)
        for place in reversed(word):
            bits = fields[place].bits
            found[:, place] = (left & ((1 << bits) - 1)) - 1
            left >>= bits
    return found


def days(counted: Floats) -> Days:
    """Days counted from the year 0 as datetime64[D]; what is below 0 or NaN becomes NaT."""
    known = counted >= 0
    whole = np.where(known, counted, _DAYS_BEFORE).astype(np.int64) - _DAYS_BEFORE
    return np.where(known, whole.astype("datetime64[D]"), np.datetime64("NaT", "D"))


def day_of(today: date) -> float:
    """A day counted from the year 0, as :func:`day` reads it.

    >>> day_of(date(1970, 1, 3))
    719530.0
    """
    return float((today - date(1970, 1, 1)).days + _DAYS_BEFORE)
