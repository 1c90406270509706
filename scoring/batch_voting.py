"""Decision rules and voting power of many accounts at once.

Power is linear in the table of winning coalitions, so that all games of k voters are one product of matrices; voters
who are alike share equally. Only games of many unlike voters, or finely divided votes, go through
:class:`scoring.voting.VotingGame` one by one.
"""

from dataclasses import dataclass
from functools import cached_property
from math import factorial

import numpy as np

from scoring.batch_chains import ChainBatch, Indices
from scoring.chain import Flags, Floats
from scoring.decision_rule import DecisionRule, RuleGrounds, majority
from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters
from scoring.voting import VotingGame

GROUNDS = tuple(RuleGrounds)
"""The order in which grounds are coded as integers."""

MOST_ENUMERATED = 12
# Votes are kept with four decimals; on this grid they are whole.
_GRID = 10_000
# Beyond this the slack that a quota is given would reach a whole unit of the grid.
_MOST_VOTES = 10**11
_CELLS_AT_ONCE = 1 << 19


@dataclass(frozen=True, eq=False)
class BatchRules:
    """The rule of each account; see :class:`scoring.decision_rule.DecisionRule`.

    ``votes``, ``veto`` : (N,). ``quota`` : (a,). ``grounds`` : (a,) places in :data:`GROUNDS`.
    """

    batch: ChainBatch
    votes: Floats
    veto: Flags
    quota: Floats
    grounds: Indices

    @property
    def assumed(self) -> Flags:
        """(a,) True unless votes and quota were both stated."""
        return np.asarray(self.grounds != GROUNDS.index(RuleGrounds.STATED), dtype=np.bool_)

    @cached_property
    def voters(self) -> Flags:
        """(N,) who has a seat: votes, or a veto."""
        return np.asarray((self.votes > 0) | self.veto, dtype=np.bool_)

    def one(self, account: int) -> DecisionRule:
        """The rule of one account."""
        start, stop = self.batch.starts[account], self.batch.starts[account + 1]
        return DecisionRule(
            self.votes[start:stop],
            self.veto[start:stop],
            float(self.quota[account]),
            GROUNDS[int(self.grounds[account])],
        )


def batch_rules(batch: ChainBatch) -> BatchRules:
    """The rules of a batch, stated or assumed as in :func:`scoring.decision_rule.decision_rule`."""
    stated = ~np.isnan(batch.votes)
    own = np.where(stated, batch.votes, 0.0)
    counted = batch.largest(own) > 0
    said = counted | (
        (batch.largest(stated.astype(np.float64)) > 0) & (batch.largest(batch.veto.astype(np.float64)) > 0)
    )
    quoted = ~np.isnan(batch.quota)
    sole = ~quoted & (batch.total(batch.buyers.astype(np.float64)) == 1)
    deciding = batch.any(batch.deciders)
    cases = [batch.sizes == 0, said & quoted, said, sole, deciding]
    names = [
        RuleGrounds.NOBODY,
        RuleGrounds.STATED,
        RuleGrounds.VOTES_ONLY,
        RuleGrounds.SOLE_ECONOMIC_BUYER,
        RuleGrounds.DECISION_MAKERS,
    ]
    codes = [GROUNDS.index(name) for name in names]
    grounds = np.select(cases, codes, default=GROUNDS.index(RuleGrounds.EVERYBODY)).astype(np.intp)
    each = grounds[batch.account_of]
    votes = np.select(
        [said[batch.account_of], each == codes[3], each == codes[4]],
        [own, batch.buyers.astype(np.float64), batch.deciders.astype(np.float64)],
        default=1.0,
    )
    return BatchRules(batch, votes, batch.veto, _quotas(batch, votes, quoted, grounds == codes[2]), grounds)


def _quotas(batch: ChainBatch, votes: Floats, quoted: Flags, own_votes: Flags) -> Floats:
    """(a,) the stated quota, otherwise more than half of the votes."""
    total = batch.total(votes)
    quota = np.where(quoted, batch.quota, np.where(total > 0, np.floor(total / 2.0) + 1.0, 0.0))
    divided = batch.any(votes != np.floor(votes))
    large = total >= _MOST_VOTES
    for account in np.flatnonzero(own_votes & ~quoted & (divided | large)):
        quota[account] = majority(votes[batch.starts[account] : batch.starts[account + 1]])
    return quota


@dataclass(frozen=True, eq=False)
class BatchGames:
    """The voting games of a batch, sorted into those that are computed together.

    ``count`` : (a,) seats. ``seat`` : positions of people with a seat, in the order of accounts; ``seat_start``
    (a + 1,). ``whole_votes`` : (N,) votes and ``whole_quota`` (a,) quotas on the grid of whole votes.
    ``kind`` : (a,) one of ALIKE, ENUMERATED, SINGLE, NOBODY.
    """

    rules: BatchRules
    parameters: ChainParameters
    seat: Indices
    seat_start: Indices
    whole_votes: Floats
    whole_quota: Floats
    kind: Indices
    needed_heads: Floats

    NOBODY = 0
    ALIKE = 1
    ENUMERATED = 2
    SINGLE = 3

    @property
    def count(self) -> Indices:
        """(a,) how many seats there are."""
        return np.diff(self.seat_start)

    @classmethod
    def of(cls, rules: BatchRules, parameters: ChainParameters = DEFAULT_PARAMETERS) -> "BatchGames":
        """Sort the games of a batch; nothing is computed yet."""
        batch = rules.batch
        seat = np.flatnonzero(rules.voters)
        count = np.bincount(batch.account_of[seat], minlength=batch.accounts)
        seat_start = np.concatenate([[0], np.cumsum(count)]).astype(np.intp)
        whole, quota = np.rint(rules.votes * _GRID), np.rint(rules.quota * _GRID)
        exact = ~batch.any(whole / _GRID != rules.votes) & (quota / _GRID == rules.quota)
        exact &= batch.total(rules.votes) < _MOST_VOTES / _GRID
        high = batch.largest(rules.votes)
        low = high - batch.largest(np.where(rules.voters, high[batch.account_of] - rules.votes, 0.0))
        held = batch.total(rules.veto.astype(np.float64))
        even = (low == high) & ((held == 0) | (held == count))
        kind = np.where(
            batch.sizes == 0,
            cls.NOBODY,
            np.where(
                exact & even,
                cls.ALIKE,
                np.where(exact & (count <= MOST_ENUMERATED), cls.ENUMERATED, cls.SINGLE),
            ),
        ).astype(np.intp)
        # With vetoes all round everybody must agree, whatever the votes; a quota out of reach stays out of reach.
        heads = np.ceil(np.divide(quota, high * _GRID, out=np.zeros_like(quota), where=high > 0))
        out_of_reach = quota > batch.total(whole)
        needed = np.where(out_of_reach, count + 1.0, np.where(held > 0, count, np.maximum(heads, 0.0)))
        return cls(rules, parameters, seat, seat_start, whole, quota, kind, needed)

    def seats(self, accounts: Indices, k: int) -> Indices:
        """(h, k) the people with a seat in accounts that have k of them."""
        return np.asarray(self.seat[self.seat_start[accounts][:, None] + np.arange(k)], dtype=np.intp)

    def single(self, account: int) -> VotingGame:
        """The game of one account, to be computed on its own."""
        return VotingGame(self.rules.one(account), self.parameters)

    def enumerated(self, accounts: Indices, k: int) -> tuple[Floats, Indices]:
        """The distinct games among accounts of k seats: wins (games, 2^k) as 0 and 1, and the game of each account.

        Bit b of a coalition's number stands for seat b.
        """
        seats = self.seats(accounts, k)
        keys = np.column_stack([self.whole_votes[seats], self.rules.veto[seats], self.whole_quota[accounts]])
        games, which = np.unique(keys, axis=0, return_inverse=True)
        members = ((np.arange(1 << k)[:, None] >> np.arange(k)) & 1).astype(np.float64)
        sums = games[:, :k] @ members.T
        held = games[:, k : 2 * k]
        holds_all = held @ members.T >= held.sum(axis=1)[:, None]
        return ((sums >= games[:, 2 * k :]) & holds_all).astype(np.float64), which.ravel()

    def by_seats(self, kind: int, accounts: Indices) -> list[tuple[int, Indices]]:
        """(k, places in ``accounts``) of those of a kind, by their number of seats."""
        places = np.flatnonzero(self.kind[accounts] == kind)
        counts = self.count[accounts][places]
        return [(int(k), places[counts == k]) for k in np.unique(counts)]


def batch_power(games: BatchGames) -> Floats:
    """p, (N,): the voting power of everybody; see :attr:`scoring.voting.VotingGame.power`."""
    batch = games.rules.batch
    power = np.zeros(len(games.rules.votes))
    everyone = np.arange(batch.accounts)
    share = np.zeros(batch.accounts)
    np.divide(1.0, games.count, out=share, where=games.count > 0)
    power[games.seat] = share[batch.account_of[games.seat]]
    for k, accounts in games.by_seats(BatchGames.ENUMERATED, everyone):
        wins, which = games.enumerated(accounts, k)
        power[games.seats(accounts, k)] = (wins @ _swings(k))[which]
    _spread_idle(games, power)
    for account in np.flatnonzero(games.kind == BatchGames.SINGLE):
        power[batch.starts[account] : batch.starts[account + 1]] = games.single(int(account)).power
    return power


def _spread_idle(games: BatchGames, power: Floats) -> None:
    """Where a rule always passes, or never can, nobody is pivotal and everybody counts the same."""
    batch = games.rules.batch
    vetoes = batch.any(games.rules.veto)
    idle = ((games.whole_quota <= 0) & ~vetoes) | (games.whole_quota > batch.total(games.whole_votes))
    idle &= (games.kind == BatchGames.ALIKE) | (games.kind == BatchGames.ENUMERATED)
    people = idle[batch.account_of]
    power[people] = 1.0 / batch.sizes[batch.account_of[people]]


def _swings(k: int) -> Floats:
    """(2^k, k): what a coalition's winning adds to each seat's power: (s-1)!(k-s)!/k! inside, -s!(k-s-1)!/k! out."""
    numbers = np.arange(1 << k)
    inside = ((numbers[:, None] >> np.arange(k)) & 1).astype(np.bool_)
    size = inside.sum(axis=1)
    joins = np.array([0.0] + [factorial(s - 1) * factorial(k - s) / factorial(k) for s in range(1, k + 1)])
    stays = np.array([factorial(s) * factorial(k - s - 1) / factorial(k) for s in range(k)] + [0.0])
    return np.asarray(np.where(inside, joins[size][:, None], -stays[size][:, None]), dtype=np.float64)


def batch_probability_yes(games: BatchGames, accounts: Indices, q: Floats, base: Indices) -> Floats:
    """P(yes) of one row each: account ``accounts[r]`` with person i of it saying yes with ``q[base[r] + i]``.

    Rows may name an account many times, as for its departures. See :meth:`scoring.voting.VotingGame.probability_yes`.
    """
    answers = np.full(len(accounts), 0.5)
    batch = games.rules.batch
    for k, rows in games.by_seats(BatchGames.ALIKE, accounts):
        answers[rows] = _enough_heads(_seat_q(games, accounts, q, base, rows, k), games.needed_heads[accounts[rows]])
    for k, rows in games.by_seats(BatchGames.ENUMERATED, accounts):
        answers[rows] = _folded(games, accounts[rows], _seat_q(games, accounts, q, base, rows, k), k)
    for row in np.flatnonzero(games.kind[accounts] == BatchGames.SINGLE):
        account = int(accounts[row])
        people = q[base[row] : base[row] + batch.sizes[account]]
        answers[row] = float(games.single(account).probability_yes(people))
    return np.asarray(np.clip(answers, 0.0, 1.0), dtype=np.float64)


def _seat_q(games: BatchGames, accounts: Indices, q: Floats, base: Indices, rows: Indices, k: int) -> Floats:
    chosen = accounts[rows]
    local = games.seats(chosen, k) - games.rules.batch.starts[chosen][:, None]
    return np.asarray(q[base[rows][:, None] + local], dtype=np.float64)


def _enough_heads(q: Floats, needed: Floats) -> Floats:
    """(h,) probability that at least ``needed`` (h,) of k say yes; q (h, k). The count's distribution, head by head."""
    h, k = q.shape
    heads = np.zeros((k + 1, h))
    heads[0] = 1.0
    for seat in range(k):
        yes = q[:, seat]
        heads[1 : seat + 2] = heads[1 : seat + 2] * (1.0 - yes) + heads[: seat + 1] * yes
        heads[0] *= 1.0 - yes
    return np.asarray((heads * (np.arange(k + 1)[:, None] >= needed)).sum(axis=0), dtype=np.float64)


def _folded(games: BatchGames, accounts: Indices, q: Floats, k: int) -> Floats:
    """(h,) the mean of the table of wins, seat b saying yes with probability q[:, b]: one seat folded in at a time."""
    wins, which = games.enumerated(accounts, k)
    answers = np.empty(len(accounts))
    step = max(1, _CELLS_AT_ONCE >> k)
    for start in range(0, len(accounts), step):
        part = slice(start, start + step)
        table = wins[which[part]]
        for seat in range(k - 1, -1, -1):
            half = 1 << seat
            no, yes = table[:, :half], table[:, half:]
            table = no + (yes - no) * q[part, seat][:, None]
        answers[part] = table[:, 0]
    return answers
