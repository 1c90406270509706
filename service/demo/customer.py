"""One customer while its rows are being made: what all kinds of its data need to know."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from random import Random
from typing import Any

from models.base import Effective
from service.demo.company_names import CompanyName
from service.demo.people import Actor
from service.demo.places import Country
from service.demo.rows import Rows
from service.demo.story import HISTORY_DAYS, Story


@dataclass(frozen=True)
class Customer:
    """An account with its story and people; ``owner``, ``csm``, ``engineer`` and ``sponsor`` are users of ours.

    ``today`` is the demo's day: everything recorded lies before its first moment.
    """

    account_id: int
    story: Story
    country: Country
    industry: str
    company: CompanyName
    actors: list[Actor]
    owner: int
    csm: int
    engineer: int
    sponsor: int
    today: date

    @cached_property
    def horizon(self) -> datetime:
        """The moment before which everything happened."""
        return datetime.combine(self.today, time(0), tzinfo=UTC)

    @property
    def language(self) -> str:
        """The language in which it is surveyed: Chinese or English."""
        return "zh" if self.country.language == "zh" else "en"

    @cached_property
    def first_day(self) -> date:
        """The first day of its signals: two years back, or when it became a customer."""
        return max(self.story.customer_since, self.today - timedelta(days=HISTORY_DAYS))

    @cached_property
    def last_day(self) -> date:
        """The day after its last signal: when it left, or today."""
        return min(self.story.lost_on or self.today, self.today)

    def at(self, day: date, rng: Random, *, hours: float = 8) -> datetime:
        """A moment within the working hours of ``day`` at the customer's, never after the horizon."""
        minutes = int(rng.random() * hours * 60)
        moment = datetime(day.year, day.month, day.day, self.country.working_hour, tzinfo=UTC) + timedelta(
            minutes=minutes
        )
        return min(moment, self.horizon)

    def learnt_end(self, actor: Actor) -> datetime:
        """When we learnt that somebody had left: within a fortnight, and the same whenever it is asked for."""
        if actor.left_on is None:
            raise ValueError("nobody left")
        lag = 1 + (actor.left_on.toordinal() + len(actor.title)) % 13
        noon = datetime.combine(actor.left_on + timedelta(days=lag), time(12), tzinfo=UTC)
        return min(noon, self.horizon)


def workday(day: date) -> date:
    """``day``, or the Monday after it.

    >>> workday(date(2026, 11, 21))
    datetime.date(2026, 11, 23)
    """
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)


def add_fact(
    rows: Rows,
    model: type[Effective],
    *,
    since: date,
    learnt: datetime,
    until: date | None = None,
    end_learnt: datetime | None = None,
    **values: Any,
) -> None:
    """Add a dated fact; one that ended was first recorded as lasting, and then corrected when its end was learnt."""
    if until is None or end_learnt is None:
        rows.add(model, valid_from=since, valid_to=None, recorded_at=learnt, superseded_at=None, **values)
        return
    end_learnt = max(end_learnt, learnt)
    if end_learnt > learnt:
        rows.add(model, valid_from=since, valid_to=None, recorded_at=learnt, superseded_at=end_learnt, **values)
    rows.add(model, valid_from=since, valid_to=until, recorded_at=end_learnt, superseded_at=None, **values)
