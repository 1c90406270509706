"""Sources as heard of on many days are those of each day read on its own."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session, col

from benchmarks.portfolio import NOW, write_portfolio
from models.signal import Invoice, Ticket
from service.database import reading, sessions, writing
from service.queries.health_records import Sources, sources
from service.queries.known_on import KnownOn
from service.queries.sources_heard import sources_on

DAYS = [date(2020, 1, 1), date(2025, 3, 1), date(2025, 3, 3), date(2025, 3, 4), date(2025, 9, 1), NOW.date()]


@pytest.fixture
def factory(engine: Engine) -> sessionmaker[Session]:
    made = sessions(engine)
    write_portfolio(made, 5, 1)
    with writing(made) as session:
        tickets = session.execute(select(Ticket).order_by(col(Ticket.id)).limit(3)).scalars().all()
        moments = ["2025-03-01T23:59:59.999999", "2025-03-03T00:00:00", "2025-03-04T12:00:00"]
        for ticket, at in zip(tickets, moments, strict=True):
            ticket.created_at = datetime.fromisoformat(at).replace(tzinfo=UTC)
        # Changed long after it was made: what is known of the source is at most the day that is asked for.
        tickets[1].updated_at = datetime(2025, 9, 20, tzinfo=UTC)
        for ticket in session.execute(select(Ticket).where(col(Ticket.id) > tickets[-1].id)).scalars():
            ticket.created_at = datetime(2025, 8, 1, tzinfo=UTC)
    return made


def test_many_days_say_the_same_as_each_day(factory: sessionmaker[Session]) -> None:
    with reading(factory) as session:
        assert sources_on(session, reversed(DAYS)) == {day: sources(session, KnownOn.end_of(day)) for day in DAYS}
        assert sources_on(session, [date(2025, 3, 3)])[date(2025, 3, 3)].tickets == date(2025, 3, 3)


def test_a_source_is_unheard_of_before_its_first_record(factory: sessionmaker[Session]) -> None:
    with reading(factory) as session:
        assert sources_on(session, [date(2020, 1, 1)]) == {date(2020, 1, 1): Sources(None, None)}
        for table in (Ticket, Invoice):
            assert session.execute(select(col(table.id))).first() is not None
