"""The engine, the sessions and the migrations: everything that knows which database this is."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session

import migrations
import models  # noqa: F401 - makes every table known
from service.postgres_alive import ask_whether_alive

BUSY_TIMEOUT_MS = 10_000
POSTGRES_CONNECT_TIMEOUT_S = 3
POSTGRES_STATEMENT_TIMEOUT_MS = 60_000


def engine_for(url: str, *, pool_size: int = 5) -> Engine:
    """An engine for ``url``, with everything that makes writes on it durable and free of lost updates.

    SQLite runs in WAL with full synchronisation, foreign keys on and every write transaction opened by BEGIN
    IMMEDIATE (a deferred one loses updates or fails as soon as two writers meet); a session opened by
    :func:`reading` begins deferred, so that readers never wait. PostgreSQL has short connect and statement
    time-outs and tests a connection before it hands it out (:mod:`service.postgres_alive`).
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if parsed.drivername in {"postgresql", "postgres"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    engine = create_engine(
        parsed,
        pool_size=pool_size,
        max_overflow=5,
        pool_timeout=4,
        connect_args={
            "connect_timeout": POSTGRES_CONNECT_TIMEOUT_S,
            "options": f"-c statement_timeout={POSTGRES_STATEMENT_TIMEOUT_MS} -c timezone=UTC",
        },
    )
    event.listen(engine, "checkout", ask_whether_alive)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _record: Any) -> None:
    # The driver's own transaction handling is switched off: BEGIN is ours to write.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "temp_store=MEMORY",
        "cache_size=-65536",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    drafting = bool(options.get("linchpin_drafting", False))
    if drafting is not connection.info.get("linchpin_drafting", False):
        connection.exec_driver_sql(f"PRAGMA synchronous={'NORMAL' if drafting else 'FULL'}")
        connection.info["linchpin_drafting"] = drafting
    connection.exec_driver_sql("BEGIN" if options.get("linchpin_reading", False) else "BEGIN IMMEDIATE")


def sessions(engine: Engine) -> sessionmaker[Session]:
    """The factory of sessions that pages, commands and jobs share."""
    return sessionmaker(engine, class_=Session, expire_on_commit=False, autoflush=True)


@contextmanager
def writing(factory: sessionmaker[Session]) -> Iterator[Session]:
    """A session that commits once, at the end, or not at all."""
    with factory() as session, session.begin():
        yield session


@contextmanager
def drafting(factory: sessionmaker[Session]) -> Iterator[Session]:
    """A session for rows that nobody sees until a later transaction of :func:`writing` shows them.

    Its commit does not wait for the disk: everybody else who writes waits less for it. When the power fails, the last
    such commits may be gone, but nothing is ever half there, and whatever :func:`writing` commits takes all that was
    drafted before it to the disk.
    """
    with factory() as session, session.begin():
        connection = session.connection(execution_options={"linchpin_drafting": True})
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL synchronous_commit TO OFF")
        yield session


@contextmanager
def reading(factory: sessionmaker[Session]) -> Iterator[Session]:
    """A session that only reads: it never waits for a writer, and nothing it did is kept."""
    with factory() as session:
        session.connection(execution_options={"linchpin_reading": True})
        yield session


def _alembic(engine: Engine, connection: Connection | None = None) -> Config:
    # What Alembic would print is said by the caller, in the caller's words.
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("sqlalchemy.url", re.sub("%", "%%", engine.url.render_as_string(hide_password=False)))
    config.attributes["engine"] = engine
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the database to ``revision``; one that is already there is left alone."""
    command.upgrade(_alembic(engine), revision)


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Take the database back to ``revision``."""
    command.downgrade(_alembic(engine), revision)


def check_migrations(engine: Engine) -> None:
    """Raise ``alembic.util.AutogenerateDiffsDetected`` where the tables and the migrations differ."""
    command.check(_alembic(engine))
