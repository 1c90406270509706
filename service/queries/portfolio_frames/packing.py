"""Many rows straight from the database into an array, past rows and objects: each column comes as one text.

A value that a driver hands over costs more than reading it. SQLite therefore joins each column into one text of its
own, and PostgreSQL into one string of bytes; whole numbers travel together in words of 62 bits, and days on SQLite as
they are stored. (A column-wise driver such as ADBC brings an SQLite of its own into the process; two of them on one
file may lose each other's locks.)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Float,
    Integer,
    LargeBinary,
    Select,
    case,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session

from service.queries.portfolio_frames.numbers import (
    DAY_BITS,
    DAYS_BEFORE,
    Field,
    Floats,
    Kind,
    day_number,
    may_be_missing,
)

Whole = NDArray[np.int64]

_WORD_BITS = 62
# Numbers in [-1, 1] as multiples of 2^-60, and what stands for a missing one.
_UNIT = 1 << 60
_MISSING_UNIT = 4.0
# SQLite has no NaN; infinity cannot come from a column.
_MISSING_REAL = "9e999"
_DATE_WIDTH = len("2026-01-31")
_MOMENT_WIDTH = len("2026-01-31 23:59:59.999999")


@dataclass(frozen=True, slots=True)
class Packed:
    """A column that crosses as one: ``places`` of the fields in it, the last one lowest; ``width`` of a text."""

    column: ColumnElement[Any]
    kind: Kind
    places: tuple[int, ...]
    width: int = 0


@dataclass(frozen=True)
class Packing:
    """How fields are packed on one database."""

    fields: tuple[Field, ...]
    columns: tuple[Packed, ...]
    dialect: str

    @classmethod
    def of(cls, fields: Sequence[Field], dialect: str) -> "Packing":
        """Whole numbers share words as long as there is room; everything else has a column of its own."""
        columns: list[Packed] = []
        words: list[list[int]] = []
        room = 0
        for place, field in enumerate(fields):
            bits = _bits(field, dialect)
            if not bits:
                columns.append(_alone(field, place, dialect))
            elif bits <= room:
                words[-1].append(place)
                room -= bits
            else:
                words.append([place])
                room = _WORD_BITS - bits
        columns += [Packed(_word(fields, word, dialect), Kind.WHOLE, tuple(word)) for word in words]
        return cls(tuple(fields), tuple(columns), dialect)

    def read(
        self, session: Session, statement: Select[*tuple[Any, ...]], bound: Mapping[str, object] | None = None
    ) -> Floats:
        """The fields (rows, fields) of a statement that selects :attr:`columns`, in its order."""
        inner = statement.subquery("rows_read")
        joined = [_joined(column, packed, self.dialect) for column, packed in zip(inner.c, self.columns, strict=True)]
        found = session.connection().execute(select(*joined), bound).one()
        if found[0] is None:
            return np.zeros((0, len(self.fields)))
        values = [_values(text, packed, self.dialect) for text, packed in zip(found, self.columns, strict=True)]
        if len({len(each) for each in values}) != 1:
            raise ValueError("a column that cannot be missing was missing in some rows")
        rows = np.empty((len(values[0]), len(self.fields)), order="F")
        for packed, each in zip(self.columns, values, strict=True):
            if packed.kind is not Kind.WHOLE:
                rows[:, packed.places[0]] = each
                continue
            self._unpack(rows, each.astype(np.int64, copy=False), packed.places)
        return rows

    def _unpack(self, rows: Floats, word: Whole, places: Sequence[int]) -> None:
        for place in reversed(places):
            field = self.fields[place]
            bits, lowest = _bits(field, self.dialect), _lowest(field)
            if place == places[0]:
                rows[:, place] = word
            else:
                rows[:, place] = word & ((1 << bits) - 1)
                word = word >> bits
            if lowest:
                rows[:, place] += lowest


def _bits(field: Field, dialect: str) -> int:
    """How many bits of a word a field takes; 0 where it has a column of its own."""
    if field.kind is Kind.DAY and dialect == "postgresql":
        return DAY_BITS
    return field.bits if field.kind is Kind.WHOLE else 0


def _lowest(field: Field) -> int:
    return -1 if field.kind is Kind.DAY else field.lowest


def _word(fields: Sequence[Field], places: Sequence[int], dialect: str) -> ColumnElement[Any]:
    total: ColumnElement[Any] | None = None
    added = 0
    for place in places:
        field = fields[place]
        bits = _bits(field, dialect)
        value = _counted(field.value) if field.kind is Kind.DAY else field.value
        if dialect == "postgresql":
            value = cast(value, BigInteger)
        # Added up in the words of SQL itself: every operation costs as much as a column.
        total = value if total is None else total * literal_column(str(1 << bits)) + value
        added = (added << bits) - _lowest(field)
    if total is None:
        raise ValueError("a word holds at least one field")
    return total + literal_column(str(added)) if added else total


def _counted(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """A day as a whole number from the year 0; -1 where it is missing."""
    return func.coalesce(cast(day_number(value), Integer) + literal_column(str(DAYS_BEFORE)), literal_column("-1"))


def _alone(field: Field, place: int, dialect: str) -> Packed:
    value = field.value
    if dialect == "postgresql":
        missing = cast(literal_column("'NaN'"), Float(53))
        return Packed(func.coalesce(cast(value, Float(53)), missing), field.kind, (place,))
    if field.kind is Kind.DAY:
        width = _DATE_WIDTH if isinstance(_plain(value), Date) else _MOMENT_WIDTH
        if may_be_missing(value):
            value = func.coalesce(value, literal_column("'" + "0" * width + "'"))
        return Packed(value, Kind.DAY, (place,), width)
    if field.kind is Kind.UNIT:
        if may_be_missing(value):
            value = func.coalesce(value, literal_column(str(_MISSING_UNIT)))
        return Packed(cast(value * literal_column(f"{_UNIT}.0"), Integer), Kind.UNIT, (place,))
    # Most numbers are whole, and SQLite writes those several times faster.
    whole = cast(value, Integer)
    short = case((value == whole, whole), else_=value)
    return Packed(func.coalesce(short, literal_column(_MISSING_REAL)), Kind.REAL, (place,))


def _plain(value: ColumnElement[Any]) -> Any:
    return value.type.impl_instance if isinstance(value.type, TypeDecorator) else value.type


def _joined(column: ColumnElement[Any], packed: Packed, dialect: str) -> ColumnElement[Any]:
    """All values of a column as one."""
    if dialect == "postgresql":
        send = func.int8send(column) if packed.kind is Kind.WHOLE else func.float8send(column)
        return func.string_agg(send, literal_column("''::bytea"))
    between: ColumnElement[str] = literal_column("''" if packed.kind is Kind.DAY else "','")
    return cast(func.group_concat(column, between), LargeBinary)


def _values(joined: Any, packed: Packed, dialect: str) -> NDArray[Any]:
    if dialect == "postgresql":
        return np.frombuffer(joined, dtype=">i8" if packed.kind is Kind.WHOLE else ">f8")
    if packed.kind is Kind.DAY:
        return _days_of(np.frombuffer(joined, dtype=np.uint8).reshape(-1, packed.width))
    if packed.kind is Kind.REAL:
        real = np.fromstring(joined.decode("ascii"), dtype=np.float64, sep=",")
        real[np.isinf(real)] = np.nan
        return real
    whole = np.fromstring(joined.decode("ascii"), dtype=np.int64, sep=",")
    if packed.kind is Kind.WHOLE:
        return whole
    fraction = whole / _UNIT
    fraction[fraction > 1.0] = np.nan
    return fraction


def _days_of(text: NDArray[np.uint8]) -> Floats:
    """Days counted from the year 0 of texts that begin with YYYY-MM-DD; -1 for nothing but zeros."""
    digit = (text[:, :_DATE_WIDTH] - ord("0")).astype(np.int32)
    year = digit[:, 0] * 1000 + digit[:, 1] * 100 + digit[:, 2] * 10 + digit[:, 3]
    month = digit[:, 5] * 10 + digit[:, 6]
    months = (year - 1970) * 12 + np.maximum(month, 1) - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    counted = first + (digit[:, 8] * 10 + digit[:, 9] - 1 + DAYS_BEFORE)
    return np.where(month > 0, counted, -1).astype(np.float64)
