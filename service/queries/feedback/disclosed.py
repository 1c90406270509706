"""What of a selection of answers may be shown to this reader, so that nobody can be recognised.

A reader with an aggregate reach sees groups of at least five people. Others see named answers, but anonymous ones only
where at least five come together. In both cases the rest that a group leaves must not be small either.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.disclosure import FEWEST_PEOPLE, withheld_groups
from service.queries.feedback.rows import AnswerRows, Context, Rows
from service.queries.feedback.surveys import FAMILIES
from service.queries.feedback.wanted import Dimension, Wanted

Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]
Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Choice:
    """``chosen`` answers (n,) that count. ``left_out`` anonymous ones do not; ``withheld``: none may be shown."""

    chosen: Flags
    left_out: int
    withheld: bool


@dataclass(frozen=True, eq=False)
class Disclosure:
    """``latest`` answers (n,), one of each person and survey; ``attributed``: named answers may be seen."""

    rows: AnswerRows
    latest: Flags
    attributed: bool

    def hidden_people(self, chosen: Flags, group: Indices, groups: int) -> Counts:
        """How many people each group must not give away: all of them, or the anonymous ones."""
        chosen = chosen & self.latest & (group >= 0)
        anonymous = chosen & (self.rows.key < 0)
        counted = np.bincount(group[anonymous], minlength=groups).astype(np.int64)
        return counted if self.attributed else counted + self.rows.people(chosen, group, groups)

    def withheld(self, chosen: Flags, group: Indices, groups: int) -> Flags:
        """Which groups (groups,) of these answers may not be shown whole."""
        # Those without a value are a group like the others: it could be worked out by subtraction.
        with_none = np.where(group < 0, groups, group)
        return withheld_groups(self.hidden_people(chosen, with_none, groups + 1))

    def may_be_shown(self, masks: Mapping[Dimension, Flags], codes: Mapping[Dimension, int], everything: Flags) -> bool:
        """Whether a selection may be shown whole: ``masks`` restrict one dimension each to the code in ``codes``.

        It is judged as what it is: one group beside others in each of its dimensions.
        """
        whole = all_of(everything, masks)
        nothing = np.zeros(len(whole), dtype=np.intp)
        if 0 < int(self.hidden_people(whole, nothing, 1)[0]) < FEWEST_PEOPLE:
            return False
        for dimension, code in codes.items():
            if code < 0:
                continue
            others = all_of(everything, {name: mask for name, mask in masks.items() if name is not dimension})
            group = self.rows.dimension[dimension]
            groups = int(group.max(initial=code)) + 1
            if self.withheld(others, group, groups)[code]:
                return False
        return True

    def choice(self, context: Context, wanted: Wanted) -> Choice:
        """The answers that the filter lets through, as far as this reader may be shown them."""
        everything, masks = masks_of(self.rows, context, wanted)
        codes = {one: context.code_of(one, value) for one, value in wanted.restricted.items()}
        chosen = all_of(everything, masks)
        if self.may_be_shown(masks, codes, everything):
            return Choice(chosen, 0, withheld=False)
        anonymous = self.rows.key < 0
        left_out = int((chosen & self.latest & anonymous).sum()) if self.attributed else 0
        return Choice(chosen & ~anonymous, left_out, withheld=not self.attributed)


def masks_of(rows: Rows, context: Context, wanted: Wanted) -> tuple[Flags, dict[Dimension, Flags]]:
    """Which rows are of the wanted family, and which pass each filter alone."""
    everything: Flags = rows.family == FAMILIES.index(wanted.family)
    masks: dict[Dimension, Flags] = {
        dimension: rows.dimension[dimension] == context.code_of(dimension, value)
        for dimension, value in wanted.restricted.items()
    }
    return everything, masks


def all_of(everything: Flags, masks: Mapping[Dimension, Flags]) -> Flags:
    """The rows that pass every filter."""
    chosen = everything.copy()
    for mask in masks.values():
        chosen &= mask
    return chosen
