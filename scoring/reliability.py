"""Two-terminal reliability: the probability that some chain of uncertain introductions is open, exactly.

A network is a matrix ``opens`` (n, n), opens[j, i] = probability that j leads to i, and ``direct`` (n,), the
probability that i is reached from outside without anybody between. All are independent.
"""

from typing import cast

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from scoring.chain import Floats


def access_by_sets(direct: Floats, opens: Floats) -> Floats:
    """(n,) probability to be reached, exact, for everyone at once; cost 3^m for m people who lead on to others.

    Goes over the sets of people that may be reached: f(X), the probability that all of X is reached within X, is 1
    minus that of stopping at a smaller set Y, where every introduction from Y to the rest of X is closed.
    Source: Buzacott 1980.

    >>> access_by_sets(np.array([0.5, 0.0]), np.array([[0.0, 0.5], [0.0, 0.0]])).tolist()
    [0.5, 0.25]
    """
    opens = opens * (1.0 - np.eye(len(direct)))
    core = np.flatnonzero(opens.sum(axis=1) > 0)
    exactly = _reached_sets(direct[core], opens[np.ix_(core, core)])
    access = np.empty(len(direct))
    place = {int(person): bit for bit, person in enumerate(core)}
    members = np.arange(len(exactly))
    for person in range(len(direct)):
        if person in place:
            access[person] = exactly[(members >> place[person]) & 1 == 1].sum()
        else:
            closed = _closed_from(direct[person], opens[core, person])
            access[person] = 1.0 - float(exactly @ closed)
    return np.asarray(np.clip(access, 0.0, 1.0), dtype=np.float64)


def _closed_from(direct: float, opens: Floats) -> Floats:
    """(2^m,) for every set of the core, the probability that nobody in it, nor the outside, leads to one person."""
    closed = np.array([1.0 - direct])
    for chance in opens:
        closed = np.concatenate([closed, closed * (1.0 - chance)])
    return closed


def _reached_sets(direct: Floats, opens: Floats) -> Floats:
    """(2^m,) probability that exactly this set of the core is reached; bit b stands for person b."""
    m = len(direct)
    closed = np.array([_closed_from(direct[person], opens[:, person]) for person in range(m)]).reshape(m, 1 << m)
    stops = np.zeros(1 << m)
    exactly = np.empty(1 << m)
    sets = np.arange(1 << m)
    sizes = np.array([number.bit_count() for number in range(1 << m)])
    for size in range(m + 1):
        level = sets[sizes == size]
        # Beside each set of this size, one column for each way to add people from outside it.
        larger = level[:, None]
        chance = (1.0 - stops[level])[:, None]
        for outside in range(m - size):
            added = _nth_outside(level, m, outside)
            larger = np.concatenate([larger, larger | (1 << added)[:, None]], axis=1)
            chance = np.concatenate([chance, chance * closed[added, level][:, None]], axis=1)
        exactly[level] = chance[:, -1]
        stops += np.bincount(larger[:, 1:].ravel(), weights=chance[:, 1:].ravel(), minlength=1 << m)
    return np.maximum(exactly, 0.0)


def _nth_outside(level: NDArray[np.intp], m: int, nth: int) -> NDArray[np.intp]:
    """For each set, its ``nth`` person who is not in it."""
    outside = ((level[:, None] >> np.arange(m)) & 1) == 0
    return np.asarray(np.argmax(np.cumsum(outside, axis=1) == nth + 1, axis=1), dtype=np.intp)


def blocks_from_source(direct: Floats, opens: Floats) -> list[tuple[int, list[int]]]:
    """The network cut at the people whom every path beyond must pass: (entry, members) in order, source = n first.

    Members are the people of a block other than its entry; each person who can be reached is a member of one block.
    The chance to reach a member is the chance to reach the entry, times that to get from there to the member inside
    the block, since no introduction counts in two blocks.
    """
    n = len(direct)
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_node(n)
    graph.add_edges_from((n, int(i)) for i in np.flatnonzero(direct > 0))
    graph.add_edges_from((int(j), int(i)) for j, i in zip(*np.nonzero(opens > 0), strict=True) if i != j)
    reached = nx.descendants(graph, n) | {n}
    tied = graph.subgraph(reached).to_undirected()
    distance = nx.single_source_shortest_path_length(tied, n)
    blocks = []
    for found in nx.biconnected_components(tied):
        block = cast("set[int]", found)  # the stubs name a list of sets
        entry = min(block, key=lambda person: (distance[person], person))
        blocks.append((entry, sorted(block - {entry})))
    return sorted(blocks, key=lambda block: (distance[block[0]], block))


def reduced(direct: Floats, opens: Floats, target: int) -> tuple[Floats, Floats, int]:
    """An equivalent smaller network for one target: (direct, opens, target's new place).

    People who lead nowhere are dropped, and whoever stands between just two others is replaced by the introductions
    that went through (series), joined with those beside them (parallel). Equivalent for ``target`` only.

    >>> chain = np.zeros((3, 3)); chain[0, 1] = chain[1, 2] = 0.5
    >>> direct, opens, target = reduced(np.array([1.0, 0.0, 0.0]), chain, 2)
    >>> direct.tolist(), target
    ([0.25], 0)
    """
    n = len(direct)
    network = np.zeros((n + 1, n + 1))
    network[:n, :n], network[n, :n] = opens, direct
    np.fill_diagonal(network, 0.0)
    network[target] = 0.0
    alive = np.ones(n + 1, dtype=np.bool_)
    waiting = set(range(n)) - {target}
    while waiting:
        person = waiting.pop()
        into, out = network[:, person] > 0, network[person] > 0
        around = np.flatnonzero(into | out)
        if len(around) > 2 and into.any() and out.any():
            continue
        if into.any() and out.any() and len(around) == 2:
            a, b = (int(neighbour) for neighbour in around)
            for x, y in ((a, b), (b, a)):
                through = network[x, person] * network[person, y]
                network[x, y] = 1.0 - (1.0 - network[x, y]) * (1.0 - through)
        network[person], network[:, person] = 0.0, 0.0
        alive[person] = False
        waiting |= {int(neighbour) for neighbour in around} - {target, n}
    kept = np.flatnonzero(alive[:n])
    return network[n, kept], network[np.ix_(kept, kept)], int(np.searchsorted(kept, target))
