"""Warm paths: the likeliest ways to be introduced to somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scoring.access import IntroductionNetwork
from scoring.chain import Floats, PersonId
from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters


@dataclass(frozen=True, slots=True)
class WarmPath:
    """``through``: the colleague, everyone in between, and the person; ``probability`` in (0, 1] that all introduce."""

    through: tuple[PersonId, ...]
    probability: float


def warm_paths(
    network: IntroductionNetwork,
    ids: Sequence[PersonId],
    team: Sequence[PersonId],
    parameters: ChainParameters = DEFAULT_PARAMETERS,
) -> dict[PersonId, tuple[WarmPath, ...]]:
    """For each person the likeliest loopless paths from any colleague: at most three, of at most four hops.

    A hop is one step of a path, from the colleague to somebody included. The likeliest path is the shortest on -ln q.
    Of equally likely ones (to 1e-12) fewer hops come first, then the order of the team and of the people. Nobody
    passes through somebody who opted out. Without any path the entry is empty.

    >>> network = IntroductionNetwork(np.array([[0.0, 0.5], [0.0, 0.0]]), np.array([[0.8, 0.1]]))
    >>> [(path.through, path.probability) for path in warm_paths(network, ["it", "cfo"], ["r1"])["cfo"]]
    [(('r1', 'it', 'cfo'), 0.4), (('r1', 'cfo'), 0.1)]
    """
    best = _best_within(network, parameters.path_hops)
    into = [np.flatnonzero(network.opens[:, i] > 0) for i in range(len(ids))]
    found = {}
    for target, person in enumerate(ids):
        paths = _likeliest(network, into, best, target, parameters)
        found[person] = tuple(
            WarmPath((team[path[0]], *(ids[i] for i in path[1:])), _probability(network, path)) for path in paths
        )
    return found


def _best_within(network: IntroductionNetwork, hops: int) -> Floats:
    """(hops + 1, n): the likeliest way from any colleague in at most so many hops; row 0 is empty."""
    best = np.zeros((hops + 1, network.opens.shape[0]))
    if not network.strengths.size:
        return best
    direct = network.strengths.max(axis=0)
    for hop in range(1, hops + 1):
        through = (best[hop - 1][:, None] * network.opens).max(axis=0, initial=0.0)
        best[hop] = np.maximum(direct, through)
    return best


def _likeliest(
    network: IntroductionNetwork, into: list[NDArray[np.intp]], best: Floats, target: int, parameters: ChainParameters
) -> list[tuple[int, ...]]:
    """Best-first search backwards from the target: an unfinished path is worth what could at best still come of it.

    Hence finished paths leave the queue in order, and only as many are unfolded as are needed.
    """
    queue: list[tuple[float, int, bool, tuple[int, ...], float]] = []

    def push(tail: tuple[int, ...], chance: float, done: bool) -> None:
        bound = chance if done else chance * best[parameters.path_hops - len(tail) + 1][tail[0]]
        if bound > 0:
            # Rounding to 12 digits keeps equal products, multiplied in another order, equal. Of equals the unfinished
            # are unfolded first, so that all finished ones are in the queue when one is chosen.
            heappush(queue, (-float(f"{bound:.12e}"), len(tail) + (not done), done, tail, chance))

    finished: list[tuple[int, ...]] = []
    push((target,), 1.0, done=False)
    while queue and len(finished) < parameters.path_count:
        _, _, done, tail, chance = heappop(queue)
        if done:
            finished.append((tail[0] + len(network.strengths), *tail[1:]))
            continue
        for colleague in np.flatnonzero(network.strengths[:, tail[0]] > 0):
            row = int(colleague)
            # A colleague stands in the tail as a negative number, so that both kinds sort in their own order.
            push((row - len(network.strengths), *tail), chance * float(network.strengths[row, tail[0]]), done=True)
        if len(tail) < parameters.path_hops:
            for between in into[tail[0]]:
                if int(between) not in tail:
                    push((int(between), *tail), chance * float(network.opens[between, tail[0]]), done=False)
    return finished


def _probability(network: IntroductionNetwork, path: tuple[int, ...]) -> float:
    """Product along a path from the colleague to the person."""
    chance = float(network.strengths[path[0], path[1]])
    for person, following in pairwise(path[1:]):
        chance *= float(network.opens[person, following])
    return chance
