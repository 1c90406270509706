"""Worst pairs: the two people whose leaving breaks the chain into the most pieces."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from scoring.chain import Floats


@dataclass(frozen=True, slots=True)
class WorstPair:
    """Two people, as positions, and the ``fragmentation`` in [0, 1] of who is left; ``before`` = with everybody."""

    people: tuple[int, int]
    fragmentation: float
    before: float


def ties_between(listening: Floats) -> list[list[int]]:
    """For each person, everyone tied to them: one listens to the other, at all. Nobody is tied to themselves."""
    tied = (listening > 0) | (listening > 0).T
    np.fill_diagonal(tied, False)
    return [[int(j) for j in np.flatnonzero(row)] for row in tied]


def fragmentation(ties: list[list[int]], removed: Collection[int] = ()) -> float:
    """F in [0, 1]: the part of all pairs of remaining people who are no longer connected. 0 for fewer than two people.

    F = 1 - sum_k s_k (s_k - 1) / (n (n - 1)) over components of s_k people, n those who remain. Source: Borgatti 2006.

    >>> fragmentation([[1], [0, 2], [1]]), fragmentation([[1], [0, 2], [1]], removed=[1])
    (0.0, 1.0)
    """
    gone = set(removed)
    left = len(ties) - len(gone)
    pairs = 0
    seen = set(gone)
    for first in range(len(ties)):
        if first in seen:
            continue
        seen.add(first)
        waiting, size = [first], 0
        while waiting:
            size += 1
            for other in ties[waiting.pop()]:
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        pairs += size * (size - 1)
    return _share_apart(pairs, left)


def _share_apart(connected: int, people: int) -> float:
    return 1.0 - connected / (people * (people - 1)) if people > 1 else 0.0


def worst_pair(ties: list[list[int]]) -> WorstPair | None:
    """The pair whose leaving fragments the rest most, by enumeration of all pairs; of equals the first.

    None for fewer than four people, or where no pair fragments anything. The worst pair is often not the two worst
    single people (Borgatti 2006). One pass over the ties for each first person finds what each second one breaks, so
    500 people take a few seconds at most.

    >>> worst_pair([[1], [0, 2], [1, 3], [2, 4], [3]])
    WorstPair(people=(1, 3), fragmentation=1.0, before=0.0)
    """
    n = len(ties)
    if n < 4:
        return None
    # Connected ordered pairs that remain; fewest is worst.
    fewest, pair = n * n, (0, 0)
    for first in range(n):
        left = _connected_without_each(ties, first)
        for second in range(first + 1, n):
            if left[second] < fewest:
                fewest, pair = left[second], (first, second)
    worst = _share_apart(fewest, n - 2)
    return WorstPair(pair, worst, fragmentation(ties)) if worst > 0 else None


def _connected_without_each(ties: list[list[int]], gone: int) -> list[int]:
    """For each second person, how many ordered pairs stay connected without ``gone`` and that person.

    A depth-first walk (Tarjan's low points): below a child from which no tie leads further up than to its parent hangs
    a piece of its own once the parent leaves; what is no such piece stays together.
    """
    n = len(ties)
    order, low, below = [-1] * n, [0] * n, [1] * n
    broken_off, pieces = [0] * n, [0] * n  # people in pieces below, and the ordered pairs within them
    left = [0] * n
    order[gone] = n
    total, clock = 0, 0
    components: list[list[int]] = []
    for root in range(n):
        if order[root] >= 0:
            continue
        order[root] = low[root] = clock
        clock += 1
        members, stack = [root], [(root, -1, iter(ties[root]))]
        while stack:
            person, parent, others = stack[-1]
            for other in others:
                if other in (gone, parent):
                    continue
                if order[other] < 0:
                    order[other] = low[other] = clock
                    clock += 1
                    members.append(other)
                    stack.append((other, person, iter(ties[other])))
                    break
                low[person] = min(low[person], order[other])
            else:
                stack.pop()
                if parent >= 0:
                    below[parent] += below[person]
                    low[parent] = min(low[parent], low[person])
                    if low[person] >= order[parent]:
                        broken_off[parent] += below[person]
                        pieces[parent] += below[person] * (below[person] - 1)
        components.append(members)
        total += len(members) * (len(members) - 1)
    for members in components:
        size = len(members)
        for person in members:
            rest = size - 1 - broken_off[person]
            left[person] = total - size * (size - 1) + pieces[person] + rest * (rest - 1)
    return left
