"""The nightly run killed around each of its steps: a whole old or a whole new generation is seen, never a part."""

import hashlib
import multiprocessing
import os
import shutil
import signal
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select
from sqlmodel import Session, SQLModel, col

from benchmarks.portfolio import NOW, write_portfolio
from models.score import ChainScore, HealthScore, RenewalRisk, ScoreGeneration
from models.vocabulary import GenerationState
from service.database import engine_for, reading, sessions, writing
from service.operations import write_portfolio as steps
from service.operations.abandon_generations import abandon_generations
from service.operations.score_portfolio import score_portfolio
from tests.fixtures.databases import NewDatabase

LATER = NOW + timedelta(days=40)
ACCOUNTS = 13
ROWS_A_STEP = 8
TABLES: tuple[type[SQLModel], ...] = (ChainScore, HealthScore, RenewalRisk)

# A child of its own that shares the parent's code, so that each kill costs no start-up.
CHILD = multiprocessing.get_context("fork")


def visible(session: Session) -> tuple[int, str]:
    """The newest published generation, and a hash of everything in it."""
    newest = session.execute(
        select(func.max(col(ScoreGeneration.id))).where(col(ScoreGeneration.state) == GenerationState.PUBLISHED)
    ).scalar_one()
    digest = hashlib.sha256()
    for model in TABLES:
        table = SQLModel.metadata.tables[str(model.__tablename__)]
        columns = [column for column in table.c if column.name != "generation_id"]
        rows = session.execute(select(*columns).where(table.c.generation_id == newest).order_by(*table.primary_key))
        for row in rows:
            digest.update(repr(tuple(row)).encode())
    return newest, digest.hexdigest()


def score_and_die(url: str, step: int, before: bool) -> None:
    """Score, and be killed before or after the commit with number ``step``."""
    engine = engine_for(url)
    commits = 0

    def counted(_connection: Any) -> None:
        nonlocal commits
        commits += 1
        if commits == step and before:
            os.kill(os.getpid(), signal.SIGKILL)

    def ended(_session: Session) -> None:
        if commits == step:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "commit", counted)
    factory = sessions(engine)
    event.listen(factory, "after_commit", ended)
    score_portfolio(factory, now=LATER)


def in_a_child(url: str, step: int, before: bool) -> int | None:
    """How the child ended."""
    child = CHILD.Process(target=score_and_die, args=(url, step, before))
    child.start()
    child.join(120)
    return child.exitcode


@pytest.fixture
def scored(new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch) -> str:
    """A portfolio with one published generation."""
    monkeypatch.setattr(steps, "ROWS_AT_ONCE", ROWS_A_STEP)
    url = new_database("sqlite")
    engine = engine_for(url)
    write_portfolio(sessions(engine), ACCOUNTS)
    score_portfolio(sessions(engine), now=NOW)
    closed(engine)
    return url


def closed(engine: Engine) -> None:
    """Put everything into the one file, so that it can be copied."""
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()


def copied(url: str, name: str) -> str:
    """Another database with the same rows."""
    path = Path(url.removeprefix("sqlite:///"))
    return f"sqlite:///{shutil.copyfile(path, path.with_name(name))}"


def looked_at(url: str) -> tuple[int, str]:
    """What is visible in a database."""
    engine = engine_for(url)
    with reading(sessions(engine)) as session:
        found = visible(session)
    engine.dispose()
    return found


def test_a_killed_run_shows_the_old_scores_or_the_new_ones(scored: str) -> None:
    old, old_hash = looked_at(scored)
    untouched = copied(scored, "untouched.db")
    engine = engine_for(untouched)
    commits: list[Any] = []
    event.listen(engine, "commit", commits.append)
    new = score_portfolio(sessions(engine), now=LATER)
    steps_in_all = len(commits)
    engine.dispose()
    new_hash = looked_at(untouched)[1]
    assert new_hash != old_hash
    # Beginning and end, and between them each table in steps.
    assert steps_in_all >= 2 + 3 * (ACCOUNTS // ROWS_A_STEP)
    outcomes = set()
    for step in range(1, steps_in_all + 1):
        for before in (True, False):
            url = copied(scored, f"killed-{step}-{before}.db")
            assert in_a_child(url, step, before) == -signal.SIGKILL
            generation, found = looked_at(url)
            finished = step == steps_in_all and not before
            assert (generation, found) == ((new, new_hash) if finished else (old, old_hash))
            outcomes.add(finished)
            engine = engine_for(url)
            with writing(sessions(engine)) as session:
                abandon_generations(session, now=LATER + timedelta(days=1))
            again = score_portfolio(sessions(engine), now=LATER)
            with reading(sessions(engine)) as session:
                assert visible(session) == (again, new_hash)
                left = session.execute(select(func.count()).select_from(ChainScore)).scalar_one()
                shown = session.execute(select(func.count()).select_from(ScoreGeneration)).scalar_one()
                assert left == ACCOUNTS * shown
            engine.dispose()
    assert outcomes == {True, False}
