"""Measure shards of accounts and looks at past days: in this process, or in others that each read for themselves."""

import multiprocessing
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from multiprocessing.reduction import ForkingPickler
from types import MappingProxyType
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session

from service.database import engine_for, reading, sessions
from service.queries.health_records import Sources
from service.queries.known_on import KnownOn
from service.queries.measured_accounts import Parameters
from service.queries.portfolio_frames.measured import MeasuredShard, measure_looks, measure_shard
from service.queries.portfolio_frames.numbers import Floats


def _read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


# The frozen parameters hold read-only mappings, which multiprocessing cannot send by itself.
ForkingPickler.register(MappingProxyType, lambda mapping: (_read_only, (dict(mapping),)))


@dataclass(frozen=True, eq=False)
class Measuring:
    """Who measures: ``workers``, or without any this process itself. What comes back stands in the order asked for."""

    factory: sessionmaker[Session]
    parameters: Parameters
    workers: ProcessPoolExecutor | None = None

    def shards(self, parts: Iterable[Sequence[int]], known: KnownOn, heard: Sources) -> Iterator[MeasuredShard]:
        """Accounts as known on one day."""
        if self.workers is None:
            return (_shard(self.factory, part, known, heard, self.parameters) for part in parts)
        tasks = [(self._address, list(part), known, heard, self.parameters) for part in parts]
        return self.workers.map(_shard_elsewhere, *zip(*tasks, strict=True)) if tasks else iter(())

    def looks(self, runs: Iterable[Sequence[tuple[int, date]]], heard: Mapping[date, Sources]) -> Iterator[Floats]:
        """The factors of risk of accounts, each as known at the end of a day of its own."""
        if self.workers is None:
            return (_looks(self.factory, run, heard, self.parameters) for run in runs)
        tasks = [(self._address, list(run), dict(heard), self.parameters) for run in runs]
        return self.workers.map(_looks_elsewhere, *zip(*tasks, strict=True)) if tasks else iter(())

    @property
    def _address(self) -> str:
        return str(self.factory.kw["bind"].url.render_as_string(hide_password=False))


@contextmanager
def measuring(factory: sessionmaker[Session], parameters: Parameters, processes: int) -> Iterator[Measuring]:
    """Measuring by so many other processes; by this one where there is one at most."""
    if processes <= 1:
        yield Measuring(factory, parameters)
        return
    # Started anew rather than forked: a fork would share this one's connections.
    fresh = multiprocessing.get_context("spawn")
    with _one_thread_each(), ProcessPoolExecutor(processes, mp_context=fresh) as workers:
        yield Measuring(factory, parameters, workers)


def _shard(
    factory: sessionmaker[Session], part: Sequence[int], known: KnownOn, heard: Sources, parameters: Parameters
) -> MeasuredShard:
    with reading(factory) as session:
        return measure_shard(session, part, known, heard, parameters)


def _looks(
    factory: sessionmaker[Session],
    run: Sequence[tuple[int, date]],
    heard: Mapping[date, Sources],
    parameters: Parameters,
) -> Floats:
    with reading(factory) as session:
        return measure_looks(session, run, heard, parameters).factors


def _shard_elsewhere(
    address: str, part: Sequence[int], known: KnownOn, heard: Sources, parameters: Parameters
) -> MeasuredShard:
    return _shard(sessions(_engine(address)), part, known, heard, parameters)


def _looks_elsewhere(
    address: str, run: Sequence[tuple[int, date]], heard: Mapping[date, Sources], parameters: Parameters
) -> Floats:
    return _looks(sessions(_engine(address)), run, heard, parameters)


@cache
def _engine(address: str) -> Engine:
    """The one engine of a worker, which ends with it: statements are compiled once for each engine."""
    return engine_for(address)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes started within use one thread for linear algebra: they already share the cores."""
    before = os.environ.get("OMP_NUM_THREADS")
    os.environ["OMP_NUM_THREADS"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["OMP_NUM_THREADS"]
        else:
            os.environ["OMP_NUM_THREADS"] = before
