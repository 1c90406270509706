"""Numbers come out of both databases as they went in."""

from datetime import UTC, date, datetime

import numpy as np
import pytest
from sqlalchemy import Column, Date, Engine, Float, Integer, MetaData, String, Table, insert, select
from sqlmodel import Session

from models.base import UtcDateTime
from scoring.vocabulary import Strength
from service.queries.portfolio_frames.numbers import Field, Kind, code, day, day_of, days, flag, identity, number, unit
from service.queries.portfolio_frames.packing import Packing

TABLE = Table(
    "numbers_tried",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("other", Integer),
    Column("share", Float),
    Column("real", Float),
    Column("on", Date),
    Column("at", UtcDateTime),
    Column("text", String(20)),
    Column("flag", Integer, nullable=False),
    prefixes=["TEMPORARY"],
)
AT = datetime(2026, 2, 28, 23, 59, 59, 999_999, tzinfo=UTC)
ROWS = [
    (1, 2**31 - 3, 1.0, 1e300, date(2026, 1, 31), AT, "trusted", 1),
    (2, 0, -1.0, -0.1, date(1, 1, 1), AT.replace(year=1969), "none", 0),
    (3, None, None, None, None, None, None, 1),
    (4, 7, 1 / 3, 123456.789, date(9999, 12, 31), AT.replace(year=2024, day=29), "something else", 0),
    (5, 7, -0.1, 0.0, date(2000, 2, 29), AT.replace(year=2100), "brief", 0),
    (6, 7, 2.0**-80, 12.0, date(1900, 3, 1), AT, "none", 0),
]


@pytest.fixture
def session(engine: Engine) -> Session:
    with Session(engine) as session:
        TABLE.create(session.connection())
        session.connection().execute(insert(TABLE), [dict(zip(TABLE.c.keys(), row, strict=True)) for row in ROWS])
        yield session


def read(session: Session, *fields: Field) -> list[list[float]]:
    packing = Packing.of(fields, session.connection().dialect.name)
    statement = select(*(each.column for each in packing.columns)).order_by(TABLE.c.id.desc())
    return packing.read(session, statement)[::-1].T.tolist()


def test_every_kind_of_number_keeps_its_value_and_its_order(session: Session) -> None:
    ids, others, shares, reals, dates, moments, codes, flags = read(
        session,
        identity(TABLE.c.id),
        identity(TABLE.c.other),
        unit(TABLE.c.share),
        number(TABLE.c.real),
        day(TABLE.c.on),
        day(TABLE.c.at),
        code(TABLE.c.text, tuple(Strength)),
        flag(TABLE.c.flag),
    )
    assert ids == [1, 2, 3, 4, 5, 6]
    assert others == [2**31 - 3, 0, -1, 7, 7, 7]
    # Exactly, but for what is smaller than any share that means something.
    assert shares[:2] + shares[3:5] == [1.0, -1.0, 1 / 3, -0.1]
    assert abs(shares[5] - 2.0**-80) < 2.0**-60
    assert reals[:2] + reals[3:] == [1e300, -0.1, 123456.789, 0.0, 12.0]
    assert np.isnan([shares[2], reals[2]]).all()
    assert dates == [-1 if row[4] is None else day_of(row[4]) for row in ROWS]
    assert moments == [-1 if row[5] is None else day_of(row[5].date()) for row in ROWS]
    assert codes == [4, 0, -1, -1, 1, 0]
    assert flags == [1, 0, 1, 0, 0, 0]


def test_a_code_counts_only_where_it_is_asked_for(session: Session) -> None:
    (codes,) = read(session, code(TABLE.c.text, tuple(Strength), only=TABLE.c.other.is_not(None)))
    assert codes == [4, 0, -1, -1, 1, 0]
    (codes,) = read(session, code(TABLE.c.text, tuple(Strength), only=TABLE.c.id > 1))
    assert codes == [-1, 0, -1, -1, 1, 0]


def test_no_rows_are_an_empty_table(session: Session) -> None:
    packing = Packing.of([identity(TABLE.c.id), day(TABLE.c.on)], session.connection().dialect.name)
    statement = select(*(each.column for each in packing.columns)).where(TABLE.c.id < 0)
    assert packing.read(session, statement).shape == (0, 2)


def test_a_column_that_was_thought_to_be_full_is_noticed(session: Session) -> None:
    packing = Packing.of(
        [Field(TABLE.c.other, Kind.WHOLE, 31), number(TABLE.c.real)], session.connection().dialect.name
    )
    statement = select(*(each.column for each in packing.columns))
    with pytest.raises(ValueError, match="cannot be missing"):
        packing.read(session, statement)


def test_days_before_the_first_are_not_known() -> None:
    assert days(np.array([-1.0, np.nan, day_of(date(2026, 6, 1))])).astype(str).tolist() == ["NaT", "NaT", "2026-06-01"]
