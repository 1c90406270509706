"""While the night is scored on SQLite, answers go on being taken: none is refused, none is lost."""

import multiprocessing
from datetime import timedelta
from multiprocessing.synchronize import Event
from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from benchmarks.portfolio import NOW, write_portfolio
from models.survey import Response
from scoring.vocabulary import QuestionKind
from service.database import engine_for, reading, sessions, writing
from service.operations.score_portfolio import score_portfolio
from tests.fixtures.databases import NewDatabase

ACCOUNTS = 150
LEDGER_LINE = "{}\n"
CHILD = multiprocessing.get_context("fork")


def answer(url: str, ledger: Path, begun: Event, enough: Event) -> None:
    """Write answers until it is enough; each one is noted outside the database once it was acknowledged."""
    engine = engine_for(url)
    factory = sessions(engine)
    number = 0
    with ledger.open("a", encoding="ascii") as noted:
        while not enough.is_set():
            number += 1
            with writing(factory) as session:
                given = Response(
                    account_id=number % ACCOUNTS + 1,
                    metric=QuestionKind.NPS,
                    score=float(number % 11),
                    answered_at=NOW + timedelta(seconds=number),
                )
                session.add(given)
                session.flush()
                written = given.id
            noted.write(LEDGER_LINE.format(written))
            noted.flush()
            begun.set()
    engine.dispose()


def test_no_answer_is_refused_or_lost_while_the_portfolio_is_scored(new_database: NewDatabase, tmp_path: Path) -> None:
    url = new_database("sqlite")
    engine = engine_for(url)
    write_portfolio(sessions(engine), ACCOUNTS)
    engine.dispose()
    ledgers = [tmp_path / f"ledger-{number}" for number in range(2)]
    begun, enough = [CHILD.Event() for _ in ledgers], CHILD.Event()
    writers = [
        CHILD.Process(target=answer, args=(url, ledger, first, enough))
        for ledger, first in zip(ledgers, begun, strict=True)
    ]
    for writer in writers:
        writer.start()
    engine = engine_for(url)
    try:
        assert all(first.wait(60) for first in begun)
        before = [ledger.read_text(encoding="ascii").count("\n") for ledger in ledgers]
        for _ in range(2):
            score_portfolio(sessions(engine), now=NOW)
        after = [ledger.read_text(encoding="ascii").count("\n") for ledger in ledgers]
    finally:
        enough.set()
        for writer in writers:
            writer.join(60)
    # A lock error would have ended its writer with a traceback.
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert all(more > less for less, more in zip(before, after, strict=True))
    acknowledged = {int(line) for ledger in ledgers for line in ledger.read_text(encoding="ascii").split()}
    with reading(sessions(engine)) as session:
        there = set(session.execute(select(col(Response.id)).where(col(Response.person_id).is_(None))).scalars())
    engine.dispose()
    assert there == acknowledged
