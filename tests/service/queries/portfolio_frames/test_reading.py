"""A reading gives the rows of the selected accounts alone, whichever way they are asked for and on whichever day."""

from datetime import date

import pytest
from sqlalchemy import Engine, bindparam, select
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session, col

from benchmarks.portfolio import NOW, write_portfolio
from models.person import Membership
from service.database import reading, sessions
from service.queries.known_on import KnownOn
from service.queries.portfolio_frames.numbers import identity
from service.queries.portfolio_frames.reading import AS_OF, Reading
from service.queries.portfolio_frames.selection import Selection

LONG_AGO = KnownOn.end_of(date(2015, 1, 1))


@pytest.fixture
def factory(engine: Engine) -> sessionmaker[Session]:
    made = sessions(engine)
    write_portfolio(made, 12, 1)
    return made


def members() -> Reading:
    return Reading(
        col(Membership.account_id),
        [identity(col(Membership.person_id))],
        lambda statement: statement.where(
            AS_OF.effective(Membership), col(Membership.person_id) >= bindparam("least")
        ).order_by(col(Membership.id)),
    )


@pytest.mark.parametrize("ids", [[2, 3, 4], [1, 12], [3, 5]], ids=["close", "apart", "with another between"])
def test_rows_are_those_of_the_selected_accounts(factory: sessionmaker[Session], ids: list[int]) -> None:
    known = KnownOn.at(NOW)
    with reading(factory) as session:
        expected = [
            [ids.index(row.account_id), row.person_id]
            for row in session.execute(
                select(col(Membership.account_id), col(Membership.person_id))
                .where(col(Membership.account_id).in_(ids), known.effective(Membership))
                .order_by(col(Membership.id))
            )
        ]
        found = members().rows(session, Selection.of(ids), known, least=0)
    assert len(expected) > len(ids)
    assert found.tolist() == expected


def test_one_reading_serves_days_and_values_one_after_the_other(factory: sessionmaker[Session]) -> None:
    reads, chosen = members(), Selection.of([1, 2])
    with reading(factory) as session:
        today = reads.rows(session, chosen, KnownOn.at(NOW), least=0)
        assert reads.rows(session, chosen, LONG_AGO, least=0).shape == (0, 2)
        assert reads.rows(session, chosen, KnownOn.at(NOW), least=10**6).shape == (0, 2)
        assert reads.rows(session, chosen, KnownOn.at(NOW), least=0).tolist() == today.tolist()


def test_no_accounts_are_no_rows(factory: sessionmaker[Session]) -> None:
    with reading(factory) as session:
        assert members().rows(session, Selection.of([]), KnownOn.at(NOW), least=0).shape == (0, 2)
