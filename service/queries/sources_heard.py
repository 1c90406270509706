"""When each source of signals was last heard of, as known at the end of many days."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.signal import Invoice, Ticket
from service.queries.health_records import Sources
from service.queries.portfolio_frames.numbers import day_number

_EPOCH = date(1970, 1, 1)


def sources_on(session: Session, days: Iterable[date]) -> dict[date, Sources]:
    """What :func:`service.queries.health_records.sources` gives at the end of each of ``days``.

    Each table is read once, however many days there are.
    """
    wanted = sorted(set(days))
    tickets, invoices = _heard_on(session, Ticket, wanted), _heard_on(session, Invoice, wanted)
    return {day: Sources(ticket, invoice) for day, ticket, invoice in zip(wanted, tickets, invoices, strict=True)}


def _heard_on(session: Session, table: type[Ticket] | type[Invoice], days: Sequence[date]) -> list[date | None]:
    """The last day, at most the day itself, on which a record that was made by each day changed; days ascend."""
    made = day_number(col(table.created_at))
    rows = session.execute(select(made, func.max(col(table.updated_at))).group_by(made).order_by(made)).all()
    changes: list[tuple[date, datetime]] = [(_EPOCH + timedelta(days=int(number)), at) for number, at in rows]
    found: list[date | None] = []
    latest: date | None = None
    place = 0
    for day in days:
        while place < len(changes) and changes[place][0] <= day:
            changed = changes[place][1].astimezone(UTC).date()
            latest = changed if latest is None else max(latest, changed)
            place += 1
        found.append(None if latest is None else min(latest, day))
    return found
