"""The nightly run end to end against the same accounts scored one by one, on SQLite and on PostgreSQL."""

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import numpy as np
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session
from threadpoolctl import threadpool_limits

from benchmarks.one_by_one import looked_back, measured_and_written
from benchmarks.portfolio import NOW, write_portfolio
from benchmarks.report import PeakMemory, seconds_of, show
from service.database import engine_for, migrate, sessions
from service.operations.score_portfolio import score_portfolio
from tests.fixtures.postgres_cluster import PostgresCluster

_SAMPLE = 500
_WEEKS = 43


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
                times.append(_night("SQLite", url, size, [1, 2]))
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
                _night("PostgreSQL", url, sizes[0], [1, 2])


def _night(name: str, url: str, size: int, processes: list[int]) -> float:
    with _database(url) as factory:
        write_portfolio(factory, size)
        first = 0.0
        for many in processes:
            before = _one_by_one(factory, size)
            with PeakMemory() as memory:
                night = _timed(lambda many=many: score_portfolio(factory, now=NOW, processes=many))
            after = _one_by_one(factory, size)
            seconds, baseline, work = night[0], (before[0] + after[0]) / 2, (before[1] + after[1]) / 2
            what = f"night on {name}, {many} {'process' if many == 1 else 'processes'}"
            more: dict[str, object] = {"baseline": f"one by one, from {_SAMPLE} accounts"}
            if many == 1:
                # On a machine that others use too, the time on a core says more than the time on the wall.
                more |= {"cpu_seconds": round(night[1], 3), "cpu_ratio": round(work / night[1], 1)}
            show(what, size, seconds, baseline, memory.mib, **more)
            first = first or seconds
        return first


def _one_by_one(factory: sessionmaker[Session], size: int) -> tuple[float, float]:
    """Seconds on the wall and on a core that all accounts would take one by one."""
    sample = list(range(1, min(_SAMPLE, size) + 1))
    measuring = _timed(lambda: measured_and_written(factory, sample, now=NOW))
    # The risk model looks back at every closed renewal, one week after the other.
    a_week = list(range(5, size + 1, 5))[: max(1, round(size / 5 / _WEEKS))]
    weeks = [NOW.date() - timedelta(weeks=number) for number in (13, 26, 39)]
    looking = _timed(lambda: [looked_back(factory, a_week, day=day) for day in weeks])
    whole, weekly = size / len(sample), _WEEKS / len(weeks)
    return measuring[0] * whole + looking[0] * weekly, measuring[1] * whole + looking[1] * weekly


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    started = time.process_time()
    seconds = seconds_of(work)
    return seconds, time.process_time() - started


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
