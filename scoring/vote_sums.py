"""Voting power and P(yes) of many voters, by dynamic programming over sums of votes.

Everything is a probability, so every term is positive and nothing is lost to cancellation: the share of orders in which
somebody is pivotal is the integral over t in [0, 1] of the probability to be pivotal when all others have joined
independently with probability t (Owen 1972). The integrand is a polynomial of degree k - 1, so Gauss-Legendre
quadrature with k/2 points is exact.
"""

import numpy as np

from scoring.chain import Floats

_CELLS_AT_ONCE = 4_000_000
# Tables this large stay in a core's cache, which is several times faster than one pass over all rows.
_CELLS_IN_CACHE = 100_000


def power_by_sums(votes: list[int], quota: int, veto: list[bool]) -> Floats:
    """Shapley-Shubik power of each of k seats. ``votes`` whole, ``quota`` reachable; see ``VotingGame.power``.

    >>> power_by_sums([2, 1, 1], 3, [False, False, False]).round(6).tolist()
    [0.666667, 0.166667, 0.166667]
    """
    holders = sum(veto)
    open_votes = [vote for vote, has_veto in zip(votes, veto, strict=True) if not has_veto]
    needed = max(0, quota - sum(vote for vote, has_veto in zip(votes, veto, strict=True) if has_veto))
    nodes, weights = np.polynomial.legendre.leggauss(len(votes) // 2 + 1)
    nodes, weights = (nodes + 1.0) / 2.0, weights / 2.0
    power = np.zeros(len(votes))
    rows = max(1, _CELLS_AT_ONCE // (sum(open_votes) + 1))
    for start in range(0, len(nodes), rows):
        t, w = nodes[start : start + rows], weights[start : start + rows]
        sums = _sums(open_votes, t)
        holder = float((w * t ** (holders - 1)) @ sums[:, needed:].sum(axis=1)) if holders else 0.0
        pivotal = {vote: _pivotal(sums, t, vote, needed) for vote in set(open_votes)}
        open_power = {vote: float((w * t**holders) @ chance) for vote, chance in pivotal.items()}
        for seat, (vote, has_veto) in enumerate(zip(votes, veto, strict=True)):
            power[seat] += holder if has_veto else open_power[vote]
    return power


def _sums(votes: list[int], t: Floats) -> Floats:
    """(rows, total + 1): distribution of the votes that have joined when each voter joins with probability t."""
    sums = np.zeros((len(t), sum(votes) + 1))
    sums[:, 0] = 1.0
    reached = 0
    for vote in votes:
        joined = sums[:, : reached + 1] * t[:, None]
        sums[:, : reached + 1] *= (1.0 - t)[:, None]
        sums[:, vote : vote + reached + 1] += joined
        reached += vote
    return sums


def _pivotal(sums: Floats, t: Floats, vote: int, needed: int) -> Floats:
    """(rows,) probability that the others' votes fall short of ``needed`` by at most ``vote``.

    One voter of that weight is taken out of ``sums`` first: from below where t <= 1/2 and from above where t > 1/2,
    since the other direction would amplify rounding.
    """
    chance = np.zeros(len(t))
    if vote == 0 or needed == 0:
        return chance
    length = sums.shape[1] - vote
    low, high = max(0, needed - vote), min(needed, length)
    for rows, below in ((np.flatnonzero(t <= 0.5), True), (np.flatnonzero(t > 0.5), False)):
        others = np.zeros((len(rows), length))
        stay, join = (1.0 - t[rows])[:, None], t[rows][:, None]
        for start in range(0, length, vote):
            block = slice(start, min(start + vote, length))
            if below:
                earlier = others[:, start - vote : start][:, : block.stop - start] if start else 0.0
                others[:, block] = (sums[rows, block] - join * earlier) / stay
            else:
                block = slice(max(0, length - start - vote), length - start)
                later = others[:, block.start + vote : block.stop + vote] if start else 0.0
                shifted = slice(block.start + vote, block.stop + vote)
                others[:, block] = (sums[rows, shifted] - stay * later) / join
        chance[rows] = others[:, low:high].sum(axis=1)
    return chance


def yes_by_sums(votes: list[int], quota: int, veto: list[bool], q: Floats) -> Floats:
    """(rows,) probability that the yes votes reach the quota with every veto holder among them; ``q`` (rows, k).

    >>> yes_by_sums([2, 1, 1], 3, [False, False, False], np.full((1, 3), 0.5)).tolist()
    [0.375]
    """
    answers = np.ones(len(q))
    needed = quota
    for seat, has_veto in enumerate(veto):
        if has_veto:
            answers *= q[:, seat]
            needed -= votes[seat]
    if needed <= 0:
        return answers
    rows = max(1, _CELLS_IN_CACHE // (needed + 1))
    open_seats = [seat for seat, vote in enumerate(votes) if vote and not veto[seat]]
    for start in range(0, len(q), rows):
        chunk = q[start : start + rows]
        answers[start : start + rows] *= _enough([votes[seat] for seat in open_seats], needed, chunk[:, open_seats])
    return answers


def _enough(votes: list[int], needed: int, q: Floats) -> Floats:
    """(rows,) probability that the yes votes reach ``needed`` >= 1."""
    # The last cell holds every sum that is already enough.
    sums = np.zeros((len(q), needed + 1))
    sums[:, 0] = 1.0
    for seat, vote in enumerate(votes):
        joined = sums * q[:, seat][:, None]
        sums -= joined
        step = min(vote, needed)
        sums[:, step:needed] += joined[:, : needed - step]
        sums[:, needed] += joined[:, needed - step :].sum(axis=1)
    return np.asarray(sums[:, needed], dtype=np.float64)
