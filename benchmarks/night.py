"""The nightly run end to end against the same accounts scored one by one, on SQLite and on PostgreSQL."""

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session
from threadpoolctl import threadpool_limits

from benchmarks.night_equality import largest_difference
from benchmarks.one_by_one import closed_looks, looked_back, looked_back_alone, measured_and_written, scored_alone
from benchmarks.portfolio import NOW, write_portfolio
from benchmarks.report import PeakMemory, seconds_of, show
from service.database import engine_for, migrate, sessions
from service.operations.score_portfolio import score_portfolio
from tests.fixtures.postgres_cluster import PostgresCluster

_T = TypeVar("_T")

_ALONE = 100
_SHARED = 500
_WEEKS = 3
_COMPARED = 200
_PROCESSES = (1, 2, 4)
# Smaller ones are measured by one process, however many there are.
_LARGE = 40_000


def main() -> None:
    """Seconds for all accounts; one by one is measured on a sample before and after, and scaled."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--full", action="store_true", help="100,000 accounts instead of 5,000; some ten minutes")
    parser.add_argument("--only", choices=["sqlite", "postgresql"], help="one database")
    arguments = parser.parse_args()
    sizes = [10_000, 100_000] if arguments.full else [1_000, 5_000]
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1):
        if arguments.only != "postgresql":
            times = []
            for size in sizes:
                url = f"sqlite:///{folder}/night-{size}.db"
                times.append(_night("SQLite", url, size))
                Path(f"{folder}/night-{size}.db").unlink()
            slope = np.polyfit(np.log(sizes), np.log(times), 1)[0]
            show(
                "night: exponent of growth (1 = linear)",
                sizes[-1],
                times[-1],
                times[-1],
                0.0,
                slope=round(float(slope), 3),
            )
        if arguments.only != "sqlite":
            with _server() as url:
                _night("PostgreSQL", url, sizes[0])


def _night(name: str, url: str, size: int) -> float:
    """Seconds on a core with one process."""
    with _database(url) as factory:
        write_portfolio(factory, size)
        first = 0.0
        for many in _PROCESSES if size >= _LARGE else _PROCESSES[:1]:
            before = _one_by_one(factory, size)
            with PeakMemory() as memory:
                night = _timed(lambda many=many: score_portfolio(factory, now=NOW, processes=many))
            difference = largest_difference(factory, _spread(range(1, size + 1), _COMPARED), now=NOW)
            after = _one_by_one(factory, size)
            alone, shared = _mean(before[0], after[0]), _mean(before[1], after[1])
            what = f"night on {name}, {many} {'process' if many == 1 else 'processes'}"
            # On a machine that others use too, the time on a core says more than the time on the wall.
            more: dict[str, object] = {
                "baseline": f"each account alone, from {_ALONE}",
                "cpu_seconds": round(night.cpu, 3),
                "baseline_cpu_seconds": round(alone.cpu, 1),
                "cpu_ratio": round(alone.cpu / night.cpu, 1),
                "shared_reads_cpu_ratio": round(shared.cpu / night.cpu, 1),
                "shared_reads_ratio": round(shared.wall / night.wall, 1),
                "accounts_per_core_second": round(size / night.cpu),
                "largest_difference": difference,
            }
            show(what, size, night.wall, alone.wall, memory.mib, **more)
            first = first or night.cpu
        return first


@dataclass(frozen=True, slots=True)
class _Took:
    """Seconds on the wall, and on the cores of this process and those it started."""

    wall: float
    cpu: float

    def times(self, factor: float) -> "_Took":
        return _Took(self.wall * factor, self.cpu * factor)

    def plus(self, other: "_Took") -> "_Took":
        return _Took(self.wall + other.wall, self.cpu + other.cpu)


def _mean(one: _Took, other: _Took) -> _Took:
    return one.plus(other).times(0.5)


def _one_by_one(factory: sessionmaker[Session], size: int) -> tuple[_Took, _Took]:
    """What all accounts would take one by one: each on its own, and read in runs of hundreds but measured singly."""
    looks = closed_looks(factory, now=NOW)
    sample = _spread(range(1, size + 1), _ALONE)
    scored = _timed(lambda: scored_alone(factory, sample, now=NOW)).times(size / len(sample))
    some = _spread(looks, _ALONE)
    looked = _timed(lambda: looked_back_alone(factory, some)).times(len(looks) / len(some))
    run = list(range(1, min(_SHARED, size) + 1))
    measured = _timed(lambda: measured_and_written(factory, run, now=NOW)).times(size / len(run))
    # Each past week is read once, for all accounts whose renewal is looked at in it.
    weeks = sorted({day for _, day in looks})
    chosen = _spread(weeks, _WEEKS)
    by_week = [(day, [account for account, seen in looks if seen == day]) for day in chosen]
    weekly = _timed(lambda: [looked_back(factory, ids, day=day) for day, ids in by_week])
    return scored.plus(looked), measured.plus(weekly.times(len(weeks) / len(chosen)))


def _spread(everything: Sequence[_T], most: int) -> Sequence[_T]:
    """At most so many, from all over."""
    return everything[:: max(1, len(everything) // most)][:most]


def _timed(work: Callable[[], object]) -> _Took:
    started = _cpu()
    seconds = seconds_of(work)
    return _Took(seconds, _cpu() - started)


def _cpu() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


@contextmanager
def _server() -> Iterator[str]:
    """A PostgreSQL server for the run, that keeps its promises on the disk."""
    # A socket's path must be short, and open to the user whom the server runs as.
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    folder.chmod(0o755)
    cluster = PostgresCluster(folder / "c", durable=True)
    cluster.create()
    cluster.start()
    try:
        yield cluster.url("postgres")
    finally:
        cluster.remove()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _database(url: str) -> Iterator[sessionmaker[Session]]:
    engine = engine_for(url)
    migrate(engine)
    yield sessions(engine)
    engine.dispose()


if __name__ == "__main__":
    main()
