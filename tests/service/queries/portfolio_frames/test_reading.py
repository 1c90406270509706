"""A reading gives the rows of the selected accounts alone, whichever way they are asked for and on whichever day."""

from datetime import date

import numpy as np
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session, col

from benchmarks.portfolio import NOW, write_portfolio
from models.person import Membership
from service.database import reading, sessions
from service.queries.known_on import KnownOn
from service.queries.portfolio_frames.as_of import EACH_ITS_DAY, ONE_DAY, When, forget_looks, keep_looks
from service.queries.portfolio_frames.numbers import day, day_of, identity
from service.queries.portfolio_frames.reading import Reading
from service.queries.portfolio_frames.selection import Selection

LONG_AGO = KnownOn.end_of(date(2015, 1, 1))


@pytest.fixture
def factory(engine: Engine) -> sessionmaker[Session]:
    made = sessions(engine)
    write_portfolio(made, 12, 1)
    return made


def members(when: When = ONE_DAY) -> Reading:
    return Reading(
        col(Membership.account_id),
        [identity(col(Membership.person_id)), day(col(Membership.valid_from))],
        lambda statement: statement.where(when.effective(Membership)).order_by(col(Membership.id)),
        when=when,
    )


@pytest.mark.parametrize("ids", [[2, 3, 4], [1, 12], [3, 5]], ids=["close", "apart", "with another between"])
def test_rows_are_those_of_the_selected_accounts(factory: sessionmaker[Session], ids: list[int]) -> None:
    known = KnownOn.at(NOW)
    with reading(factory) as session:
        expected = [
            [ids.index(row.account_id), row.person_id, day_of(row.valid_from)]
            for row in session.execute(
                select(col(Membership.account_id), col(Membership.person_id), col(Membership.valid_from))
                .where(col(Membership.account_id).in_(ids), known.effective(Membership))
                .order_by(col(Membership.id))
            )
        ]
        found = members().rows(session, Selection.of(ids), known)
    assert len(expected) > len(ids)
    assert found.tolist() == expected


def test_one_reading_serves_days_one_after_the_other(factory: sessionmaker[Session]) -> None:
    reads, chosen = members(), Selection.of([1, 2])
    with reading(factory) as session:
        today = reads.rows(session, chosen, KnownOn.at(NOW))
        assert reads.rows(session, chosen, LONG_AGO).shape == (0, 3)
        assert reads.rows(session, chosen, KnownOn.at(NOW)).tolist() == today.tolist()


def test_no_accounts_are_no_rows(factory: sessionmaker[Session]) -> None:
    with reading(factory) as session:
        assert members().rows(session, Selection.of([]), KnownOn.at(NOW)).shape == (0, 3)


def test_each_account_is_read_as_of_its_own_day_and_moved_to_the_last(factory: sessionmaker[Session]) -> None:
    today, week_ago = KnownOn.end_of(date(2026, 6, 1)), KnownOn.end_of(date(2026, 5, 25))
    looks = [(2, LONG_AGO), (2, week_ago), (2, today), (5, week_ago)]
    selection = Selection(np.array([2, 2, 2, 5]), np.array([4169.0, 7.0, 0.0, 7.0]))
    with reading(factory) as session:
        plain = {account: members().rows(session, Selection.of([account]), today) for account in (2, 5)}
        keep_looks(session, looks)
        found = members(EACH_ITS_DAY).rows(session, selection, today)
        forget_looks(session)
        # The connection is as it was before, and can take other looks.
        keep_looks(session, looks[-1:])
    assert found[found[:, 0] == 0].tolist() == []
    for place, (account, moved) in {1: (2, 7), 2: (2, 0), 3: (5, 7)}.items():
        seen = sorted(map(tuple, found[found[:, 0] == place][:, 1:].tolist()))
        assert seen == sorted((person, since + moved) for _, person, since in plain[account].tolist())
