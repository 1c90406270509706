"""The migrations make exactly the tables that the models describe, on both databases, and can be taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlmodel import SQLModel

import migrations
from service.database import check_migrations, downgrade, engine_for, migrate

BOOKKEEPING = "alembic_version"


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Engine]:
    """An engine on a database without tables."""
    engine = engine_for(empty_database_url)
    yield engine
    engine.dispose()


def revisions() -> list[str]:
    """Every revision, oldest first."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def current(engine: Engine) -> str | None:
    """The revision that the database says it is at."""
    with engine.connect() as connection:
        return connection.execute(text(f"SELECT version_num FROM {BOOKKEEPING}")).scalar_one_or_none()


def test_the_tables_are_those_of_the_models(empty: Engine) -> None:
    migrate(empty)
    assert set(inspect(empty).get_table_names()) == {*SQLModel.metadata.tables, BOOKKEEPING}
    # Raises where a column, type, index or constraint differs.
    check_migrations(empty)
    assert current(empty) == revisions()[-1]


def test_every_step_can_be_taken_and_taken_back(empty: Engine) -> None:
    shapes: list[set[str]] = []
    for revision in revisions():
        shapes.append(set(inspect(empty).get_table_names()) - {BOOKKEEPING})
        migrate(empty, revision)
        assert current(empty) == revision
    for shape in reversed(shapes):
        downgrade(empty, "-1")
        assert set(inspect(empty).get_table_names()) - {BOOKKEEPING} == shape
    migrate(empty)
    check_migrations(empty)


def test_a_database_that_is_up_to_date_is_left_alone(engine: Engine) -> None:
    before = set(inspect(engine).get_table_names())
    migrate(engine)
    assert set(inspect(engine).get_table_names()) == before


def test_there_is_one_line_of_revisions() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1
