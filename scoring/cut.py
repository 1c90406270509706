"""The smallest sets of departures that cut our team off from everyone who has a say."""

from collections import deque
from dataclasses import dataclass

import numpy as np

from scoring.access import IntroductionNetwork
from scoring.chain import Flags
from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters

_UNLIMITED = 1 << 30


def smallest_cuts(
    network: IntroductionNetwork, deciding: Flags, parameters: ChainParameters = DEFAULT_PARAMETERS
) -> tuple[tuple[int, ...], ...]:
    """All minimum vertex cuts between our team and everyone with voting power, as positions.

    Colleague u is u, person i is m + i; colleagues and voters can be cut too. At most ``cuts_listed`` cuts, in
    lexicographic order. Where no path leads to anyone with voting power nobody needs to leave: one cut, the empty one.
    By Menger's theorem a minimum cut holds exactly one of everybody on each of the disjoint paths: candidates are
    looked for there.

    >>> network = IntroductionNetwork(np.array([[0.0, 0.5], [0.0, 0.0]]), np.array([[0.8, 0.0]]))
    >>> smallest_cuts(network, np.array([False, True]))  # r1 -> it -> cfo
    ((0,), (1,), (2,))
    """
    walk = _Walk.of(network, deciding)
    flow = _Flow(walk)
    size = flow.value(_UNLIMITED)
    candidates = [node for node in flow.passed() if _Flow(walk, gone=frozenset({node})).value(size) == size - 1]
    cuts: list[tuple[int, ...]] = []
    # Depth first, the next candidate taken before it is left out: cuts come in lexicographic order.
    waiting: list[tuple[tuple[int, ...], int]] = [((), 0)]
    while waiting and len(cuts) < parameters.cuts_listed:
        taken, following = waiting.pop()
        missing = size - len(taken)
        kept = frozenset(candidates[:following]) - frozenset(taken)
        # Goes on only if people neither taken nor kept still complete a cut of the least size.
        if _Flow(walk, gone=frozenset(taken), kept=kept).value(missing + 1) != missing:
            continue
        if not missing:
            cuts.append(taken)
        elif following < len(candidates):
            waiting.append((taken, following + 1))
            waiting.append(((*taken, candidates[following]), following + 1))
    return tuple(cuts)


@dataclass(frozen=True, slots=True)
class _Walk:
    """Who leads on to whom on the way from our team to a decision; only people on some such way."""

    leads_to: dict[int, tuple[int, ...]]
    starts: tuple[int, ...]
    ends: frozenset[int]

    @classmethod
    def of(cls, network: IntroductionNetwork, deciding: Flags) -> "_Walk":
        m, n = network.strengths.shape
        chances = np.vstack([network.strengths, network.opens])
        leads_to = {node: [int(i) + m for i in np.flatnonzero(chances[node] > 0)] for node in range(m + n)}
        led_by: dict[int, list[int]] = {node: [] for node in range(m + n)}
        for node, others in leads_to.items():
            for other in others:
                led_by[other].append(node)
        ends = frozenset(int(i) + m for i in np.flatnonzero(deciding))
        relevant = _spread(range(m), leads_to) & _spread(ends, led_by)
        return cls(
            {node: tuple(other for other in leads_to[node] if other in relevant) for node in sorted(relevant)},
            tuple(node for node in range(m) if node in relevant),
            ends & relevant,
        )


def _spread(first: range | frozenset[int], leads_to: dict[int, list[int]]) -> set[int]:
    """Everyone who is reached from ``first``, they included."""
    reached, waiting = set(first), list(first)
    while waiting:
        for other in leads_to[waiting.pop()]:
            if other not in reached:
                reached.add(other)
                waiting.append(other)
    return reached


class _Flow:
    """Disjoint paths as a flow: everyone is an arrival (2v) and a departure (2v + 1), with room for one in between.

    ``gone``: people who have left. ``kept``: people who may be on any number of paths, so that no cut uses them.
    """

    def __init__(self, walk: _Walk, gone: frozenset[int] = frozenset(), kept: frozenset[int] = frozenset()) -> None:
        self.start, self.end = -1, -2
        self.nodes = [node for node in walk.leads_to if node not in gone]
        self.room: dict[int, dict[int, int]] = {self.start: {}, self.end: {}}
        for node in self.nodes:
            self.room[2 * node] = {2 * node + 1: _UNLIMITED if node in kept else 1}
            self.room[2 * node + 1] = {2 * node: 0}
        for node in self.nodes:
            for other in walk.leads_to[node]:
                if other not in gone:
                    self._lead(2 * node + 1, 2 * other)
            if node in walk.ends:
                self._lead(2 * node + 1, self.end)
        for node in walk.starts:
            if node not in gone:
                self._lead(self.start, 2 * node)

    def _lead(self, here: int, there: int) -> None:
        self.room[here][there] = _UNLIMITED
        self.room[there].setdefault(here, 0)

    def value(self, enough: int) -> int:
        """How many disjoint paths there are; counting stops at ``enough``."""
        found = 0
        while found < enough and self._one_more():
            found += 1
        return found

    def _one_more(self) -> bool:
        came = {self.start: self.start}
        queue = deque([self.start])
        while queue and self.end not in came:
            here = queue.popleft()
            for there, room in self.room[here].items():
                if room and there not in came:
                    came[there] = here
                    queue.append(there)
        if self.end not in came:
            return False
        there = self.end
        while there != self.start:
            here = came[there]
            self.room[here][there] -= 1
            self.room[there][here] += 1
            there = here
        return True

    def passed(self) -> list[int]:
        """Everyone whom a path goes through."""
        return [node for node in self.nodes if not self.room[2 * node][2 * node + 1]]
