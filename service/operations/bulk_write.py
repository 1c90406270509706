"""Write many rows at once, past the ORM: the driver's own executemany on SQLite, binary COPY on PostgreSQL.

A table is given by columns. Numbers come as arrays and never become Python objects on PostgreSQL; a value that is the
same in every row is given once.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC
from itertools import chain, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, DateTime, Float, Integer, LargeBinary, Table
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Session

Values = NDArray[Any] | Sequence[Any]
"""A column: numbers, flags, days (datetime64[D]) or moments in UTC (datetime64[us]) as (n,) array; bytes of one length
as (n, width) array of uint8; or any Python values that the column takes. NaN and NaT stand for NULL."""

_DAYS_TO_2000 = 10_957
_MICROSECONDS_TO_2000 = _DAYS_TO_2000 * 86_400 * 1_000_000


def bulk_write(
    session: Session, table: Table, columns: Mapping[str, Values], same: Mapping[str, Any] | None = None
) -> int:
    """Insert ``columns`` (all of one length), with ``same`` in every row; gives the number of rows.

    It joins the session's transaction. The database checks the rows as ever; what only the ORM would do, such as
    defaults, is not done.
    """
    counts = {len(values) for values in columns.values()}
    if len(counts) != 1:
        raise ValueError("the columns of a bulk write must be of one length")
    (rows,) = counts
    if not rows:
        return 0
    constant = dict(same or {})
    names = [*constant, *columns]
    dialect = session.connection().dialect
    quoted = ", ".join(dialect.identifier_preparer.quote(name) for name in names)
    target = dialect.identifier_preparer.format_table(table)
    processed = {
        name: _processed(table.c[name], [value], dialect)[0] for name, value in constant.items()
    }  # one value, so that enums, amounts and JSON are bound as everywhere
    # Each driver has its own ways here, which no common interface describes.
    cursor: Any = session.connection().connection.cursor()
    try:
        if dialect.name == "sqlite":
            marks = ", ".join("?" * len(names))
            listed = [_listed(table.c[name], values, dialect) for name, values in columns.items()]
            cursor.executemany(
                f"INSERT INTO {target} ({quoted}) VALUES ({marks})",  # noqa: S608 - names come from the models
                zip(*(repeat(processed[name], rows) for name in constant), *listed, strict=True),
            )
        else:
            fields = [_fields(table.c[name], [processed[name]] * rows) for name in constant]
            fields += [_fields(table.c[name], _bound(table.c[name], columns[name], dialect)) for name in columns]
            statement = f"COPY {target} ({quoted}) FROM STDIN (FORMAT BINARY)"
            with cursor.copy(statement) as copy:
                for part in _binary(rows, fields):
                    copy.write(part)
    finally:
        cursor.close()
    return rows


def _processed(column: Column[Any], values: Iterable[Any], dialect: Any) -> list[Any]:
    """Python values as the driver takes them: enums, exact amounts, JSON."""
    if isinstance(column.type, JSON):
        kept = list(values)
        # Whoever gives the same object in many rows has it written out once.
        dumped = {id(value): json.dumps(value) for value in {id(value): value for value in kept}.values()}
        return [dumped[id(value)] for value in kept]
    if isinstance(column.type, LargeBinary):
        return list(values)
    processor = column.type.dialect_impl(dialect).bind_processor(dialect)
    if processor is None:
        return list(values)
    return [None if value is None else processor(value) for value in values]


def _listed(column: Column[Any], values: Values, dialect: Any) -> Iterable[Any]:
    """One column for SQLite, as Python values in the form in which it stores them."""
    if not isinstance(values, np.ndarray):
        return _processed(column, values, dialect)
    if values.ndim == 2:
        packed, width = values.tobytes(), values.shape[1]
        return [packed[row * width : (row + 1) * width] for row in range(len(values))]
    if values.dtype.kind == "M":
        unit = "D" if isinstance(_plain(column), Date) else "us"
        texts: list[str] = np.datetime_as_string(values.astype(f"datetime64[{unit}]")).tolist()
        missing = np.isnat(values).tolist()
        return [None if gone else text.replace("T", " ") for text, gone in zip(texts, missing, strict=True)]
    if values.dtype.kind == "f" and np.isnan(values).any():
        return [None if value != value else value for value in values.tolist()]
    listed: list[Any] = values.tolist()
    return listed


def _bound(column: Column[Any], values: Values, dialect: Any) -> Values:
    return values if isinstance(values, np.ndarray) else _processed(column, values, dialect)


_Fields = NDArray[np.uint8] | list[bytes]
"""One column in COPY's form, length first: of one width (n, width), or each value on its own."""

_NULL = b"\xff\xff\xff\xff"


def _fields(column: Column[Any], values: Values) -> _Fields:
    if not isinstance(values, np.ndarray):
        return [_field(column, value) for value in values]
    if values.ndim == 2:
        return _with_length(np.ascontiguousarray(values))
    numbers, missing = _numbers(column, values)
    fixed = _with_length(numbers.view(np.uint8).reshape(len(values), -1))
    if not missing.any():
        return fixed
    packed, width = fixed.tobytes(), fixed.shape[1]
    each = [packed[start : start + width] for start in range(0, len(packed), width)]
    return [_NULL if gone else field for field, gone in zip(each, missing.tolist(), strict=True)]


def _numbers(column: Column[Any], values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Numbers in the byte order and width of PostgreSQL, and where they are missing."""
    missing = np.zeros(len(values), dtype=np.bool_)
    if values.dtype.kind == "M":
        missing = np.isnat(values)
        if isinstance(_plain(column), Date):
            return (values.astype("datetime64[D]").astype(np.int64) - _DAYS_TO_2000).astype(">i4"), missing
        return (values.astype("datetime64[us]").astype(np.int64) - _MICROSECONDS_TO_2000).astype(">i8"), missing
    if isinstance(_plain(column), Boolean):
        return values.astype(np.uint8), missing
    if isinstance(_plain(column), Float):
        return values.astype(">f8"), np.isnan(values)
    if values.dtype.kind == "f":
        missing = np.isnan(values)
        values = np.where(missing, 0, values)
    return values.astype(">i8" if isinstance(_plain(column), BigInteger) else ">i4"), missing


def _plain(column: Column[Any]) -> TypeEngine[Any]:
    """The type that the database knows."""
    return column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type


def _with_length(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    rows, width = values.shape
    length = np.frombuffer(np.array([width], dtype=">i4").tobytes(), dtype=np.uint8)
    return np.concatenate([np.broadcast_to(length, (rows, 4)), values], axis=1)


def _field(column: Column[Any], value: Any) -> bytes:
    """One value, length first."""
    if value is None:
        return _NULL
    if isinstance(value, str):
        value = value.encode()
    elif not isinstance(value, bytes):
        numbers, _ = _numbers(column, _as_array(column, value))
        value = numbers.tobytes()
    packed = bytes(value)
    return len(packed).to_bytes(4, "big") + packed


def _as_array(column: Column[Any], value: Any) -> NDArray[Any]:
    if isinstance(_plain(column), Date):
        return np.array([value], dtype="datetime64[D]")
    if isinstance(_plain(column), DateTime):
        return np.array([value.astimezone(UTC).replace(tzinfo=None)], dtype="datetime64[us]")
    if not isinstance(_plain(column), Integer | Float | Boolean):
        raise TypeError(f"{column.name}: a bulk write has no binary form for {value!r}")
    return np.array([value])


def _binary(rows: int, fields: Sequence[_Fields]) -> Iterator[bytes]:
    """A COPY stream: header, rows, trailer. Columns of one width that stand together become one block."""
    yield b"PGCOPY\n\xff\r\n\x00" + bytes(8)
    count = np.frombuffer(len(fields).to_bytes(2, "big"), dtype=np.uint8)
    block = [np.broadcast_to(count, (rows, 2))]
    pieces: list[list[bytes]] = []
    for field in fields:
        if isinstance(field, np.ndarray):
            block.append(field)
            continue
        if block:
            pieces.append(_sliced(block))
        pieces.append(field)
        block = []
    if block and not pieces:
        yield np.concatenate(block, axis=1).tobytes()
    else:
        if block:
            pieces.append(_sliced(block))
        yield b"".join(chain.from_iterable(zip(*pieces, strict=True)))
    yield b"\xff\xff"


def _sliced(block: Sequence[NDArray[np.uint8]]) -> list[bytes]:
    joined = np.concatenate(block, axis=1)
    packed, width = joined.tobytes(), joined.shape[1]
    return [packed[start : start + width] for start in range(0, len(packed), width)]
