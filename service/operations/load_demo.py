"""Fill an empty database with the demo company."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Table, func, insert, select, text, update
from sqlmodel import Session, SQLModel, col

from models.account import Account
from models.survey import Survey
from models.team import Team
from models.user import User
from service.auth.passwords import hash_password
from service.auth.principal import Principal
from service.demo.cast import CAST
from service.demo.company import DEFAULT_ACCOUNTS, DEFAULT_SEED, demo_rows
from service.errors import Conflict
from service.operations.comment_themes import seed_comment_themes
from service.operations.read_all_comments import read_all_comments
from service.operations.record_audit import record_audit

# Rows held in memory before they are written; bounds the memory of a demo of any size.
_BATCH = 20_000


@dataclass(frozen=True)
class DemoLoaded:
    """What was written: rows by table, and who can sign in."""

    rows: dict[str, int]
    logins: tuple[str, ...]


def is_empty(session: Session) -> bool:
    """Whether the database holds no accounts, teams, users or surveys yet, so that the demo may fill it."""
    return not any(
        session.execute(select(col(table.id)).limit(1)).first() is not None for table in (Account, Team, User, Survey)
    )


def load_demo(
    session: Session,
    principal: Principal,
    *,
    now: datetime,
    today: date,
    seed: int = DEFAULT_SEED,
    accounts: int = DEFAULT_ACCOUNTS,
    password: str | None = None,
    progress: Callable[[int, int | None], None] = lambda done, total: None,
) -> DemoLoaded:
    """Write the demo company with two years of history before ``today``.

    The same seed, number and day give the same rows. With ``password`` the five logins (one a role) can sign in;
    without, nobody can.

    :raises Conflict: the database holds something already: demo and real customers are never mixed.
    """
    if not is_empty(session):
        raise Conflict("The database is not empty. The demo company is only loaded into an empty one.")
    connection = session.connection()
    counts: dict[str, int] = {}
    first = _first_numbers(session)
    for done, rows in demo_rows(seed, accounts, today, first):
        if len(rows) < _BATCH and done < accounts:
            continue
        for table, batch in rows.drain():
            connection.execute(insert(table), batch)
            counts[table.name] = counts.get(table.name, 0) + len(batch)
        progress(done, accounts)
    _move_sequences(session, counts)
    logins = tuple(colleague.email for colleague in CAST if colleague.login)
    if password is not None:
        for email in logins:
            session.execute(update(User).where(col(User.email) == email).values(password=hash_password(password)))
    seed_comment_themes(session, now=now)
    read_all_comments(session, now=now)
    record_audit(
        session,
        principal,
        "load_demo",
        "demo",
        seed,
        now=now,
        fields={"accounts": accounts, "today": today.isoformat()},
    )
    return DemoLoaded(counts, logins)


def _numbered_tables() -> list[Table]:
    return [table for table in SQLModel.metadata.sorted_tables if "id" in table.columns]


def _first_numbers(session: Session) -> dict[str, int]:
    """The first free number of every table: what a database came with, such as schedules, is left alone."""
    return {
        table.name: (session.execute(select(func.max(table.c.id))).scalar_one() or 0) + 1
        for table in _numbered_tables()
    }


def _move_sequences(session: Session, counts: dict[str, int]) -> None:
    """Tell PostgreSQL which numbers are taken; SQLite sees it by itself."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in _numbered_tables():
        if table.name in counts:
            quoted = f'"{table.name}"'
            session.execute(
                text(f"SELECT setval(pg_get_serial_sequence(:name, 'id'), (SELECT max(id) FROM {quoted}))"),  # noqa: S608 - the name comes from the tables themselves
                {"name": quoted},
            )
