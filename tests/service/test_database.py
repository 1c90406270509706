"""What a commit promises: all of them to be whole, and all but drafts to be on the disk."""

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session, col

from models.team import Team
from service.database import drafting, reading, sessions, writing


@pytest.fixture
def factory(engine: Engine) -> sessionmaker[Session]:
    return sessions(engine)


def waits_for_the_disk(session: Session) -> bool:
    """Whether the commit of the session's transaction returns only when it is on the disk."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        return int(connection.exec_driver_sql("PRAGMA synchronous").scalar_one()) == 2
    return str(connection.exec_driver_sql("SHOW synchronous_commit").scalar_one()) != "off"


def stop_half_way(factory: sessionmaker[Session]) -> None:
    """Draft something and fail before the end."""
    with drafting(factory) as session:
        session.add(Team(name="Half"))
        session.flush()
        raise RuntimeError("in the middle")


def test_only_drafts_do_not_wait_for_the_disk(factory: sessionmaker[Session]) -> None:
    # PostgreSQL in tests may run without any promise; what counts is what a draft changes.
    with writing(factory) as session:
        usual = waits_for_the_disk(session)
    for kind, promise in ((writing, usual), (drafting, False), (writing, usual), (drafting, False), (reading, usual)):
        with kind(factory) as session:
            assert waits_for_the_disk(session) is promise
    if factory.kw["bind"].dialect.name == "sqlite":
        assert usual


def test_a_draft_is_whole_or_not_there(factory: sessionmaker[Session]) -> None:
    with pytest.raises(RuntimeError, match="in the middle"):
        stop_half_way(factory)
    with drafting(factory) as session:
        session.add(Team(name="Whole"))
    with reading(factory) as session:
        assert session.execute(select(col(Team.name))).scalars().all() == ["Whole"]
        assert session.execute(select(func.count()).select_from(Team)).scalar_one() == 1
