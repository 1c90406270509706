"""The day that accounts are read on: one for all of them, or each account as it looked on a day of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Date, Integer, MetaData, Table, bindparam, delete, insert, text
from sqlalchemy.orm import Mapped
from sqlalchemy.types import TypeEngine
from sqlmodel import Session

from models.base import UtcDateTime
from service.queries.health_records import TICKET_DAYS, USAGE_WEEKS
from service.queries.known_on import AsOf, KnownOn

_TYPES: Mapping[str, TypeEngine[Any]] = {
    "day": Date(),
    "moment": UtcDateTime(),
    "first_week": Date(),
    "last_week": Date(),
    "tickets_since": UtcDateTime(),
    "first_due": Date(),
    "last_due": Date(),
}

_looks = Table(
    "account_look",
    MetaData(),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("account_id", Integer, nullable=False),
    *(Column(name, kind, nullable=False) for name, kind in _TYPES.items()),
    prefixes=["TEMPORARY"],
)


def bounds(known: KnownOn) -> dict[str, date | datetime]:
    """Everything that a statement compares dates with, for one day.

    >>> bounds(KnownOn.end_of(date(2026, 3, 4)))["last_week"]
    datetime.date(2026, 2, 23)
    """
    last_week, year = known.day - timedelta(days=known.day.weekday() + 7), timedelta(days=TICKET_DAYS)
    return {
        "day": known.day,
        "moment": known.moment,
        "first_week": last_week - timedelta(weeks=USAGE_WEEKS - 1),
        "last_week": last_week,
        "tickets_since": known.moment - year,
        "first_due": known.day - year,
        "last_due": known.day + year,
    }


@dataclass(frozen=True, eq=False)
class When(AsOf):
    """The day in terms of a statement. ``first_week`` and the rest as in :func:`bounds`."""

    first_week: ColumnElement[date]
    last_week: ColumnElement[date]
    tickets_since: ColumnElement[datetime]
    first_due: ColumnElement[date]
    last_due: ColumnElement[date]
    each: bool

    def one(self, account: Mapped[int]) -> ColumnElement[int] | Mapped[int]:
        """What tells one account as it is looked at from all others: to group and to order by."""
        return _looks.c.place if self.each else account

    def place(self, account: Mapped[int] | ColumnElement[int]) -> ColumnElement[int]:
        """Where the account stands: its id from the first one on, or the place of the look."""
        return _looks.c.place if self.each else account - bindparam("first_account", type_=Integer)

    def is_looked_at(self, account: Mapped[int] | ColumnElement[int]) -> ColumnElement[bool]:
        """The condition that ties the rows of an account to its looks."""
        return account == _looks.c.account_id


ONE_DAY = When(**{name: bindparam(name, type_=kind) for name, kind in _TYPES.items()}, each=False)
"""One day for all: bound to each run of a statement."""

EACH_ITS_DAY = When(**{name: _looks.c[name] for name in _TYPES}, each=True)
"""Every account on the day of its own look, which :func:`keep_looks` has noted down."""


def keep_looks(session: Session, looks: Sequence[tuple[int, KnownOn]]) -> None:
    """Note down which accounts are looked at and when, for the statements that follow on this connection.

    It is a table of the connection alone, and goes with the transaction: other than a list of values it has room
    for any number of looks, and both databases go through it once, account by account.
    """
    connection = session.connection()
    _looks.create(connection, checkfirst=False)
    days = {known: bounds(known) for known in {known for _, known in looks}}
    rows = [{"place": place, "account_id": account_id} | days[known] for place, (account_id, known) in enumerate(looks)]
    connection.execute(insert(_looks), rows)
    # Both databases must know that it is small, or they go through everything else first.
    connection.execute(text(f"ANALYZE {_looks.name}"))


def forget_looks(session: Session) -> None:
    """Drop what :func:`keep_looks` noted down, where the transaction goes on."""
    connection = session.connection()
    connection.execute(delete(_looks))
    _looks.drop(connection, checkfirst=False)
