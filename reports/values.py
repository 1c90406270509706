"""Numbers that know what they are: unit, direction and date travel with the value into the layout."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """How a number is written.

    ``share``: 0 to 1, written as a percentage. ``points``: 0 to 100. ``nps``: -100 to 100, signed.
    ``balance``: -1 to 1, signed. ``number``: any plain number, one decimal. ``count`` and ``days``: whole
    numbers.
    """

    SHARE = "share"
    POINTS = "points"
    NPS = "nps"
    BALANCE = "balance"
    NUMBER = "number"
    COUNT = "count"
    DAYS = "days"


class Direction(StrEnum):
    """Which way is better."""

    HIGH_IS_GOOD = "high_is_good"
    LOW_IS_GOOD = "low_is_good"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Measure:
    """One number with all that a reader may ask of it.

    Args:
        value: the number, in the scale that ``unit`` names.
        unit: how it is written.
        low, high: its interval; both or neither.
        direction: which way is better.
        as_of: the day of the data behind it, where that differs from the day of the report's data.

    Raises:
        ValueError: if only one end of the interval is given, or the ends are the wrong way round.

    >>> Measure(0.78, Unit.SHARE, low=0.64, high=0.88).has_interval
    True
    >>> Measure(0.78, Unit.SHARE, low=0.64)
    Traceback (most recent call last):
    ...
    ValueError: an interval needs both ends
    """

    value: float
    unit: Unit
    low: float | None = None
    high: float | None = None
    direction: Direction = Direction.HIGH_IS_GOOD
    as_of: date | None = None

    def __post_init__(self) -> None:
        if (self.low is None) != (self.high is None):
            raise ValueError("an interval needs both ends")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("the interval's ends are the wrong way round")

    @property
    def has_interval(self) -> bool:
        """Whether an interval comes with the value."""
        return self.low is not None


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in one currency (ISO 4217 code)."""

    amount: Decimal
    currency: str
