"""The measures of many decision chains in one vectorised pass, equal to those of one chain within 1e-9.

What is stored for every account comes from :func:`measure_batch`; :func:`scoring.batch_departure.batch_departures`
adds what happens when somebody leaves. Nothing depends on the order of the accounts or on how they are cut into
batches.
"""

from dataclasses import dataclass

from scoring.batch_chains import ChainBatch
from scoring.batch_consensus import BatchConsensus, batch_consensus
from scoring.batch_coverage import BatchCoverage, batch_coverage
from scoring.batch_departure import BatchDepartures, batch_departures
from scoring.batch_influence import batch_blockers, batch_influence
from scoring.batch_voting import BatchGames, BatchRules, batch_power, batch_rules
from scoring.chain import Flags, Floats
from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters


@dataclass(frozen=True, eq=False)
class MeasuredBatch:
    """The measures of ``a`` chains with N people; see :class:`scoring.analysis.ChainAnalysis` for each.

    (N,): ``power``, ``weights``, ``opinions``, ``gaps``, ``blockers``.
    """

    batch: ChainBatch
    rules: BatchRules
    games: BatchGames
    power: Floats
    weights: Floats
    opinions: Floats
    consensus: BatchConsensus
    coverage: BatchCoverage
    gaps: Floats
    blockers: Flags


def measure_batch(batch: ChainBatch, parameters: ChainParameters = DEFAULT_PARAMETERS) -> MeasuredBatch:
    """Power, weights, forecast, P(yes), coverage, threads and gaps of every chain. Deterministic.

    >>> from scoring.chain import Chain, Person
    >>> batch, _ = ChainBatch.of([Chain.of([Person("cfo", votes=1.0, stance=0.5)], quota=1.0)])
    >>> found = measure_batch(batch)
    >>> found.weights.tolist(), found.consensus.forecast.tolist(), found.consensus.probability_yes.tolist()
    ([1.0], [0.5], [0.75])
    """
    rules = batch_rules(batch)
    games = BatchGames.of(rules, parameters)
    power = batch_power(games)
    weights, opinions = batch_influence(batch, power, batch.shrunk_stance, parameters)
    return MeasuredBatch(
        batch=batch,
        rules=rules,
        games=games,
        power=power,
        weights=weights,
        opinions=opinions,
        consensus=batch_consensus(batch, games, weights, opinions),
        coverage=batch_coverage(batch, weights, parameters),
        gaps=weights * (1.0 - batch.certainty),
        blockers=batch_blockers(batch, weights, parameters),
    )


def measure_departures(measured: MeasuredBatch, parameters: ChainParameters = DEFAULT_PARAMETERS) -> BatchDepartures:
    """What each departure would leave of forecast, P(yes), coverage and threads."""
    return batch_departures(
        measured.batch, measured.games, measured.power, measured.weights, measured.coverage, parameters
    )
