"""Between two turns of long work there is room for whoever else wants to write."""

import threading

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session

from service.database import sessions, writing
from service.jobs.turns import turn


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_somebody_who_writes_meanwhile_is_let_in_before_the_work_is_done(engine: Engine) -> None:
    factory = sessions(engine)
    working, let_in = threading.Event(), threading.Event()

    def write() -> None:
        working.wait()
        with writing(factory) as session:
            session.execute(text("SELECT 1"))
        let_in.set()

    other = threading.Thread(target=write)
    other.start()
    turns = 0
    # Turns of a few milliseconds, without end until the other was let in: the database itself gives up after seconds.
    while not let_in.is_set():
        with turn(factory) as session:
            working.set()
            for _number in range(2000):
                session.execute(text("SELECT 1"))
        turns += 1
        assert turns < 1000
    other.join()


INSERT = text("INSERT INTO team (name, created_at, updated_at, version) VALUES (:name, :now, :now, 1)")


def add_team(factory: sessionmaker[Session], name: str, *, fails: bool) -> None:
    with turn(factory) as session:
        session.execute(INSERT, {"name": name, "now": "2026-03-03 10:00:00+00:00"})
        if fails:
            raise RuntimeError


def test_a_turn_is_kept_and_one_that_fails_is_not(engine: Engine) -> None:
    factory = sessions(engine)
    add_team(factory, "Kept", fails=False)
    with pytest.raises(RuntimeError):
        add_team(factory, "Lost", fails=True)
    with factory() as session:
        assert list(session.execute(text("SELECT name FROM team")).scalars()) == ["Kept"]
