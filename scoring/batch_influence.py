"""Total influence of many chains at once: dense systems of one size, stacked and solved together."""

from dataclasses import dataclass

import numpy as np

from scoring.batch_chains import Block, ChainBatch
from scoring.chain import Flags, Floats
from scoring.influence import NO_WEIGHT
from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters


@dataclass(frozen=True, eq=False)
class BlockInfluence:
    """Influence within g chains of n people; see :class:`scoring.influence.Influence`.

    ``shares`` : W, (..., n, n), rows sum to 1 or are empty. ``openness`` : lambda, (..., n).
    """

    shares: Floats
    openness: Floats

    @classmethod
    def of(cls, listening: Floats, openness: Floats) -> "BlockInfluence":
        """From listening weights (..., n, n), normalised in place, and clamped openness (..., n)."""
        listens = normalise(listening)
        return cls(listening, np.where(listens, openness, 0.0))

    @property
    def system(self) -> Floats:
        """I - Lambda W, (..., n, n)."""
        system = self.shares * -self.openness[..., None]
        # A view of the diagonals, so that the ones are added in place.
        np.einsum("...ii->...i", system)[...] += 1.0
        return np.asarray(system, dtype=np.float64)

    def decision_weights(self, system: Floats, power: Floats) -> Floats:
        """omega = V' p, (..., n)."""
        solved = np.linalg.solve(np.swapaxes(system, -1, -2), power[..., None])[..., 0]
        weights = solved * (1.0 - self.openness)
        return np.where(weights > NO_WEIGHT, weights, 0.0)

    def final_opinions(self, system: Floats, opinions: Floats) -> Floats:
        """x* = V x, (..., n)."""
        solved = np.linalg.solve(system, ((1.0 - self.openness) * opinions)[..., None])
        return np.asarray(solved[..., 0], dtype=np.float64)


def normalise(listening: Floats) -> Flags:
    """Divide each row by its sum, in place; which rows (..., n) listen to anybody. See ``scoring.listening``."""
    peaks = listening.max(axis=-1)
    listening /= np.where(peaks > 0, peaks, 1.0)[..., None]
    sums = listening.sum(axis=-1)
    listening /= np.where(sums > 0, sums, 1.0)[..., None]
    return np.asarray(peaks > 0, dtype=np.bool_)


def block_listening(batch: ChainBatch, block: Block, parameters: ChainParameters = DEFAULT_PARAMETERS) -> Floats:
    """(g, n, n) listening weights of a block, conflicts counted."""
    n = block.size
    low, high = np.searchsorted(batch.edge_account, (block.first, block.last))
    listener = batch.listener[low:high] - block.start
    heard = batch.heard[low:high] - block.start
    counted = np.bincount(listener * n + heard % n, weights=batch.weight[low:high], minlength=block.count * n * n)
    # Counting nothing gives whole numbers.
    cells = np.asarray(counted, dtype=np.float64)
    if len(batch.apart):
        low, high = np.searchsorted(batch.apart[:, 0], (block.start, block.stop))
        first, second = batch.apart[low:high].T - block.start
        both = np.concatenate([first * n + second % n, second * n + first % n])
        # However often the same conflict is on record, it counts once.
        cells[np.unique(both)] *= parameters.conflict_factor
    return cells.reshape(block.count, n, n)


def clamped_openness(batch: ChainBatch, parameters: ChainParameters = DEFAULT_PARAMETERS) -> Floats:
    """(N,) openness with the default where nothing was said, clamped."""
    said = np.where(np.isnan(batch.openness), parameters.default_openness, batch.openness)
    return np.asarray(np.minimum(said, parameters.max_openness), dtype=np.float64)


def batch_influence(
    batch: ChainBatch, power: Floats, opinions: Floats, parameters: ChainParameters = DEFAULT_PARAMETERS
) -> tuple[Floats, Floats]:
    """Decision weights omega and final opinions x* of everybody, both (N,), from ``power`` and ``opinions`` (N,).

    Equal to ``Influence.decision_weights`` and ``Influence.final_opinions`` of each chain.
    """
    weights, settled = np.empty(len(power)), np.empty(len(power))
    openness = clamped_openness(batch, parameters)
    for block in batch.blocks():
        influence = BlockInfluence.of(block_listening(batch, block, parameters), block.table(openness))
        system = influence.system
        weights[block.people] = influence.decision_weights(system, block.table(power)).ravel()
        settled[block.people] = influence.final_opinions(system, block.table(opinions)).ravel()
    return weights, settled


def batch_weights(batch: ChainBatch, power: Floats, parameters: ChainParameters = DEFAULT_PARAMETERS) -> Floats:
    """Decision weights omega (N,) alone."""
    weights = np.empty(len(power))
    openness = clamped_openness(batch, parameters)
    for block in batch.blocks():
        influence = BlockInfluence.of(block_listening(batch, block, parameters), block.table(openness))
        weights[block.people] = influence.decision_weights(influence.system, block.table(power)).ravel()
    return weights


def batch_blockers(batch: ChainBatch, weights: Floats, parameters: ChainParameters = DEFAULT_PARAMETERS) -> Flags:
    """(N,) who blocks; see :func:`scoring.influence.blockers`."""
    median = np.zeros(batch.accounts)
    for block in batch.blocks(cells_of=1):
        ordered = np.sort(block.table(weights), axis=1)
        middle = ordered[:, (block.size - 1) // 2] + ordered[:, block.size // 2]
        median[block.accounts] = middle / 2.0
    against = batch.stated_stance & (np.nan_to_num(batch.stance) <= parameters.blocker_stance + 1e-12)
    return np.asarray(against & (weights > median[batch.account_of] + 1e-12), dtype=np.bool_)
