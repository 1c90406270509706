"""Chain measures of the batch path against NetworkX, one account at a time, on the same chains in the same run."""

import argparse
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.networkx_baseline import Found, after_departures, decision_weights, graph_of, measured, power_of
from benchmarks.random_chains import random_chains
from benchmarks.report import PeakMemory, interleaved, seconds_of, show
from scoring.batch import measure_batch, measure_departures
from scoring.batch_chains import ChainBatch
from scoring.batch_influence import batch_weights
from scoring.chain import Chain

_SAMPLE = 200
_SHARD = 5_000


def main() -> None:
    """Weights, all measures, all measures with departures; four processes; how it grows with the accounts."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--full", action="store_true", help="grow to 100,000 accounts")
    full = parser.parse_args().full
    chains = random_chains(20_000)
    batch, _ = ChainBatch.of(chains)
    sample = chains[:_SAMPLE]
    games = [power_of(chain) for chain in sample]
    graphs = [graph_of(chain) for chain in sample]
    _check(sample)
    scale = len(chains) / _SAMPLE
    with threadpool_limits(1):
        power = measure_batch(batch).power
        with PeakMemory() as memory:
            timed = interleaved(
                lambda: batch_weights(batch, power),
                lambda: [decision_weights(graph, p) for graph, (_, p) in zip(graphs, games, strict=True)],
            )
        _show("decision weights, one core, against PageRank", len(chains), timed, scale, memory.mib)
        with PeakMemory() as memory:
            timed = interleaved(lambda: measure_batch(batch), lambda: [_one(chain) for chain in sample])
        _show("weights, forecast, P(yes), coverage, threads, one core", len(chains), timed, scale, memory.mib)
        with PeakMemory() as memory:
            timed = interleaved(
                lambda: measure_departures(measure_batch(batch)), lambda: [_one_and_all(chain) for chain in sample[:40]]
            )
        _show("the same and every departure, one core", len(chains), timed, len(chains) / 40, memory.mib)
        _processes(batch)
        _growth([1_000, 10_000, 100_000] if full else [1_000, 10_000], chains)


def _show(what: str, n: int, timed: object, scale: float, peak: float) -> None:
    seconds, baseline = (getattr(timed, name) for name in ("seconds", "baseline_seconds"))
    show(what, n, seconds, baseline * scale, peak, baseline="NetworkX, one account at a time")


def _one(chain: Chain) -> Found:
    game, power = power_of(chain)
    return measured(chain, graph_of(chain), game, power)


def _one_and_all(chain: Chain) -> list[Found]:
    game, power = power_of(chain)
    return [measured(chain, graph_of(chain), game, power), *after_departures(chain, game, power)]


def _check(sample: list[Chain]) -> None:
    """Both ways say the same to 1e-9, or there is nothing to compare."""
    batch, places = ChainBatch.of(sample)
    found = measure_batch(batch)
    left = measure_departures(found)
    for account, place in enumerate(places):
        chain = sample[place]
        people = slice(int(batch.starts[account]), int(batch.starts[account + 1]))
        single = _one(chain)
        np.testing.assert_allclose(found.weights[people], single.weights, atol=1e-9)
        for name, value in (
            ("forecast", found.consensus.forecast),
            ("probability_yes", found.consensus.probability_yes),
            ("coverage", found.coverage.coverage),
            ("threads", found.coverage.threads),
        ):
            np.testing.assert_allclose(value[account], getattr(single, name), atol=1e-9, err_msg=name)
        if account < 40:
            gone = _one_and_all(chain)[1:]
            for name in ("forecast", "probability_yes", "coverage", "threads"):
                expected = [getattr(after, name) for after in gone]
                np.testing.assert_allclose(getattr(left, name)[people], expected, atol=1e-9, err_msg=name)


def _processes(batch: ChainBatch) -> None:
    """Four processes against one on the same shards; handing the arrays over is part of the time."""
    shards = [_cut(batch, start, min(start + _SHARD, batch.accounts)) for start in range(0, batch.accounts, _SHARD)] * 4
    with ProcessPoolExecutor(4, mp_context=multiprocessing.get_context("spawn")) as workers:
        list(workers.map(_work, shards[:4]))
        timed = interleaved(lambda: list(workers.map(_work, shards)), lambda: [_work(shard) for shard in shards])
    what = "weights to departures, four processes against one"
    accounts = sum(shard.accounts for shard in shards)
    show(what, accounts, timed.seconds, timed.baseline_seconds, 0.0, baseline="one process")


def _work(batch: ChainBatch) -> float:
    with threadpool_limits(1):
        found = measure_batch(batch)
        return float(found.consensus.forecast.sum() + measure_departures(found).forecast.sum())


def _cut(batch: ChainBatch, first: int, last: int) -> ChainBatch:
    """The accounts from ``first`` to ``last`` as a batch of their own."""
    start, stop = int(batch.starts[first]), int(batch.starts[last])
    inside = (batch.listener >= start) & (batch.listener < stop)
    ours = (batch.colleague_account >= first) & (batch.colleague_account < last)
    known = (batch.known >= start) & (batch.known < stop)
    moved = {
        "listener": batch.listener[inside] - start,
        "heard": batch.heard[inside] - start,
        "weight": batch.weight[inside],
        "known": batch.known[known] - start,
        "strength": batch.strength[known],
        "knower": batch.knower[known] - int(np.flatnonzero(ours)[0]),
        "colleague_account": batch.colleague_account[ours] - first,
        "apart": batch.apart,
        "sizes": batch.sizes[first:last],
        "quota": batch.quota[first:last],
    }
    people = {f.name: getattr(batch, f.name)[start:stop] for f in fields(batch) if f.name not in moved}
    return ChainBatch(**people, **moved)


def _growth(sizes: list[int], chains: list[Chain]) -> None:
    """The exponent with which time grows with the accounts: 1 is linear."""
    times = []
    for size in sizes:
        repeated = (chains * (size // len(chains) + 1))[:size]
        batch, _ = ChainBatch.of(repeated)
        shards = [_cut(batch, start, min(start + _SHARD, size)) for start in range(0, size, _SHARD)]
        with PeakMemory() as memory:
            times.append(min(seconds_of(lambda shards=shards: [_work(shard) for shard in shards]) for _ in range(3)))
        show(
            "growth: weights to departures", size, times[-1], times[0] * size / sizes[0], memory.mib, baseline="linear"
        )
    slope = np.polyfit(np.log(sizes), np.log(times), 1)[0]
    show("growth: exponent (1 = linear)", sizes[-1], times[-1], times[-1], 0.0, slope=round(float(slope), 3))


if __name__ == "__main__":
    main()
