"""What a reader gets of the drivers of satisfaction: importance beside satisfaction, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.feedback import TopBoxShare
from scoring.vocabulary import QuestionKind


@dataclass(frozen=True, slots=True)
class DriverFigure:
    """One driver. ``importance`` is its share of R^2 with a bootstrap interval; ``direction`` 1: better with better.

    ``names`` per language; ``satisfied`` over all who rated it, also those who left out another question; ``mean`` is
    their mean place between the worst (0) and the best (1) end of the scale.
    """

    key: str
    names: Mapping[str, str]
    importance: float
    low: float
    high: float
    direction: int
    satisfied: TopBoxShare
    mean: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A question or touchpoint that too few have rated to be compared with the others."""

    key: str
    names: Mapping[str, str]
    rated: int


@dataclass(frozen=True, slots=True)
class DriverAnalysis:
    """The drivers of one outcome, the most important first.

    ``rows`` answers (or accounts) have the outcome, ``complete`` of them rate every driver, ``needed`` is the fewest
    that can be judged; below it, and where the outcome never varies, ``drivers`` is empty. ``withheld``: answered by
    fewer people than this reader may be shown.
    """

    outcome: QuestionKind | None = None
    rows: int = 0
    complete: int = 0
    needed: int = 0
    r_squared: float | None = None
    drivers: tuple[DriverFigure, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    candidates: tuple[str, ...] = ()
    withheld: bool = False

    @property
    def most_to_gain(self) -> DriverFigure | None:
        """What to better first: the driver with the most importance times those not satisfied; None without any."""
        helping = [one for one in self.drivers if one.direction > 0 and one.importance > 0]
        return max(helping, key=lambda one: one.importance * (1.0 - (one.satisfied.share or 0.0)), default=None)

    @property
    def average_importance(self) -> float:
        """The importance that each driver would have if all had the same; 0 without any."""
        return sum(one.importance for one in self.drivers) / len(self.drivers) if self.drivers else 0.0

    @property
    def average_satisfied(self) -> float:
        """The mean share of the satisfied over the drivers; 0 without any."""
        shares = [one.satisfied.share or 0.0 for one in self.drivers]
        return sum(shares) / len(shares) if shares else 0.0


@dataclass(frozen=True, slots=True)
class FeedbackDrivers:
    """Questions of one survey as drivers of its leading number, and touchpoints as drivers of the NPS of accounts.

    ``surveys``: number and name of each survey that has rated questions beside its leading one, to choose from.
    """

    survey_id: int | None
    survey: str | None
    surveys: tuple[tuple[int, str], ...]
    questions: DriverAnalysis
    touchpoints: DriverAnalysis
