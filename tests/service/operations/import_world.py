"""What the tests of imports share: files written on the spot, and imports run in short steps."""

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlmodel import Session, SQLModel

from service.auth.principal import Principal, the_service
from service.database import reading, sessions, writing
from service.imports.plan import ImportPlan, ImportResult, Progress
from service.operations.run_import import import_in_steps

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DATA = Path(__file__).parents[3] / "../shared/data"


def real(name: str) -> Path:
    """A file of real data, or a skip with the reason."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"the real data is not on this machine (../shared/data/{name})")
    return path


def real_rows(name: str) -> list[dict[str, str]]:
    """The rows of a file of real data, read by nothing but the standard library."""
    with real(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], encoding: str = "utf-8") -> Path:
    """Write a CSV file."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


class Importing:
    """Runs imports on one database."""

    def __init__(self, engine: Engine) -> None:
        self.factory = sessions(engine)

    def __call__(
        self, path: Path, principal: Principal | None = None, progress: Progress | None = None, **options: Any
    ) -> ImportResult:
        """Import a file in short transactions, as the command line does."""
        return import_in_steps(
            lambda: reading(self.factory),
            lambda: writing(self.factory),
            principal or the_service("test"),
            ImportPlan(path, path.name, **options),
            clock=lambda: NOW,
            progress=progress,
        )

    def do(
        self, operation: Callable[..., Any], *arguments: Any, principal: Principal | None = None, **options: Any
    ) -> Any:
        """Run an operation in a transaction of its own."""
        with writing(self.factory) as session:
            return operation(session, principal or the_service("test"), *arguments, now=NOW, **options)

    def add(self, *records: SQLModel) -> None:
        """Add records."""
        with writing(self.factory) as session:
            session.add_all(records)

    def rows(self, *columns: Any, where: Any = None) -> list[tuple[Any, ...]]:
        """What these columns hold, in order."""
        statement = select(*columns)
        if where is not None:
            statement = statement.where(where)
        with self.factory() as session:
            return sorted((tuple(row) for row in session.execute(statement)), key=repr)

    def count(self, model: type[SQLModel], *where: Any) -> int:
        """How many records there are."""
        with self.factory() as session:
            return session.scalar(select(func.count()).select_from(model).where(*where)) or 0

    def contents(self) -> dict[str, list[Any]]:
        """Everything that imports write, without numbers given by the database and without moments."""
        found: dict[str, list[Any]] = {}
        with self.factory() as session:
            for name, table in SQLModel.metadata.tables.items():
                if name in {"import_batch", "import_problem", "audit_event", "alembic_version"}:
                    continue
                columns = [
                    c for c in table.columns if c.name not in {"recorded_at", "created_at", "updated_at", "batch_id"}
                ]
                rows = [tuple(row) for row in session.execute(select(*columns))]
                if rows:
                    found[name] = sorted(rows, key=repr)
        return found


def one(session: Session, statement: Any) -> Any:
    """The only result of a statement."""
    return session.execute(statement).scalar_one()
