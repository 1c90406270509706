"""The same figures for the total, for every group of a dimension, and for every stretch of time."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from scoring.disclosure import FEWEST_PEOPLE
from scoring.feedback_trends import latest_of_each
from service.queries.feedback.coverage import Coverage
from service.queries.feedback.disclosed import Disclosure, all_of, masks_of
from service.queries.feedback.figures import Figures, ResponseRate, Stretch
from service.queries.feedback.measures import Measures, response_rates
from service.queries.feedback.people import ROLES
from service.queries.feedback.rows import Context, InvitationRows
from service.queries.feedback.stretches import Stretches
from service.queries.feedback.wanted import Dimension, Wanted

Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]

_ALWAYS = frozenset({Dimension.ROLE})
"""Dimensions whose groups are all shown, also those that nobody answers for: their silence is a finding."""


@dataclass(frozen=True, eq=False)
class Said:
    """All that was read, and which of it counts.

    ``chosen`` answers (n,) pass the filter and may be shown, ``latest`` are those of them that were not followed by
    another of the same person to the same survey. ``withheld``: nothing may be shown; ``left_out`` anonymous answers
    count nowhere.
    """

    context: Context
    wanted: Wanted
    measures: Measures
    invitations: InvitationRows
    coverage: Coverage
    disclosure: Disclosure
    chosen: Flags
    left_out: int
    withheld: bool
    compared_with: date
    today: date

    @classmethod
    def of(
        cls,
        context: Context,
        wanted: Wanted,
        measures: Measures,
        invitations: InvitationRows,
        coverage: Coverage,
        *,
        compared_with: date,
        today: date,
    ) -> "Said":
        """Apply the filter, and what may be shown to the reader."""
        rows, attributed = measures.rows, context.accounts.attributed
        disclosure = Disclosure(rows, latest_of_each(measures.key), attributed)
        everything, masks = masks_of(rows, context, wanted)
        choice = disclosure.choice(context, wanted)
        if attributed:
            usual = everything & masks.get(Dimension.SEGMENT, everything)
            measures = measures.learning_from(usual & disclosure.latest)
        return cls(
            context,
            wanted,
            measures,
            invitations,
            coverage,
            disclosure,
            choice.chosen,
            choice.left_out,
            withheld=choice.withheld,
            compared_with=compared_with,
            today=today,
        )

    @property
    def latest(self) -> Flags:
        """The chosen answers that count: the latest of each person and survey."""
        return self.chosen & self.disclosure.latest

    def total(self) -> Figures:
        """The figures over everything that the filter lets through."""
        asked = self._asked()
        response = response_rates(self.invitations, asked, np.zeros(len(asked), dtype=np.intp), 1)[0]
        if self.withheld:
            return Figures(None, withheld=True)
        nothing = np.zeros(len(self.chosen), dtype=np.intp)
        found = self.measures.figures(self.latest, nothing, [None])
        found = self.measures.with_trends(found, self.chosen, nothing, self.compared_with, self.today)
        everybody = np.zeros(len(self.coverage.account), dtype=np.intp)
        covered = self.coverage.shares(self.coverage.chosen(self.context, self.wanted), everybody, 1)[0]
        return replace(found[0], response=self._shown_rate(response), response_coverage=covered, left_out=self.left_out)

    def groups(self, dimension: Dimension) -> list[Figures]:
        """The figures of each group of a dimension; last, with the key None, those of no group."""
        values, names = self._values(dimension)
        groups = len(values)
        code = self.measures.rows.dimension[dimension]
        found = self._grouped(self.disclosure, np.where(code < 0, groups, code), [*values, None])
        asked_of = self.invitations.dimension[dimension]
        rates = response_rates(self.invitations, self._asked(), np.where(asked_of < 0, groups, asked_of), groups + 1)
        member = self.coverage.group(self.context, dimension)
        covered: list[float | None] = [None] * (groups + 1)
        if member is not None:
            keep = self.coverage.chosen(self.context, self.wanted)
            covered = self.coverage.shares(keep, np.where(member < 0, groups, member), groups + 1)
        shown = []
        for place, figures in enumerate(found):
            rate = rates[place]
            silent = not (figures.people or figures.withheld or figures.left_out)
            if silent and (figures.key is None or (not rate.invitations and dimension not in _ALWAYS)):
                continue
            share = None if figures.withheld else covered[place]
            response = None if figures.withheld else self._shown_rate(rate)
            name = None if figures.key is None else names.get(figures.key)
            shown.append(replace(figures, name=name, response=response, response_coverage=share))
        return shown

    def course(self, over: Stretches) -> list[Stretch]:
        """The figures of each stretch: of it alone, by the latest answer of each person within it."""
        rows, count = self.measures.rows, len(over.begins_on)
        place = over.of(rows.day)
        key = np.where(self.measures.key < 0, self.measures.key, self.measures.key * count + np.maximum(place, 0))
        within = Disclosure(rows, latest_of_each(key), self.disclosure.attributed)
        found = self._grouped(within, place, list(range(count)), trends=False)
        return [
            Stretch(day, over.is_complete(at), replace(found[at], key=None)) for at, day in enumerate(over.begins_on)
        ]

    def _grouped(
        self, disclosure: Disclosure, group: Indices, keys: list[str | int | None] | list[int], *, trends: bool = True
    ) -> list[Figures]:
        """The figures of groups, without what must not be shown of them."""
        every: list[str | int | None] = list(keys)
        hidden = disclosure.withheld(self.chosen, group, len(every))[: len(every)]
        chosen, anonymous = self.chosen, self.measures.rows.key < 0
        left_out = np.zeros(len(every), dtype=np.intp)
        if disclosure.attributed:
            few = anonymous & np.append(hidden, False)[group] & (group >= 0)
            left_out = np.bincount(group[chosen & few & disclosure.latest], minlength=len(every))
            chosen, hidden = chosen & ~few, np.zeros_like(hidden)
        found = self.measures.figures(chosen & disclosure.latest, group, every)
        if trends:
            found = self.measures.with_trends(found, chosen, group, self.compared_with, self.today)
        return [
            Figures(figures.key, withheld=True) if hidden[place] else replace(figures, left_out=int(left_out[place]))
            for place, figures in enumerate(found)
        ]

    def _asked(self) -> Flags:
        return all_of(*masks_of(self.invitations, self.context, self.wanted))

    def _shown_rate(self, rate: ResponseRate) -> ResponseRate | None:
        if self.disclosure.attributed or not 0 < rate.people < FEWEST_PEOPLE:
            return rate
        return None

    def _values(self, dimension: Dimension) -> tuple[list[str | int], dict[str | int, str]]:
        surveys, accounts = self.context.surveys, self.context.accounts
        if dimension is Dimension.ROLE:
            return list(ROLES), {}
        if dimension is Dimension.TOUCHPOINT:
            return surveys.touchpoint.values, dict(surveys.touchpoint_names.items())
        if dimension is Dimension.SEGMENT:
            return accounts.segment.values, {value: str(value) for value in accounts.segment.values}
        raise ValueError(f"results are not broken down by {dimension}")
