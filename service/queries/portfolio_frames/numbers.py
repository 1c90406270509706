"""What of a row is read as a number, and how its SQL is spelled on each database; see ``packing`` for the crossing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum, auto
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Column, ColumnElement, Float, Integer, Select, case, cast, func, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, QueryableAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel import Session

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]

ID_BITS = 31
DAY_BITS = 22
# Days before 1970, so that a day is never negative; with them 22 bits reach the year 9999.
DAYS_BEFORE = 719_528


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


class Kind(Enum):
    """How a field crosses from the database."""

    WHOLE = auto()
    DAY = auto()
    UNIT = auto()
    REAL = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """A column to read.

    WHOLE: a whole number from ``lowest`` (0, or -1 where it may be missing) of ``bits`` bits. DAY: a day, or the day
    of a moment, -1 where it is missing. UNIT: a number in [-1, 1], REAL: any number; both NaN where it is missing.
    """

    value: ColumnElement[Any]
    kind: Kind
    bits: int = 0
    lowest: int = 0


def number(column: Mapped[Any] | ColumnElement[Any]) -> Field:
    """Any number, NaN where it is NULL; on SQLite with 15 significant digits."""
    return Field(_expression(column), Kind.REAL)


def unit(column: Mapped[Any] | ColumnElement[Any]) -> Field:
    """A number in [-1, 1], NaN where it is NULL; on SQLite exact from 2^-7 on, below that within 2^-60."""
    return Field(_expression(column), Kind.UNIT)


def identity(column: Mapped[Any]) -> Field:
    """An id, -1 where it is NULL."""
    if not may_be_missing(column):
        return Field(_expression(column), Kind.WHOLE, ID_BITS)
    return Field(func.coalesce(column, literal_column("-1")), Kind.WHOLE, ID_BITS, -1)


def day(column: Mapped[Any] | ColumnElement[Any]) -> Field:
    """A day, or the day (UTC) of a moment, counted from the year 0; -1 where it is NULL. See :func:`days`."""
    return Field(_expression(column), Kind.DAY)


def code(column: Mapped[Any], values: Sequence[StrEnum], only: ColumnElement[bool] | None = None) -> Field:
    """The place of a column's value in ``values``; -1 for another one, for NULL, or where ``only`` does not hold."""
    places: list[tuple[ColumnElement[bool], ColumnElement[Any]]] = [
        (column == value, literal_column(str(place))) for place, value in enumerate(values)
    ]
    if only is not None:
        places.insert(0, (~only, literal_column("-1")))
    return Field(case(*places, else_=literal_column("-1")), Kind.WHOLE, len(values).bit_length(), -1)


def flag(column: Mapped[bool] | ColumnElement[bool]) -> Field:
    """A flag as 0 or 1; -1 where it is NULL."""
    if not may_be_missing(column):
        return Field(cast(column, Integer), Kind.WHOLE, 1)
    return Field(func.coalesce(cast(column, Integer), literal_column("-1")), Kind.WHOLE, 2, -1)


def may_be_missing(column: Mapped[Any] | ColumnElement[Any]) -> bool:
    """Whether a value can be NULL, as far as can be told from its column."""
    inner = _expression(column)
    return not isinstance(inner, Column) or inner.nullable is not False


def _expression(column: Mapped[Any] | ColumnElement[Any]) -> ColumnElement[Any]:
    return column.expression if isinstance(column, QueryableAttribute) else column  # type: ignore[return-value] # a mapped attribute is one or the other


def day_of(today: date) -> float:
    """A day counted from the year 0, as :func:`day` reads it.

    >>> day_of(date(1970, 1, 3))
    719530.0
    """
    return float((today - date(1970, 1, 1)).days + DAYS_BEFORE)


def days(counted: Floats) -> Days:
    """Days counted from the year 0 as datetime64[D]; what is below 0 or NaN becomes NaT."""
    known = counted >= 0
    whole = np.where(known, counted, DAYS_BEFORE).astype(np.int64) - DAYS_BEFORE
    return np.where(known, whole.astype("datetime64[D]"), np.datetime64("NaT", "D"))


def numbers(session: Session, statement: Select[*tuple[Any, ...]]) -> Floats:
    """A few rows of numbers as an array (rows, columns)."""
    rows = session.connection().execute(statement).all()
    return np.array([tuple(row) for row in rows], dtype=np.float64).reshape(-1, len(statement.selected_columns))
