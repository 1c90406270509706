"""Reading and writing in bulk against ORM objects: the same rows, in the same run."""

import argparse
import tempfile
from dataclasses import replace
from datetime import date
from itertools import count

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session, SQLModel, col

from benchmarks.portfolio import NOW, write_portfolio
from benchmarks.report import PeakMemory, interleaved, show
from models.chain import Relationship, StanceObservation, Tie
from models.person import Membership, RoleAssignment
from models.score import ChainScore, ScoreGeneration
from models.signal import UsageReading
from models.survey import Response
from models.vocabulary import GenerationKind
from scoring.parameters import DEFAULT_PARAMETERS
from service.database import engine_for, migrate, reading, sessions, writing
from service.operations.write_portfolio import chain_rows
from service.queries.health_records import sources
from service.queries.known_on import KnownOn
from service.queries.measured_accounts import DEFAULTS
from service.queries.portfolio_frames.measured import MeasuredShard, measure_shard
from service.queries.portfolio_frames.people import people_frame, roles_frame
from service.queries.portfolio_frames.selection import Selection
from service.queries.portfolio_frames.signals import usage_frame
from service.queries.portfolio_frames.stances import stances_frame
from service.queries.portfolio_frames.ties import relationships_frame, ties_frame

READ = (Membership, RoleAssignment, Tie, Relationship, StanceObservation, Response, UsageReading)
_SAMPLE = 300


def main() -> None:
    """Rows of the chains and signals of accounts; chain scores of the same accounts."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--full", action="store_true", help="100,000 accounts instead of 5,000")
    size = 100_000 if parser.parse_args().full else 5_000
    with tempfile.TemporaryDirectory() as folder:
        engine = engine_for(f"sqlite:///{folder}/bulk.db")
        migrate(engine)
        factory = sessions(engine)
        write_portfolio(factory, size)
        _reading(factory, size)
        _writing(factory, size)
        engine.dispose()


def _reading(factory: sessionmaker[Session], size: int) -> None:
    known, shard = KnownOn.at(NOW), 5_000
    with PeakMemory() as memory:
        timed = interleaved(
            lambda: [_frames(factory, range(s, min(s + shard, size + 1)), known) for s in range(1, size + 1, shard)],
            lambda: _objects(factory, _SAMPLE),
        )
    baseline = timed.baseline_seconds * size / _SAMPLE
    more = replace(timed, baseline_cpu_seconds=timed.baseline_cpu_seconds * size / _SAMPLE).on_a_core
    show("bulk read, SQLite", size, timed.seconds, baseline, memory.mib, baseline="ORM objects, all columns", **more)


def _frames(factory: sessionmaker[Session], ids: range, known: KnownOn) -> None:
    selection = Selection.of(ids)
    with reading(factory) as session:
        people = people_frame(session, selection, known)
        roles_frame(session, selection, people, ("",) * len(selection.ids), known)
        ties_frame(session, selection, people, known, DEFAULT_PARAMETERS)
        relationships_frame(session, selection, people, known, DEFAULT_PARAMETERS)
        stances_frame(session, selection, people, known, DEFAULT_PARAMETERS)
        usage_frame(session, selection, known)


def _objects(factory: sessionmaker[Session], most: int) -> int:
    with reading(factory) as session:
        found: list[list[SQLModel]] = [
            list(session.execute(select(model).where(col(model.account_id) <= most)).scalars()) for model in READ
        ]
        return sum(map(len, found))


def _writing(factory: sessionmaker[Session], size: int) -> None:
    known = KnownOn.at(NOW)
    with reading(factory) as session:
        shard = measure_shard(session, range(1, min(size, 5_000) + 1), known, sources(session, known), DEFAULTS)
    numbers = count(1)
    with PeakMemory() as memory:
        timed = interleaved(
            lambda: _columns(factory, next(numbers), shard), lambda: _objects_added(factory, next(numbers), shard)
        )
    baseline = timed.baseline_seconds
    accounts = len(shard.account_ids)
    more = timed.on_a_core
    show(
        "bulk write of chain scores, SQLite", accounts, timed.seconds, baseline, memory.mib, baseline="add_all", **more
    )


def _columns(factory: sessionmaker[Session], generation_id: int, shard: MeasuredShard) -> None:
    with writing(factory) as session:
        _begin(session, generation_id)
        chain_rows(generation_id, shard).write(session)


def _objects_added(factory: sessionmaker[Session], generation_id: int, shard: MeasuredShard) -> None:
    rows = chain_rows(generation_id, shard)
    columns = {
        name: values.tolist() if isinstance(values, np.ndarray) else values for name, values in rows.columns.items()
    }
    model = ChainScore
    with writing(factory) as session:
        _begin(session, generation_id)
        each = zip(*columns.values(), strict=True)
        session.add_all(model(**rows.same, **dict(zip(columns, values, strict=True))) for values in each)
        session.flush()


def _begin(session: Session, generation_id: int) -> None:
    session.add(
        ScoreGeneration(
            id=generation_id,
            kind=GenerationKind.PORTFOLIO,
            as_of=date(2026, 6, 1),
            parameters_version="bench",
            started_at=NOW,
        )
    )
    session.flush()


if __name__ == "__main__":
    main()
