"""Which accounts are read together, and where each of them stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped

from service.queries.chunks import chunks
from service.queries.portfolio_frames.as_of import EACH_ITS_DAY, ONE_DAY, When
from service.queries.portfolio_frames.numbers import ID_BITS

Indices = NDArray[np.intp]

_NARROW = 16


@dataclass(frozen=True, eq=False)
class Selection:
    """Accounts in ascending order of their ids.

    ``moved`` (n,): where each is looked at on a day of its own, the days from that to the day on which all of them are
    measured together. An account may then stand there more than once, and ``as_of.keep_looks`` has to know them.

    >>> chosen = Selection.of([7, 3])
    >>> chosen.ids.tolist(), chosen.places(np.array([3.0, 5.0, 7.0])).tolist()
    ([3, 7], [0, -1, 1])
    """

    ids: Indices
    moved: NDArray[np.float64] | None = None

    @classmethod
    def of(cls, account_ids: Sequence[int]) -> "Selection":
        """The accounts with these ids, each once."""
        return cls(np.unique(np.asarray(account_ids, dtype=np.intp)))

    @property
    def when(self) -> When:
        """The day in terms of a statement."""
        return ONE_DAY if self.moved is None else EACH_ITS_DAY

    @property
    def first(self) -> int:
        """The lowest id; 0 without any."""
        return int(self.ids[0]) if len(self.ids) else 0

    @property
    def bits(self) -> int:
        """How many bits hold every id counted from the first: one of two widths, so that statements are few."""
        if self.moved is not None:
            return _NARROW if len(self.ids) < (1 << _NARROW) - 2 else ID_BITS
        span = int(self.ids[-1]) - self.first if len(self.ids) else 0
        return _NARROW if span < (1 << _NARROW) - 2 else ID_BITS

    def conditions(self, column: Mapped[int]) -> Iterator[ColumnElement[bool]]:
        """Conditions that together find every row of these accounts once, and perhaps rows of others between them.

        A range where the ids lie close together, which both databases read fastest; otherwise lists of ids.
        """
        for run in self.runs():
            yield column.between(run[0], run[-1]) if isinstance(run, range) else column.in_(run)

    def runs(self) -> Iterator[range | Sequence[int]]:
        """The ids as :meth:`conditions` asks for them: one range, or lists that a statement can hold.

        >>> list(Selection.of([3, 5, 4]).runs()), list(Selection.of([3, 700]).runs())
        ([range(3, 6)], [[3, 700]])
        """
        if not len(self.ids):
            return
        first, last = int(self.ids[0]), int(self.ids[-1])
        if last - first < 2 * len(self.ids):
            yield range(first, last + 1)
        else:
            yield from chunks(self.ids.tolist())

    def places(self, account_ids: NDArray[np.float64]) -> Indices:
        """Where each account stands in ``ids``; -1 for one that does not."""
        if not len(self.ids):
            return np.full(len(account_ids), -1, dtype=np.intp)
        found = np.minimum(np.searchsorted(self.ids, account_ids), len(self.ids) - 1)
        return np.where(self.ids[found] == account_ids, found, -1).astype(np.intp)
