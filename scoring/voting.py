"""Voting power: how often a person turns a lost vote into a won one, and how likely a yes is."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import factorial

import numpy as np
from numpy.typing import NDArray

from scoring.chain import Flags, Floats
from scoring.decision_rule import DecisionRule, RuleGrounds
from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters
from scoring.vote_sums import power_by_sums, yes_by_sums


@dataclass(frozen=True, eq=False)
class VotingGame:
    """A decision rule, ready to be asked for everyone's power and for the probability of a yes.

    Up to ``parameters.exact_voters`` seats every coalition is looked at, in whole numbers. Above, dynamic programming
    over sums of votes gives the same values to rounding. Where the votes are so many or so finely divided that this
    would take minutes, orders and answers are sampled with a fixed seed, and :attr:`sampled` says so.

    >>> rule = DecisionRule(np.array([2.0, 1.0, 1.0]), np.zeros(3, bool), 3.0, RuleGrounds.STATED)
    >>> VotingGame(rule).power.round(6).tolist()
    [0.666667, 0.166667, 0.166667]
    """

    rule: DecisionRule
    parameters: ChainParameters = DEFAULT_PARAMETERS

    @cached_property
    def seats(self) -> NDArray[np.intp]:
        """Positions of everyone with votes or a veto."""
        return np.flatnonzero(self.rule.voters)

    @cached_property
    def _game(self) -> tuple[list[int], int, list[bool]]:
        votes, quota = self.rule.whole
        return [votes[i] for i in self.seats], quota, [bool(self.rule.veto[i]) for i in self.seats]

    @property
    def exact(self) -> bool:
        """Whether all coalitions are enumerated."""
        return len(self.seats) <= self.parameters.exact_voters

    @cached_property
    def sampled(self) -> bool:
        """Whether figures are sampled, since neither coalitions nor sums of votes can be gone through."""
        votes = self._game[0]
        k = len(votes)
        return not self.exact and (k // 2 + 1) * (k + len(set(votes))) * (sum(votes) + 1) > self.parameters.voting_work

    @cached_property
    def _wins(self) -> Flags:
        """(2^k,) whether each coalition wins; bit b of its number stands for seat b."""
        votes, quota, veto = self._game
        whole = np.int64 if sum(votes) + quota < 2**62 else object
        sums = np.zeros(1, dtype=whole)
        held = np.ones(1, dtype=np.bool_)
        for vote, has_veto in zip(votes, veto, strict=True):
            sums = np.concatenate([sums, sums + vote])
            held = np.concatenate([held & (not has_veto), held])
        return np.asarray((sums >= quota) & held, dtype=np.bool_)

    @cached_property
    def power(self) -> Floats:
        """p, (n,): Shapley-Shubik index, the share of all orders in which a person is pivotal. Sums to 1.

        Degenerate cases: nobody -> empty; a rule that can never pass or always passes makes nobody pivotal, and
        everybody counts the same. Source: Shapley and Shubik 1954.
        """
        n = len(self.rule.votes)
        if self.rule.always_passes or self.rule.never_passes:
            return np.full(n, 1.0 / n) if n else np.zeros(0)
        power = np.zeros(n)
        votes, quota, veto = self._game
        if len(set(zip(votes, veto, strict=True))) == 1:
            power[self.seats] = 1.0 / len(votes)  # alike by symmetry
        elif self.exact:
            power[self.seats] = _power_by_coalitions(self._wins, len(votes))
        elif self.sampled:
            power[self.seats] = self._power_by_orders()
        else:
            power[self.seats] = power_by_sums(votes, quota, veto)
        return power

    def _power_by_orders(self) -> Floats:
        votes, quota, veto = self._game
        draws, k = self.parameters.voting_samples, len(votes)
        order = np.random.default_rng(self.parameters.seed).permuted(np.tile(np.arange(k), (draws, 1)), axis=1)
        weights = np.array([vote / sum(votes) for vote in votes]) if sum(votes) else np.zeros(k)
        share = quota / sum(votes) if sum(votes) else 0.0
        enough = np.cumsum(weights[order], axis=1) >= share - 1e-12
        complete = np.cumsum(np.array(veto)[order], axis=1) == sum(veto)
        pivot = np.argmax(enough & complete, axis=1)
        return np.bincount(order[np.arange(draws), pivot], minlength=k) / draws

    def probability_yes(self, q: Floats) -> Floats:
        """P(yes), the multilinear extension of the rule: everyone says yes independently with probability ``q``.

        ``q`` : (..., n) in [0, 1]; the answer has the leading shape. Vetoes count: a coalition without a holder's yes
        never wins. Degenerate: with nobody at all 1/2, nothing being known; a rule that never passes gives 0, one
        that always passes 1. Source: Owen 1972.

        >>> rule = DecisionRule(np.array([1.0, 1.0]), np.array([False, True]), 1.0, RuleGrounds.STATED)
        >>> float(VotingGame(rule).probability_yes(np.array([0.5, 0.5])))
        0.5
        """
        if self.rule.grounds is RuleGrounds.NOBODY:
            return np.full(q.shape[:-1], 0.5)
        rows = q.reshape(-1, q.shape[-1])[:, self.seats]
        votes, quota, veto = self._game
        if self.exact:
            answers = np.array([_fold(self._wins, row) for row in rows])
        elif self.sampled:
            answers = self._yes_by_draws(rows)
        else:
            answers = yes_by_sums(votes, quota, veto, rows)
        return np.asarray(np.clip(answers, 0.0, 1.0).reshape(q.shape[:-1]), dtype=np.float64)

    def _yes_by_draws(self, rows: Floats) -> Floats:
        votes, quota, veto = self._game
        total = max(1, sum(votes))
        draws = np.random.default_rng(self.parameters.seed).random((self.parameters.voting_samples, len(votes)))
        weights, share, vetoes = np.array([vote / total for vote in votes]), quota / total, np.array(veto)
        answers = np.empty(len(rows))
        for number, row in enumerate(rows):
            yes = draws < row
            wins = (yes @ weights >= share - 1e-12) & (yes | ~vetoes).all(axis=1)
            answers[number] = wins.mean()
        return answers


def _power_by_coalitions(wins: Flags, k: int) -> list[float]:
    """Shapley value of each seat, exact: coalitions that a seat turns, counted by size in whole numbers."""
    coalitions = np.arange(1 << k)
    size = np.zeros(1 << k, dtype=np.int64)
    for seat in range(k):
        size += (coalitions >> seat) & 1
    orders = [factorial(s) * factorial(k - s - 1) for s in range(k)]
    power = []
    for seat in range(k):
        without = coalitions[(coalitions >> seat) & 1 == 0]
        turned = without[wins[without | (1 << seat)] & ~wins[without]]
        counts = np.bincount(size[turned], minlength=k)
        swings = sum(int(counts[s]) * orders[s] for s in range(k))
        power.append(float(Fraction(swings, factorial(k))))
    return power


def _fold(wins: Flags, q: Floats) -> float:
    """The mean of ``wins`` when seat b says yes with probability q[b]: one seat folded in at a time."""
    table = wins.astype(np.float64)
    for probability in q[::-1]:
        no, yes = table.reshape(2, -1)
        table = no * (1.0 - probability) + yes * probability
    return float(table[0])


def shapley_shubik(votes: Floats, quota: float, veto: Flags | None = None) -> Floats:
    """Voting power of the rule [quota; votes], with optional vetoes; see :attr:`VotingGame.power`.

    >>> shapley_shubik(np.array([4.0, 4, 4, 2, 2, 1]), 12).round(6).tolist()  # EEC 1958
    [0.233333, 0.233333, 0.233333, 0.15, 0.15, 0.0]
    """
    held = np.zeros(len(votes), dtype=np.bool_) if veto is None else veto
    return VotingGame(DecisionRule(votes, held, quota, RuleGrounds.STATED)).power
