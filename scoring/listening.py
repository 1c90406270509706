"""Who listens to whom: typed ties, or relative shares, turned into one matrix of listening weights."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters
from scoring.vocabulary import TieKind


@dataclass(frozen=True, slots=True)
class Tie:
    """A directed, typed and weighted tie between two people; ``strength`` >= 0, usually at most 1."""

    kind: TieKind
    source: str | int
    target: str | int
    strength: float = 1.0


def listening_from_ties(
    position: Mapping[Hashable, int], ties: Iterable[Tie], parameters: ChainParameters = DEFAULT_PARAMETERS
) -> tuple[NDArray[np.float64], tuple[tuple[int, int], ...]]:
    """Listening weights (n, n), not normalised, and the pairs in conflict.

    ``reports_to``: the source listens to the target with the tie's strength, and the target to the source at half of
    it. ``influences``: the target listens to the source. ``works_with``: both ways. Ties between the same two add up.
    ``conflicts``, of whatever strength, halves the sum once, both ways; it never creates listening.

    Raises ValueError for a tie of somebody with himself, a stranger, or a strength that is negative or not finite.

    >>> weights, conflicts = listening_from_ties({"a": 0, "b": 1}, [Tie(TieKind.REPORTS_TO, "a", "b", 0.8)])
    >>> weights.tolist()
    [[0.0, 0.8], [0.4, 0.0]]
    """
    weights = np.zeros((len(position), len(position)))
    conflicts: set[tuple[int, int]] = set()
    for tie in ties:
        if tie.source not in position or tie.target not in position:
            raise ValueError(f"a tie between {tie.source!r} and {tie.target!r} names somebody not in the chain")
        source, target = position[tie.source], position[tie.target]
        if source == target:
            raise ValueError(f"{tie.source!r} is tied to himself or herself")
        if not (np.isfinite(tie.strength) and tie.strength >= 0):
            raise ValueError("the strength of a tie must be a finite number, at least 0")
        match tie.kind:
            case TieKind.REPORTS_TO:
                weights[source, target] += tie.strength
                weights[target, source] += tie.strength * parameters.reporting_back
            case TieKind.INFLUENCES:
                weights[target, source] += tie.strength
            case TieKind.WORKS_WITH:
                weights[source, target] += tie.strength
                weights[target, source] += tie.strength
            case TieKind.CONFLICTS:
                conflicts.add((min(source, target), max(source, target)))
    for a, b in conflicts:
        weights[a, b] *= parameters.conflict_factor
        weights[b, a] *= parameters.conflict_factor
    return weights, tuple(sorted(conflicts))


def listening_from_shares(
    position: Mapping[Hashable, int], shares: Mapping[tuple[str | int, str | int], float]
) -> NDArray[np.float64]:
    """Relative shares of listening (n, n), as given: rows are normalised later. A share of oneself is allowed.

    Raises ValueError for a stranger or a share that is negative or not finite.

    >>> listening_from_shares({"a": 0, "b": 1}, {("a", "b"): 2, ("a", "a"): 1}).tolist()
    [[1.0, 2.0], [0.0, 0.0]]
    """
    weights = np.zeros((len(position), len(position)))
    for (person, to), share in shares.items():
        if person not in position or to not in position:
            raise ValueError(f"a share of {person!r} for {to!r} names somebody not in the chain")
        if not (np.isfinite(share) and share >= 0):
            raise ValueError("a share must be a finite number, at least 0")
        weights[position[person], position[to]] = share
    return weights


def normalised(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """W: each row divided by its sum; a row without listening stays empty.

    >>> normalised(np.array([[0.0, 3.0], [0.0, 0.0]])).tolist()
    [[0.0, 1.0], [0.0, 0.0]]
    """
    # Dividing by the largest first keeps the sum of huge weights finite and that of tiny ones above nothing.
    peaks = weights.max(axis=1, initial=0.0)
    scaled = np.divide(weights, peaks[:, None], out=np.zeros_like(weights), where=peaks[:, None] > 0)
    sums = scaled.sum(axis=1)
    shares: NDArray[np.float64] = np.divide(scaled, sums[:, None], out=np.zeros_like(weights), where=sums[:, None] > 0)
    return shares
