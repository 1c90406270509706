"""What every command is given: the settings, the database, and the present moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

import click
from sqlalchemy import Engine
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session

from service.auth.principal import Principal, the_service
from service.database import engine_for, reading, sessions, writing
from service.settings import Settings


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class CommandContext:
    """One run of one command: opens the database at its first use, reads the clock at one place.

    A command that changes something does so within :meth:`writing`, which commits once, at its end.
    """

    clock: Callable[[], datetime] = _now
    principal: Principal = field(default_factory=lambda: the_service("command line"))

    @cached_property
    def settings(self) -> Settings:
        """The settings of this installation, from the environment."""
        return Settings()

    @cached_property
    def engine(self) -> Engine:
        """The engine of the database in force."""
        return engine_for(self.settings.database)

    @cached_property
    def factory(self) -> sessionmaker[Session]:
        """The factory of sessions, for operations that commit in steps."""
        return sessions(self.engine)

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return self.clock()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads."""
        with reading(self.factory) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits once, at the end, or not at all."""
        with writing(self.factory) as session:
            yield session

    def close(self) -> None:
        """Give the connections back, where any were opened."""
        if "engine" in self.__dict__:
            self.engine.dispose()


pass_context = click.make_pass_decorator(CommandContext, ensure=True)
"""Hands the :class:`CommandContext` to a command as its first argument."""
