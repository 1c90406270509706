"""People who were merged or erased do not count, and asking for a few accounts does not read everybody."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session, col

from benchmarks.portfolio import write_portfolio
from models.person import Membership, Person
from service.database import reading, sessions, writing
from service.queries.kept_people import kept_people


@pytest.fixture
def factory(engine: Engine) -> sessionmaker[Session]:
    made = sessions(engine)
    write_portfolio(made, 3, 1)
    return made


def test_merged_and_erased_people_do_not_count(factory: sessionmaker[Session]) -> None:
    with writing(factory) as session:
        kept, merged, erased = session.execute(select(Person).order_by(col(Person.id)).limit(3)).scalars()
        merged.merged_into_id, erased.erased_at = kept.id, datetime(2026, 3, 1, tzinfo=UTC)
        some = [kept.id, merged.id, erased.id]
        expected = [kept.id]
    with reading(factory) as session:
        found = session.execute(select(col(Person.id)).where(col(Person.id).in_(some), kept_people())).scalars().all()
    assert found == expected


def test_people_of_an_account_are_found_through_its_memberships(factory: sessionmaker[Session]) -> None:
    statement = (
        select(col(Person.id))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(col(Membership.account_id).in_([1, 2]), kept_people())
    )
    with reading(factory) as session:
        if session.get_bind().dialect.name != "sqlite":
            pytest.skip("only SQLite chooses its way without knowing how often a value occurs")
        spelled = statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
        plan = [row.detail for row in session.execute(text(f"EXPLAIN QUERY PLAN {spelled}"))]
    assert len(plan) == 2
    assert plan[0].startswith("SEARCH membership USING")
    assert "account_id=?" in plan[0]
    assert plan[1].startswith("SEARCH person USING INTEGER PRIMARY KEY")
