"""How Alembic reaches the database; called by ``service.database``, never by hand."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlalchemy import Engine, text
from sqlmodel import AutoString, SQLModel

import models  # noqa: F401 - makes every table known
from models.base import ExactDecimal, UtcDateTime

# One migrates, the others wait: any number of processes may start at once.
MIGRATION_LOCK = 7_203_551


def _plainly(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write column types as the database's own: a step must still run when our classes have moved."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, ExactDecimal):
        return "sa.BigInteger()"
    if isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    if isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


def run(engine: Engine) -> None:
    """Run the steps in one transaction, so that a crash leaves the old shape or the new one."""
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            # Rebuilding a table drops it for a moment; with foreign keys on, that would delete its children.
            # The setting cannot change within a transaction, so the driver's connection is told directly.
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                if not sqlite:
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
                context.configure(
                    connection=connection,
                    target_metadata=SQLModel.metadata,
                    render_as_batch=True,
                    compare_type=True,
                    transactional_ddl=True,
                    render_item=_plainly,
                )
                with context.begin_transaction():
                    context.run_migrations()
        finally:
            if sqlite:
                driver.execute("PRAGMA foreign_keys=ON")


run(context.config.attributes["engine"])
