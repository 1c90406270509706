"""The consensus forecast of many chains at once; see :mod:`scoring.consensus` for what it means."""

from dataclasses import dataclass

import numpy as np

from scoring.batch_chains import ChainBatch
from scoring.batch_voting import BatchGames, batch_probability_yes
from scoring.chain import Floats


@dataclass(frozen=True, eq=False)
class BatchConsensus:
    """Shape (a,): ``forecast``, ``low``, ``high``, ``known_weight``, ``probability_yes``. (N,): ``contributions``."""

    forecast: Floats
    low: Floats
    high: Floats
    known_weight: Floats
    probability_yes: Floats
    contributions: Floats


def batch_consensus(batch: ChainBatch, games: BatchGames, weights: Floats, opinions: Floats) -> BatchConsensus:
    """Forecast, interval and P(yes) of every account, from decision weights and final opinions (N,)."""
    contributions = weights * batch.shrunk_stance
    forecast = batch.total(contributions)
    unknown = np.where(batch.sizes > 0, batch.total(weights * (1.0 - batch.certainty)), 1.0)
    everyone = np.arange(batch.accounts)
    yes = batch_probability_yes(games, everyone, (1.0 + opinions) / 2.0, batch.starts[:-1])
    return BatchConsensus(
        forecast=forecast,
        low=forecast - unknown,
        high=forecast + unknown,
        known_weight=batch.total(weights * batch.certainty),
        probability_yes=yes,
        contributions=contributions,
    )
