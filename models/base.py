"""What every table shares: names of constraints, exact types, and the two mixins that carry history."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import BigInteger, DateTime, Dialect, Enum
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

# Alembic can only drop or alter what has a name, on SQLite as on PostgreSQL.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets time zones: they are demanded on the way in, restored on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a time zone: it would silently mean another one elsewhere."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the time zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """An exact amount with four decimals, kept as a whole number of ten-thousandths.

    SQLite would keep NUMERIC as a float; whole numbers add up, sort and compare exactly on both databases.
    """

    impl = BigInteger
    cache_ok = True
    units = 10_000

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        """Scale up; an amount with more than four decimals is refused rather than rounded."""
        if value is None:
            return None
        scaled = Decimal(value) * self.units
        if scaled != scaled.to_integral_value():
            raise ValueError(f"an amount has at most four decimals: {value}")
        return int(scaled)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Scale down."""
        return None if value is None else Decimal(int(value)) / self.units


def choice(enum: type[StrEnum], **options: Any) -> Any:
    """A field whose value is one of ``enum``, stored by its value (not its Python name) as plain text."""
    kind = Enum(
        enum,
        values_callable=lambda e: [m.value for m in e],
        native_enum=False,
        length=40,
        validate_strings=True,
    )
    return Field(sa_type=cast("Any", kind), **options)


def moment(**options: Any) -> Any:
    """A field that holds a moment in UTC."""
    return Field(sa_type=UtcDateTime, **options)


def amount(**options: Any) -> Any:
    """A field that holds an exact amount of money or votes."""
    return Field(sa_type=ExactDecimal, **options)


def key() -> Any:
    """The primary key: a number that the database gives."""
    return Field(default=None, primary_key=True)


def utc_now() -> datetime:
    """The moment of creation; anything that decides takes its ``now`` as an argument instead."""
    return datetime.now(UTC)


class Tracked(SQLModel):
    """A row that people change: when, and which version, so that a stale change is noticed."""

    created_at: datetime = moment(default_factory=utc_now)
    updated_at: datetime = moment(default_factory=utc_now)
    version: int = Field(default=1)


class Effective(SQLModel):
    """A fact with two times: when it held in the world, and when we knew it.

    ``valid_from`` is the first day it holds, ``valid_to`` the first day it no longer holds (None: it does).
    ``recorded_at`` is when we learnt it, ``superseded_at`` when we learnt better. A change never edits a row:
    it supersedes it and adds another, so that any past day can be shown as it was known then.
    """

    valid_from: date
    valid_to: date | None = None
    recorded_at: datetime = moment(default_factory=utc_now)
    superseded_at: datetime | None = moment(default=None)
    recorded_by_id: int | None = Field(default=None, foreign_key="user.id")
