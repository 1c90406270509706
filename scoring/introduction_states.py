"""Access by going through states of the network, many at a time: one bit per state, 64 states per machine word.

All states where few introductions are uncertain, which is exact; otherwise states drawn with a fixed seed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.chain import Floats

Words = NDArray[np.uint64]
Places = NDArray[np.intp]

_STEPS = 1 << 16
_ROWS_AT_ONCE = 512


@dataclass(frozen=True, eq=False)
class Introductions:
    """The introductions of a network as a list: ``source`` -> ``target`` opens with ``chance``.

    Source n = our team, by the colleague in ``row`` (0 elsewhere). Sorted by target, so that everyone's incoming
    introductions stand together.
    """

    size: int
    source: Places
    row: Places
    target: Places
    chance: Floats

    @classmethod
    def of(cls, direct: Floats, opens: Floats) -> "Introductions":
        """All introductions that can open. ``direct`` (n,) or (m, n), one row per colleague; ``opens`` (n, n)."""
        n = opens.shape[0]
        rows = np.atleast_2d(direct)
        j, i = np.nonzero(opens * (1.0 - np.eye(n)))
        u, k = np.nonzero(rows)
        target = np.concatenate([i, k])
        order = np.argsort(target, kind="stable")
        source = np.concatenate([j, np.full(len(k), n)])[order]
        row = np.concatenate([np.zeros_like(j), u])[order]
        chance = np.concatenate([opens[j, i], rows[u, k]])[order]
        return cls(n, source, row, target[order], chance)

    def chances_in(self, direct: Floats, opens: Floats) -> Floats:
        """The chances of these same introductions in another network of the same people and colleagues."""
        ours = self.source == self.size
        chances = np.empty(len(self.chance))
        chances[ours] = np.atleast_2d(direct)[self.row[ours], self.target[ours]]
        chances[~ours] = opens[self.source[~ours], self.target[~ours]]
        return chances

    def reached(self, is_open: Words) -> Words:
        """(n, words): in which states each person is reached, given in which each introduction ``is_open``."""
        people = np.zeros((self.size + 1, is_open.shape[1]), dtype=np.uint64)
        people[self.size] = ~np.uint64(0)
        if self.target.size:
            starts = np.flatnonzero(np.diff(self.target, prepend=-1))
            targets = self.target[starts]
            while True:
                arriving = np.bitwise_or.reduceat(people[self.source] & is_open, starts, axis=0)
                arriving |= people[targets]
                if np.array_equal(arriving, people[targets]):
                    break
                people[targets] = arriving
        return people[: self.size]


def access_by_enumeration(direct: Floats, opens: Floats) -> Floats:
    """(n,) exact access, by all 2^u states of the u introductions that are neither closed nor certain.

    >>> access_by_enumeration(np.array([0.5, 0.0]), np.array([[0.0, 0.5], [0.0, 0.0]])).tolist()
    [0.5, 0.25]
    """
    network = Introductions.of(direct, opens)
    uncertain = np.flatnonzero(network.chance < 1.0)
    states = np.arange(1 << len(uncertain))
    weights = np.ones(1)
    for edge in uncertain:
        weights = np.concatenate([weights * (1.0 - network.chance[edge]), weights * network.chance[edge]])
    is_open = np.ones((len(network.chance), len(states)), dtype=np.bool_)
    for bit, edge in enumerate(uncertain):
        is_open[edge] = (states >> bit) & 1 == 1
    reached = np.unpackbits(network.reached(_packed(is_open)).view(np.uint8), axis=1, bitorder="little")
    return np.asarray(reached[:, : len(states)] @ weights, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class DrawnStates:
    """States of one network, drawn once; the same draws answer what changes when chances do.

    ``thresholds`` (introductions, draws): an introduction is open in a draw when its chance, in 65,536ths, is above.
    """

    network: Introductions
    thresholds: NDArray[np.uint16]

    @classmethod
    def of(cls, network: Introductions, draws: int, seed: int) -> "DrawnStates":
        """Draw ``draws`` states (a multiple of 64) with a fixed ``seed``."""
        thresholds = np.random.default_rng(seed).integers(0, _STEPS, size=(len(network.chance), draws), dtype=np.uint16)
        return cls(network, thresholds)

    def is_open(self, rows: Places, chance: Floats) -> Words:
        """(rows, words): in which draws these introductions are open, at these chances."""
        words = np.zeros((len(rows), self.thresholds.shape[1] // 64), dtype=np.uint64)
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            part = slice(start, start + _ROWS_AT_ONCE)
            limit = np.rint(chance[part] * _STEPS).astype(np.int64)
            words[part] = _packed(self.thresholds[rows[part]] < limit[:, None])
        return words

    def access(self, is_open: Words) -> Floats:
        """(n,) the part of the draws in which each person is reached."""
        reached = self.network.reached(is_open)
        return np.asarray(np.bitwise_count(reached).sum(axis=1) / self.thresholds.shape[1], dtype=np.float64)


def _packed(is_open: NDArray[np.bool_]) -> Words:
    """Rows of flags as rows of words, padded with closed states to whole words."""
    packed = np.packbits(is_open, axis=1, bitorder="little")
    padded = np.pad(packed, ((0, 0), (0, -packed.shape[1] % 8)))
    return np.ascontiguousarray(padded).view(np.uint64)
