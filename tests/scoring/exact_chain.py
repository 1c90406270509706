"""The decision-chain measures once more, in fractions and by brute force, as literally as the methods state them.

Shares no code with the engine: what it is compared with must have been thought twice.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations, permutations, product

Matrix = list[list[Fraction]]


def wins(coalition: set[int], votes: Sequence[Fraction], quota: Fraction, vetoes: set[int]) -> bool:
    """Whether a coalition reaches the quota and holds every veto."""
    return sum((votes[i] for i in coalition), Fraction(0)) >= quota and vetoes <= coalition


def power(votes: Sequence[Fraction], quota: Fraction, vetoes: set[int]) -> list[Fraction]:
    """Shapley-Shubik by going through every order of the seats."""
    seats = [i for i in range(len(votes)) if votes[i] > 0 or i in vetoes]
    pivots = [0] * len(votes)
    orders = list(permutations(seats))
    for order in orders:
        coalition: set[int] = set()
        for seat in order:
            coalition.add(seat)
            if wins(coalition, votes, quota, vetoes):
                pivots[seat] += 1
                break
    return [Fraction(pivot, len(orders)) for pivot in pivots]


def yes(votes: Sequence[Fraction], quota: Fraction, vetoes: set[int], q: Sequence[Fraction]) -> Fraction:
    """P(yes) by going through every set of people who say yes."""
    total = Fraction(0)
    for answers in product((False, True), repeat=len(votes)):
        chance = Fraction(1)
        for i, answer in enumerate(answers):
            chance *= q[i] if answer else 1 - q[i]
        if wins({i for i, answer in enumerate(answers) if answer}, votes, quota, vetoes):
            total += chance
    return total


def rows_shared(weights: Matrix) -> Matrix:
    """Rows divided by their sums; empty rows stay empty."""
    return [[w / sum(row) for w in row] if sum(row) else list(row) for row in weights]


def solved(matrix: Matrix, right: Sequence[Fraction]) -> list[Fraction]:
    """Gaussian elimination in fractions."""
    n = len(right)
    rows = [[*matrix[i], right[i]] for i in range(n)]
    for column in range(n):
        pivot = next(r for r in range(column, n) if rows[r][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for r in range(n):
            if r != column and rows[r][column]:
                factor = rows[r][column]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[column], strict=True)]
    return [row[n] for row in rows]


def opinions(weights: Matrix, openness: Sequence[Fraction], stances: Sequence[Fraction]) -> list[Fraction]:
    """x* with lambda clamped at .95, and 0 where nobody is listened to."""
    shares = rows_shared(weights)
    n = len(stances)
    lam = [min(openness[i], Fraction(95, 100)) if sum(shares[i]) else Fraction(0) for i in range(n)]
    system = [[Fraction(int(i == j)) - lam[i] * shares[i][j] for j in range(n)] for i in range(n)]
    return solved(system, [(1 - lam[i]) * stances[i] for i in range(n)])


def weights_of(weights: Matrix, openness: Sequence[Fraction], p: Sequence[Fraction]) -> list[Fraction]:
    """omega: what the forecast would be if each in turn were all for it and the others neutral."""
    n = len(p)
    unit = [[Fraction(int(i == j)) for i in range(n)] for j in range(n)]
    return [sum((a * b for a, b in zip(p, opinions(weights, openness, x), strict=True)), Fraction(0)) for x in unit]


def reliability(edges: Mapping[tuple[int, int], Fraction], source: int, target: int) -> Fraction:
    """Two-terminal reliability by going through every state of the edges."""
    total = Fraction(0)
    names = list(edges)
    for state in product((False, True), repeat=len(names)):
        chance = Fraction(1)
        for edge, is_open in zip(names, state, strict=True):
            chance *= edges[edge] if is_open else 1 - edges[edge]
        if chance and connected({edge for edge, is_open in zip(names, state, strict=True) if is_open}, source, target):
            total += chance
    return total


def connected(edges: set[tuple[int, int]], source: int, target: int) -> bool:
    """Whether directed edges lead from source to target."""
    reached, waiting = {source}, [source]
    while waiting:
        here = waiting.pop()
        for a, b in edges:
            if a == here and b not in reached:
                reached.add(b)
                waiting.append(b)
    return target in reached


def smallest_cuts(edges: set[tuple[int, int]], starts: set[int], ends: set[int]) -> list[tuple[int, ...]]:
    """Every smallest set of nodes without which no start leads to an end, trying all sets by size."""
    nodes = sorted({node for edge in edges for node in edge} | starts | ends)
    for size in range(len(nodes) + 1):
        found = [
            cut
            for cut in combinations(nodes, size)
            if not any(
                start not in cut and end not in cut and connected(_without(edges, cut), start, end)
                for start in starts
                for end in ends
            )
        ]
        if found:
            return found
    raise AssertionError("all nodes together are always a cut")


def _without(edges: set[tuple[int, int]], cut: Sequence[int]) -> set[tuple[int, int]]:
    return {(a, b) for a, b in edges if a not in cut and b not in cut}
