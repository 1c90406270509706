"""A past day as it was known then: the one place that spells out both times of a fact."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from models.base import Effective
from models.chain import StanceObservation
from models.survey import Response


@dataclass(frozen=True)
class KnownOn:
    """A day, and the moment up to which things were known.

    ``day`` says which facts held; ``moment`` says what had been recorded by then.
    """

    day: date
    moment: datetime

    @classmethod
    def at(cls, now: datetime) -> "KnownOn":
        """Now.

        >>> KnownOn.at(datetime(2026, 3, 1, 12, tzinfo=UTC)).day
        datetime.date(2026, 3, 1)
        """
        return cls(day=now.astimezone(UTC).date(), moment=now)

    @classmethod
    def end_of(cls, day: date) -> "KnownOn":
        """What was known when ``day`` (UTC) was over.

        >>> KnownOn.end_of(date(2026, 3, 1)).moment
        datetime.datetime(2026, 3, 1, 23, 59, 59, 999999, tzinfo=datetime.timezone.utc)
        """
        end = datetime.combine(day, time(0), tzinfo=UTC) + timedelta(days=1, microseconds=-1)
        return cls(day=day, moment=end)

    def effective(self, table: type[Effective]) -> ColumnElement[bool]:
        """The condition that a fact held on the day and was known at the moment."""
        return _effective(table, self.day, self.moment)

    def recorded(self, table: type[StanceObservation] | type[Response]) -> ColumnElement[bool]:
        """The condition that a dated statement was on record at the moment and not yet replaced."""
        return _recorded(table, self.moment)


@dataclass(frozen=True, eq=False)
class AsOf:
    """The same conditions in terms of a statement: ``day`` and ``moment`` are bound to each run, or are columns."""

    day: ColumnElement[date]
    moment: ColumnElement[datetime]

    def effective(self, table: type[Effective]) -> ColumnElement[bool]:
        """See :meth:`KnownOn.effective`."""
        return _effective(table, self.day, self.moment)

    def recorded(self, table: type[StanceObservation] | type[Response]) -> ColumnElement[bool]:
        """See :meth:`KnownOn.recorded`."""
        return _recorded(table, self.moment)


def _effective(
    table: type[Effective], day: date | ColumnElement[date], moment: datetime | ColumnElement[datetime]
) -> ColumnElement[bool]:
    return and_(
        _recorded(table, moment),
        col(table.valid_from) <= day,
        or_(col(table.valid_to).is_(None), col(table.valid_to) > day),
    )


def _recorded(
    table: type[Effective] | type[StanceObservation] | type[Response], moment: datetime | ColumnElement[datetime]
) -> ColumnElement[bool]:
    return and_(
        col(table.recorded_at) <= moment,
        or_(col(table.superseded_at).is_(None), col(table.superseded_at) > moment),
    )
