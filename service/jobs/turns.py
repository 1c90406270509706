"""Long work in many transactions, between which others get their turn to write."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import sessionmaker
from sqlmodel import Session

from service.database import writing


@contextmanager
def turn(factory: sessionmaker[Session]) -> Iterator[Session]:
    """One transaction of many in a row; on SQLite, as long a rest follows as it took.

    There is one writer there, and those who wait for it ask again and again: without a rest they may ask between two
    turns never, and a respondent's answer would be refused while a large wave is being sent.
    """
    began = time.perf_counter()
    with writing(factory) as session:
        yield session
        rests = session.get_bind().dialect.name == "sqlite"
    if rests:
        time.sleep(time.perf_counter() - began)
