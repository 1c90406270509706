"""Accounts looked at on days of their own get the factors that they get one by one."""

from datetime import date, timedelta

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session

from benchmarks.portfolio import write_portfolio
from service.database import reading, sessions
from service.queries.known_on import KnownOn
from service.queries.measured_accounts import DEFAULTS, measured_accounts
from service.queries.portfolio_frames.measured import measure_looks
from service.queries.sources_heard import sources_on

MONDAY = date(2026, 3, 2)


@pytest.fixture
def factory(engine: Engine) -> sessionmaker[Session]:
    made = sessions(engine)
    write_portfolio(made, 20, 3)
    return made


def test_looks_equal_single_accounts_each_on_its_day(factory: sessionmaker[Session]) -> None:
    looks = sorted(
        (account, MONDAY - timedelta(weeks=weeks)) for account in range(1, 21) for weeks in (account % 5, 30, 70)
    )
    with reading(factory) as session:
        found = measure_looks(session, looks, sources_on(session, {day for _, day in looks}), DEFAULTS)
        assert found.account_ids.tolist() == [account for account, _ in looks]
        for place, (account, day) in enumerate(looks):
            (alone,) = measured_accounts(session, [account], KnownOn.end_of(day), DEFAULTS)
            np.testing.assert_allclose(found.factors[place], alone.factors[0], rtol=0, atol=1e-9)
            np.testing.assert_allclose(found.table.values[place], alone.table.values[0], rtol=0, atol=1e-9)
            np.testing.assert_allclose(found.table.quality[place], alone.table.quality[0], rtol=0, atol=1e-9)
            assert found.segments[place] == alone.segments[0]


def test_looks_on_several_days_of_the_week_are_refused(factory: sessionmaker[Session]) -> None:
    looks = [(1, MONDAY), (2, MONDAY + timedelta(days=1))]
    with reading(factory) as session, pytest.raises(ValueError, match="day of the week"):
        measure_looks(session, looks, sources_on(session, {day for _, day in looks}), DEFAULTS)


def test_looks_out_of_order_are_refused(factory: sessionmaker[Session]) -> None:
    looks = [(2, MONDAY), (1, MONDAY)]
    with reading(factory) as session, pytest.raises(ValueError, match="order of accounts"):
        measure_looks(session, looks, sources_on(session, {MONDAY}), DEFAULTS)
