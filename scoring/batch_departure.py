"""What if someone leaves, for every person and every colleague of many chains at once.

Access is left out: it is a search of its own for each chain (:mod:`scoring.departure` has it for one account).
"""

from dataclasses import dataclass

import numpy as np

from scoring.batch_chains import Block, ChainBatch
from scoring.batch_coverage import BatchCoverage, counted
from scoring.batch_influence import BlockInfluence, block_listening, clamped_openness
from scoring.batch_voting import BatchGames, batch_probability_yes
from scoring.chain import Floats
from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters

# A stack of systems of this many numbers is solved at once; n^3 for each account.
_CELLS_AT_ONCE = 1 << 18


@dataclass(frozen=True, eq=False)
class BatchDepartures:
    """Values after each departure; see :class:`scoring.departure.Departure`.

    (N,), by who leaves: ``forecast``, ``probability_yes``, ``coverage``, ``threads``. (m,), by the colleague who
    leaves: ``colleague_coverage``, ``colleague_threads``; forecast and P(yes) then stay as they are.
    """

    forecast: Floats
    probability_yes: Floats
    coverage: Floats
    threads: Floats
    colleague_coverage: Floats
    colleague_threads: Floats


def batch_departures(
    batch: ChainBatch,
    games: BatchGames,
    power: Floats,
    weights: Floats,
    covered: BatchCoverage,
    parameters: ChainParameters = DEFAULT_PARAMETERS,
) -> BatchDepartures:
    """Every departure, one at a time, equal to :func:`scoring.departure.departures` of each chain."""
    people = len(power)
    forecast, yes, coverage, threads = (np.zeros(people) for _ in range(4))
    openness = clamped_openness(batch, parameters)
    for block in batch.blocks(cells_of=3, cells=_CELLS_AT_ONCE):
        listening = block_listening(batch, block, parameters)
        # Few large chains at a time would still be n^3 numbers each, so leavers are taken in parts too.
        step = max(1, _CELLS_AT_ONCE // (block.count * block.size**2))
        for first in range(0, block.size, step):
            leavers = np.arange(first, min(first + step, block.size))
            places = (block.start + np.arange(block.count)[:, None] * block.size + leavers).ravel()
            opinions, left, p = _settled(batch, games, block, listening, openness, power, leavers)
            rows = np.repeat(np.arange(block.first, block.last), len(leavers))
            base = np.arange(len(rows)) * block.size
            forecast[places] = (p * opinions).sum(axis=-1).ravel()
            yes[places] = batch_probability_yes(games, rows, ((1.0 + opinions) / 2.0).ravel(), base)
            parts = left * block.table(covered.reach)[:, None, :]
            parts[:, np.arange(len(leavers)), leavers] = 0.0
            coverage[places], threads[places] = _covered(parts)
    without = _without_colleagues(batch, weights, covered)
    return BatchDepartures(forecast, yes, coverage, threads, *without)


def _settled(
    batch: ChainBatch,
    games: BatchGames,
    block: Block,
    listening: Floats,
    openness: Floats,
    power: Floats,
    leavers: np.ndarray[tuple[int], np.dtype[np.intp]],
) -> tuple[Floats, Floats, Floats]:
    """Final opinions, decision weights and power (g, leavers, n) after each departure."""
    g, n, many = block.count, block.size, len(leavers)
    which = np.arange(many)
    seated = games.rules.voters[block.people].reshape(g, n)[:, leavers]
    after = np.repeat(listening[:, None], many, axis=1)
    rows = after[:, which, leavers, :].copy()
    after[:, which, :, leavers] = 0.0
    # A successor keeps the seat's own listening, a share of oneself included; a non-voter's place is empty.
    after[:, which, leavers, :] = rows * seated[..., None]
    influence = BlockInfluence.of(after, np.repeat(block.table(openness)[:, None], many, axis=1))
    stances = np.repeat(block.table(batch.shrunk_stance)[:, None], many, axis=1)
    stances[:, which, leavers] = 0.0
    p = np.repeat(block.table(power)[:, None], many, axis=1)
    # Without a seat there is power only where the rule makes nobody pivotal; it passes to the others.
    p[:, which, leavers] *= seated
    total = p.sum(axis=-1, keepdims=True)
    lost = (block.table(power)[:, leavers] > 0) & ~seated
    p = np.where(lost[..., None], np.divide(p, total, out=np.zeros_like(p), where=total > 0), p)
    system = influence.system
    return influence.final_opinions(system, stances), influence.decision_weights(system, p), p


def _covered(parts: Floats) -> tuple[Floats, Floats]:
    """Coverage and threads of parts (..., n), flat."""
    total = parts.sum(axis=-1)
    shares = np.divide(parts, total[..., None], out=np.zeros_like(parts), where=total[..., None] > 0)
    return total.ravel(), counted((shares * shares).sum(axis=-1)).ravel()


def _without_colleagues(batch: ChainBatch, weights: Floats, covered: BatchCoverage) -> tuple[Floats, Floats]:
    """(m,), (m,): coverage and threads without each colleague, from everybody of the account again."""
    sizes = batch.sizes[batch.colleague_account]
    ends = np.cumsum(sizes)
    colleague = np.repeat(np.arange(len(sizes)), sizes)
    # Positions of the people of each colleague's account, one run after the other.
    offset = batch.starts[batch.colleague_account] - (ends - sizes)
    person = np.arange(int(sizes.sum())) + np.repeat(offset, sizes)
    reach = covered.reach[person]
    reach[batch.known - offset[batch.knower]] = covered.reach_without
    parts = weights[person] * reach
    total = np.bincount(colleague, weights=parts, minlength=len(sizes)).astype(np.float64)
    each = total[colleague]
    shares = np.divide(parts, each, out=np.zeros_like(parts), where=each > 0)
    squares = np.bincount(colleague, weights=shares * shares, minlength=len(sizes)).astype(np.float64)
    return total, counted(squares)
