"""The numbers of the rules that open cases, frozen as delivered, and the bounds within which they may be set."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any, TypeVar

from models.vocabulary import CaseOrigin


@dataclass(frozen=True)
class Rule:
    """The numbers of one rule."""


@dataclass(frozen=True)
class UnhappyAnswer(Rule):
    """An answer that is low on its scale: NPS at most ``nps_at_most`` (0-10), CSAT and CES at most ``share_at_most``
    of the way from the bad end to the good one. Answers older than ``within_days`` are past calling about."""

    nps_at_most: float = 6
    share_at_most: float = 0.4
    within_days: float = 14


@dataclass(frozen=True)
class SilentDecisionMaker(Rule):
    """Somebody with at least ``weight_at_least`` of the decision (a share of 1) who was asked and has said nothing for
    ``after_days``; asked longer ago than ``within_days`` is forgotten."""

    weight_at_least: float = 0.2
    after_days: float = 14
    within_days: float = 90


@dataclass(frozen=True)
class DepartedChampion(Rule):
    """A champion or decision maker who left, learnt within the last ``within_days``."""

    within_days: float = 30


@dataclass(frozen=True)
class FallingScore(Rule):
    """A health score that fell by ``points`` of 100 within ``within_days``, both ends at least ``confidence`` sure."""

    points: float = 10
    within_days: float = 30
    confidence: float = 0.5


@dataclass(frozen=True)
class RepeatedProblem(Rule):
    """At least ``tickets`` tickets of one category within ``within_days``."""

    tickets: float = 3
    within_days: float = 60


#: The rules as delivered.
DELIVERED: dict[CaseOrigin, Rule] = {
    CaseOrigin.UNHAPPY_ANSWER: UnhappyAnswer(),
    CaseOrigin.SILENT_DECISION_MAKER: SilentDecisionMaker(),
    CaseOrigin.DEPARTED_CHAMPION: DepartedChampion(),
    CaseOrigin.FALLING_SCORE: FallingScore(),
    CaseOrigin.REPEATED_PROBLEM: RepeatedProblem(),
}

#: The least and the most that each number may be set to.
BOUNDS: dict[str, tuple[float, float]] = {
    "nps_at_most": (0, 10),
    "share_at_most": (0, 1),
    "within_days": (1, 366),
    "weight_at_least": (0, 1),
    "after_days": (1, 366),
    "points": (1, 100),
    "confidence": (0, 1),
    "tickets": (2, 100),
}

#: A case that was solved at most so long ago is opened again by the same cause; later, it is a new case.
REOPENED_WITHIN = timedelta(days=90)


R = TypeVar("R", bound=Rule)


def set_otherwise(rule: R, parameters: Mapping[str, float]) -> R:
    """The rule with some of its numbers set otherwise; names that it does not have are left out.

    >>> set_otherwise(FallingScore(), {"points": 15, "tickets": 9})
    FallingScore(points=15, within_days=30, confidence=0.5)
    """
    known: dict[str, Any] = {one.name: parameters[one.name] for one in fields(rule) if one.name in parameters}
    return replace(rule, **known)


@dataclass(frozen=True)
class Rules:
    """The rules in force; one that is None is switched off."""

    unhappy: UnhappyAnswer | None = UnhappyAnswer()
    silent: SilentDecisionMaker | None = SilentDecisionMaker()
    departed: DepartedChampion | None = DepartedChampion()
    falling: FallingScore | None = FallingScore()
    repeated: RepeatedProblem | None = RepeatedProblem()


def rules_with(settings: Mapping[CaseOrigin, tuple[bool, Mapping[str, float]]]) -> Rules:
    """The rules in force, from what was set otherwise: whether a rule is on, and its numbers.

    >>> rules_with({CaseOrigin.FALLING_SCORE: (False, {})}).falling is None
    True
    """

    def one(origin: CaseOrigin, rule: R) -> R | None:
        on, numbers = settings.get(origin, (True, {}))
        return set_otherwise(rule, numbers) if on else None

    return Rules(
        unhappy=one(CaseOrigin.UNHAPPY_ANSWER, UnhappyAnswer()),
        silent=one(CaseOrigin.SILENT_DECISION_MAKER, SilentDecisionMaker()),
        departed=one(CaseOrigin.DEPARTED_CHAMPION, DepartedChampion()),
        falling=one(CaseOrigin.FALLING_SCORE, FallingScore()),
        repeated=one(CaseOrigin.REPEATED_PROBLEM, RepeatedProblem()),
    )
