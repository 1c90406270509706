"""What happens to each customer of the demo company, and why: the truth that the data are made from.

Nothing of it is stored. A story follows from the seed, the account's number and the day alone, so that a test can
ask why an account was lost and compare what the data say.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from scoring.vocabulary import ContractOutcome

HISTORY_DAYS = 730
"""The demo's memory: two years before its day."""

GROUP_CYCLE = 15
"""Every fifteenth account is a parent; the two that follow it are its subsidiaries."""


class Shape(StrEnum):
    """How the people of a customer stand to each other and to us."""

    PLAIN = "plain"
    SINGLE_THREADED = "single_threaded"
    CHAMPION_LEFT = "champion_left"
    HIDDEN_INFLUENCER = "hidden_influencer"
    RESELLER = "reseller"
    PARENT = "parent"
    SUBSIDIARY = "subsidiary"
    COMMITTEE = "committee"
    BLOCKER = "blocker"


class Cause(StrEnum):
    """Why a customer is in trouble; each shows in the data months before the contract ends."""

    USAGE_DECLINE = "usage_decline"
    CHAMPION_LEFT = "champion_left"
    UNSOLVED_PROBLEMS = "unsolved_problems"
    BUDGET_CUT = "budget_cut"
    SILENT_DECISION_MAKER = "silent_decision_maker"
    BLOCKER = "blocker"
    INSOLVENCY = "insolvency"
    GROUP_DECISION = "group_decision"


class Ending(StrEnum):
    """How the trouble ended, or that it has not."""

    LOST = "lost"
    RESCUED = "rescued"
    AHEAD = "ahead"


@dataclass(frozen=True)
class Trouble:
    """One crisis of an account: from its first sign to the end of the contract that it threatens."""

    cause: Cause
    onset: date
    climax: date
    ending: Ending
    severity: float

    def level(self, day: date) -> float:
        """How bad it is on ``day``, in [0, 1]: nothing before the onset, rising to the severity at the climax.

        A rescued account recovers within four months after the climax.

        >>> crisis = Trouble(Cause.BUDGET_CUT, date(2026, 1, 1), date(2026, 7, 20), Ending.RESCUED, 0.8)
        >>> crisis.level(date(2025, 12, 1)), crisis.level(date(2026, 7, 20)), crisis.level(date(2026, 12, 20))
        (0.0, 0.8, 0.0)
        """
        if day <= self.onset:
            return 0.0
        if day <= self.climax:
            passed: int = (day - self.onset).days
            return self.severity * math.pow(passed / (self.climax - self.onset).days, 0.8)
        if self.ending is Ending.RESCUED:
            return self.severity * max(0.0, 1.0 - (day - self.climax).days / 120)
        return self.severity


@dataclass(frozen=True)
class Term:
    """One contract's run."""

    starts_on: date
    ends_on: date
    outcome: ContractOutcome


@dataclass(frozen=True)
class Story:
    """One customer: since when, of what shape and size, with which contracts, and what went wrong, if anything."""

    number: int
    shape: Shape
    segment: str
    people: int
    customer_since: date
    terms: tuple[Term, ...]
    goodwill: float
    trouble: Trouble | None
    # The account that this one belongs to, as its number.
    parent: int | None = None

    @property
    def lost_on(self) -> date | None:
        """The day on which the last contract was lost."""
        last = self.terms[-1]
        return last.ends_on if last.outcome is ContractOutcome.LOST else None

    def trouble_on(self, day: date) -> float:
        """How bad things are on ``day``, in [0, 1]."""
        return self.trouble.level(day) if self.trouble else 0.0

    def suffers(self, cause: Cause, day: date) -> float:
        """How bad things are on ``day`` where ``cause`` is behind it, else 0."""
        return self.trouble.level(day) if self.trouble and self.trouble.cause is cause else 0.0


SEGMENTS = ("Enterprise", "Mid-market", "Small business")
_SEGMENT_SHARES = (0.22, 0.43, 0.35)
_PEOPLE = {"Enterprise": (12, 28), "Mid-market": (6, 15), "Small business": (3, 7)}
_SHAPES = {
    Shape.PLAIN: 0.22, Shape.SINGLE_THREADED: 0.20, Shape.HIDDEN_INFLUENCER: 0.20, Shape.RESELLER: 0.14,
    Shape.COMMITTEE: 0.12, Shape.BLOCKER: 0.12,
}  # fmt: skip
_CAUSES = {
    Cause.USAGE_DECLINE: 0.24, Cause.CHAMPION_LEFT: 0.20, Cause.UNSOLVED_PROBLEMS: 0.16, Cause.BUDGET_CUT: 0.12,
    Cause.SILENT_DECISION_MAKER: 0.12, Cause.BLOCKER: 0.10, Cause.INSOLVENCY: 0.06,
}  # fmt: skip
# Chances among the accounts that have a contract to lose: closed within memory, or ending soon.
_LOST, _RESCUED, _AHEAD = 0.27, 0.11, 0.27
_NEAR_DAYS = 240
# A loss is told only where its first signs lie within the demo's memory.
_REMEMBERED = timedelta(days=HISTORY_DAYS - 270)


def stories(seed: int, accounts: int, today: date) -> Iterator[Story]:
    """The stories of all accounts, in the order of their numbers, from 0."""
    return (story_of(seed, number, today) for number in range(accounts))


def story_of(seed: int, number: int, today: date) -> Story:
    """The story of one account.

    >>> story_of(7, 3, date(2026, 11, 21)) == story_of(7, 3, date(2026, 11, 21))
    True
    """
    rng = Random(f"{seed}/{number}/story")
    place = number % GROUP_CYCLE
    segment = "Enterprise" if place == 0 else rng.choices(SEGMENTS, _SEGMENT_SHARES)[0]
    since = today - timedelta(days=int(40 + 2150 * rng.random() ** 1.3))
    terms = _terms(rng, since, today)
    terms, trouble = _fate(rng, terms, since, today, grouped=place <= 2)
    shape = _shape(rng, place, trouble)
    return Story(
        number=number,
        shape=shape,
        segment=segment,
        people=_people(rng, segment, shape, number),
        customer_since=since,
        terms=terms,
        goodwill=min(0.85, max(-0.1, rng.gauss(0.42, 0.2))),
        trouble=trouble,
        parent=number - place if 1 <= place <= 2 else None,
    )


def _terms(rng: Random, since: date, today: date) -> tuple[Term, ...]:
    months = rng.choices((12, 24, 36), (0.78, 0.14, 0.08))[0]
    terms: list[Term] = []
    start = since
    while start <= today:
        end = months_after(start, months)
        ended = end <= today
        outcome = ContractOutcome.OPEN
        if ended:
            outcome = rng.choices(
                (ContractOutcome.RENEWED, ContractOutcome.EXPANDED, ContractOutcome.CONTRACTED), (0.70, 0.22, 0.08)
            )[0]
        terms.append(Term(start, end, outcome))
        start = end
    return tuple(terms)


def months_after(day: date, months: int) -> date:
    """``day`` some months later; the 29th to 31st become the 28th, so that every month has it.

    >>> months_after(date(2026, 1, 31), 13)
    datetime.date(2027, 2, 28)
    """
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, min(day.day, 28))


def _fate(
    rng: Random, terms: tuple[Term, ...], since: date, today: date, *, grouped: bool
) -> tuple[tuple[Term, ...], Trouble | None]:
    """Whether a crisis strikes, at which contract, and how it ends; a lost account has no later contract."""
    draw, pick, severity = rng.random(), rng.random(), rng.uniform(0.75, 1.0)
    lead = timedelta(days=rng.randint(150, 270))
    cause = rng.choices(tuple(_CAUSES), tuple(_CAUSES.values()))[0]
    if grouped and rng.random() < 0.5:
        cause = Cause.GROUP_DECISION
    closed = [
        place
        for place, term in enumerate(terms)
        if timedelta(0) <= today - term.ends_on <= _REMEMBERED and term.ends_on - since > timedelta(days=200)
    ]
    ending = Ending.LOST if draw < _LOST else Ending.RESCUED if draw < _LOST + _RESCUED else None
    if closed and ending is not None:
        at = closed[math.floor(pick * len(closed))]
        term = terms[at]
        trouble = Trouble(cause, max(term.ends_on - lead, since + timedelta(days=30)), term.ends_on, ending, severity)
        if ending is Ending.LOST:
            return (*terms[:at], Term(term.starts_on, term.ends_on, ContractOutcome.LOST)), trouble
        return terms, trouble
    last = terms[-1]
    near = last.ends_on - today <= timedelta(days=_NEAR_DAYS)
    if near and draw > 1 - _AHEAD and (today - since).days > 90:
        onset = min(last.ends_on - lead, today - timedelta(days=60))
        return terms, Trouble(cause, max(onset, since + timedelta(days=20)), last.ends_on, Ending.AHEAD, severity)
    return terms, None


def _shape(rng: Random, place: int, trouble: Trouble | None) -> Shape:
    drawn = rng.choices(tuple(_SHAPES), tuple(_SHAPES.values()))[0]
    if place == 0:
        return Shape.PARENT
    if place <= 2:
        return Shape.SUBSIDIARY
    if trouble and trouble.cause is Cause.CHAMPION_LEFT:
        return Shape.CHAMPION_LEFT
    if trouble and trouble.cause is Cause.BLOCKER:
        return Shape.BLOCKER
    return drawn


def _people(rng: Random, segment: str, shape: Shape, number: int) -> int:
    low, high = _PEOPLE[segment]
    count = rng.randint(low, high)
    if shape is Shape.COMMITTEE:
        count = max(count, 8)
    if shape is Shape.PARENT and number % (4 * GROUP_CYCLE) == 0:
        count = 40
    least = {Shape.RESELLER: 6, Shape.HIDDEN_INFLUENCER: 5, Shape.BLOCKER: 5, Shape.CHAMPION_LEFT: 4}
    return max(count, least.get(shape, 3))
