"""Total influence: how far each opinion reaches through who listens to whom, and what each person weighs."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from scoring.chain import Chain, Flags, Floats
from scoring.listening import normalised
from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters

_FEW = 48
_MANY_ROWS = 4
NO_WEIGHT = 1e-15
"""A decision weight up to this is what rounding leaves of none."""


@dataclass(frozen=True, eq=False)
class Influence:
    """Opinions that spread by listening (Friedkin-Johnsen): x* = (I - Lambda W)^-1 (I - Lambda) x.

    ``shares`` : W, (n, n), rows sum to 1 or are empty. ``openness`` : lambda, (n,) in [0, .95], 0 where a row is empty.
    Build it with :meth:`of`, which sees to both.

    >>> two = Influence.of(np.array([[0.0, 3.0], [0.0, 0.0]]), np.array([0.5, 0.5]))
    >>> two.openness.tolist()
    [0.5, 0.0]
    >>> two.total.tolist()
    [[0.5, 0.5], [0.0, 1.0]]
    """

    shares: Floats
    openness: Floats

    @classmethod
    def of(cls, listening: Floats, openness: Floats, parameters: ChainParameters = DEFAULT_PARAMETERS) -> Self:
        """From listening weights (n, n), not normalised, and openness (n,), NaN = the default.

        Openness is clamped at ``parameters.max_openness``, so that the influence exists also where everybody is fully
        open, and is 0 for somebody who listens to nobody.
        """
        shares = normalised(listening)
        said = np.where(np.isnan(openness), parameters.default_openness, openness)
        listens = shares.sum(axis=1) > 0
        return cls(shares, np.where(listens, np.minimum(said, parameters.max_openness), 0.0))

    @property
    def system(self) -> Floats:
        """I - Lambda W, (n, n): strictly diagonally dominant, so it can always be solved."""
        return np.asarray(np.eye(len(self.openness)) - self.openness[:, None] * self.shares, dtype=np.float64)

    @property
    def total(self) -> Floats:
        """V, (n, n): V[i, j] = how much of i's final opinion comes from j. Rows sum to 1.

        Source: Friedkin and Johnsen 1990; Parsegov et al., arXiv 1505.04920.
        """
        return np.asarray(np.linalg.solve(self.system, np.diag(1.0 - self.openness)), dtype=np.float64)

    def decision_weights(self, power: Floats) -> Floats:
        """omega = V' p, (n,): each person's share of the decision; sums to 1 where ``power`` does.

        >>> chain = Influence.of(np.array([[0.0, 1.0], [0.0, 0.0]]), np.array([0.5, 0.5]))
        >>> chain.decision_weights(np.array([1.0, 0.0])).tolist()  # half of the decider's mind is the other's
        [0.5, 0.5]
        """
        return _weights(np.asarray(np.linalg.solve(self.system.T, power), dtype=np.float64), self.openness)

    def final_opinions(self, opinions: Floats) -> Floats:
        """x* = V x, (n,): where opinions settle once everybody has listened."""
        return np.asarray(np.linalg.solve(self.system, (1.0 - self.openness) * opinions), dtype=np.float64)


def _weights(solved: Floats, openness: Floats) -> Floats:
    weights = solved * (1.0 - openness)
    # Solving can leave some 1e-17 of either sign where there is no influence at all.
    return np.where(weights > NO_WEIGHT, weights, 0.0)


@dataclass(frozen=True, eq=False)
class Resettling:
    """Opinions and weights after a change to a few rows of listening, without solving the whole system again.

    With G = (I - Lambda W)^-1 of ``before``, changed rows R and their difference D: (M + E_R D)^-1 follows from G and
    a system of the size of R (Woodbury 1950). Where many rows change, or people are few, it is solved outright.
    """

    before: Influence

    @cached_property
    def _inverse(self) -> Floats:
        return np.asarray(np.linalg.inv(self.before.system), dtype=np.float64)

    def settle(self, after: Influence, opinions: Floats, power: Floats) -> tuple[Floats, Floats]:
        """(x*, omega) under ``after``, both (n,), equal to its own measures."""
        n = len(power)
        difference = after.system - self.before.system
        rows = np.flatnonzero(difference.any(axis=1))
        if n < _FEW or len(rows) > n // _MANY_ROWS:
            return after.final_opinions(opinions), after.decision_weights(power)
        start, weighed = self._inverse @ ((1.0 - after.openness) * opinions), power @ self._inverse
        if len(rows):
            spread = difference[rows] @ self._inverse
            small = np.eye(len(rows)) + spread[:, rows]
            start = start - self._inverse[:, rows] @ np.linalg.solve(small, difference[rows] @ start)
            weighed = weighed - np.linalg.solve(small.T, weighed[rows]) @ spread
        return np.asarray(start, dtype=np.float64), _weights(weighed, after.openness)


def chain_influence(chain: Chain, parameters: ChainParameters = DEFAULT_PARAMETERS) -> Influence:
    """The influence within a chain."""
    return Influence.of(chain.listening, chain.openness, parameters)


def listening_after(listening: Floats, leaver: int, keeps_seat: bool) -> Floats:
    """Listening weights (n, n) once ``leaver`` is gone: nobody else listens there any more.

    With ``keeps_seat`` the row stays: a successor has the seat's own listening, a share of oneself included. Otherwise
    the row is emptied too.

    >>> listening_after(np.array([[1.0, 2.0], [3.0, 4.0]]), 0, keeps_seat=True).tolist()
    [[1.0, 2.0], [0.0, 4.0]]
    """
    after = listening.copy()
    after[:, leaver] = 0.0
    after[leaver] = listening[leaver] if keeps_seat else 0.0
    return after


def blockers(stance: Floats, known: Flags, weights: Floats, parameters: ChainParameters = DEFAULT_PARAMETERS) -> Flags:
    """(n,) who blocks: a known stance of -1/2 or below, and a decision weight above the account's median.

    Equal weights stay equal: a difference below 1e-12 is rounding and not above the median.

    >>> blockers(np.array([-0.5, -1.0, 0.0]), np.array([True] * 3), np.array([0.5, 0.2, 0.3])).tolist()
    [True, False, False]
    """
    if not weights.size:
        return np.zeros(0, dtype=np.bool_)
    against = known & (np.nan_to_num(stance) <= parameters.blocker_stance + 1e-12)
    return np.asarray(against & (weights > np.median(weights) + 1e-12), dtype=np.bool_)
