"""Which scorecard counts for which account: a card of the segment's own, else the general one.

Cards differ in weights, half-lives and caps, never in their measures and groups or in the order of these: scores by
different cards stand side by side in the same columns. What renewal risk reads from measures is always read by the
delivered card, so that forecasts of different segments mean the same.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.health import PortfolioHealth, score_table
from scoring.health_facts import PortfolioFacts
from scoring.health_norms import SegmentNorms, segment_norms
from scoring.health_parameters import DEFAULT_SCORECARD, Scorecard
from scoring.health_table import MeasureTable, measure_portfolio

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Scorecards:
    """The general card and those of single segments (``own``: pairs of segment and card)."""

    general: Scorecard = DEFAULT_SCORECARD
    own: tuple[tuple[str, Scorecard], ...] = ()

    def __post_init__(self) -> None:
        for card in self.all:
            if not comparable(card, DEFAULT_SCORECARD):
                raise ValueError("a scorecard keeps the delivered measures, groups and exceptions in their order")

    @property
    def all(self) -> tuple[Scorecard, ...]:
        """Every card that may count for somebody, the general one first."""
        return (self.general, *(card for _, card in self.own))

    @property
    def version(self) -> str:
        """That of the general card where there is no other; else a digest of all of them.

        >>> Scorecards().version
        '2026.1'
        """
        if not self.own:
            return self.general.version
        own = sorted(f"{segment}={card.version}" for segment, card in self.own)
        named = "\n".join([self.general.version, *own])
        return f"cards-{hashlib.sha256(named.encode()).hexdigest()[:8]}"

    def card(self, segment: str) -> Scorecard:
        """The card that counts for an account of ``segment`` ("" where it has none).

        >>> Scorecards().card("Enterprise").version
        '2026.1'
        """
        return dict(self.own).get(segment, self.general)

    def groups(self, segments: Sequence[str]) -> list[tuple[Scorecard, Rows]]:
        """The cards that count for some accounts, each with the places of its accounts."""
        places = {segment: place for place, (segment, _) in enumerate(self.own, start=1)}
        codes = np.array([places.get(name, 0) for name in segments], dtype=np.intp)
        cards = self.all
        return [(cards[code], np.flatnonzero(codes == code)) for code in np.unique(codes).tolist()]


def comparable(one: Scorecard, other: Scorecard) -> bool:
    """Whether scores by the two cards stand in the same columns: the same groups, measures and exceptions."""
    return (
        one.groups == other.groups
        and [(spec.measure, spec.group) for spec in one.measures]
        == [(spec.measure, spec.group) for spec in other.measures]
        and [(cap.exception, cap.group) for cap in one.caps] == [(cap.exception, cap.group) for cap in other.caps]
    )


def measured_alike(one: Scorecard, other: Scorecard) -> bool:
    """Whether the two cards read the same measures from the same facts: they differ in what counts how much alone."""
    counting = {"version", "group_weights", "measures", "caps"}
    windows = all(getattr(one, f.name) == getattr(other, f.name) for f in fields(Scorecard) if f.name not in counting)
    lives = [spec.half_life_days for spec in one.measures] == [spec.half_life_days for spec in other.measures]
    return windows and lives and [cap.within_days for cap in one.caps] == [cap.within_days for cap in other.caps]


def measure_by_cards(facts: PortfolioFacts, delivered: MeasureTable, day: date, cards: Scorecards) -> MeasureTable:
    """The measures of every account by its own card, from ``delivered``, those by the delivered one.

    Where no card measures otherwise, that is ``delivered`` itself.
    """
    table = delivered
    for card, rows in cards.groups(delivered.segments):
        if measured_alike(card, DEFAULT_SCORECARD):
            continue
        by_card = measure_portfolio(facts, day, card)
        table = replace(
            table,
            values=_placed(table.values, by_card.values, rows),
            quality=_placed(table.quality, by_card.quality, rows),
            cap_holds=_placed(table.cap_holds, by_card.cap_holds, rows),
        )
    return table


def score_by_cards(table: MeasureTable, cards: Scorecards, norms: Mapping[str, SegmentNorms]) -> PortfolioHealth:
    """The health of every account by its own card; see :func:`scoring.health.score_table`."""
    groups = cards.groups(table.segments)
    if len(groups) <= 1:
        return score_table(table, groups[0][0] if groups else cards.general, norms)
    parts = [(rows, score_table(part_of(table, rows), card, norms)) for card, rows in groups]
    names = [one.name for one in fields(PortfolioHealth) if one.name != "table"]
    return PortfolioHealth(table=table, **{name: _joined(parts, name, len(table.accounts)) for name in names})


def norms_by_cards(table: MeasureTable, cards: Scorecards) -> dict[str, SegmentNorms]:
    """The norms of each segment of a portfolio by the card that counts there, in the order of their names."""
    norms: dict[str, SegmentNorms] = {}
    for card, rows in cards.groups(table.segments):
        norms |= segment_norms(part_of(table, rows), card)
    return {segment: norms[segment] for segment in sorted(norms)}


def part_of(table: MeasureTable, rows: Rows) -> MeasureTable:
    """The measures of some accounts."""
    if len(rows) == len(table.accounts):
        return table
    places = rows.tolist()
    return replace(
        table,
        accounts=tuple(table.accounts[place] for place in places),
        segments=tuple(table.segments[place] for place in places),
        values=table.values[rows],
        quality=table.quality[rows],
        cap_holds=table.cap_holds[rows],
    )


def _joined(parts: Sequence[tuple[Rows, PortfolioHealth]], name: str, accounts: int) -> NDArray[np.float64]:
    first = getattr(parts[0][1], name)
    whole = np.empty((accounts, *first.shape[1:]), dtype=first.dtype)
    for rows, part in parts:
        whole[rows] = getattr(part, name)
    return whole


def _placed(whole: NDArray[Any], other: NDArray[Any], rows: Rows) -> NDArray[Any]:
    placed = whole.copy()
    placed[rows] = other[rows]
    return placed


DELIVERED_SCORECARDS = Scorecards()
"""The delivered card for everybody: what counts until a company publishes cards of its own."""
