"""Whether the night gave some accounts the scores that they get alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session, SQLModel, col

from benchmarks.one_by_one import scored_alone
from models.score import ChainScore, HealthScore, RenewalRisk, ScoreGeneration
from models.vocabulary import GenerationKind
from service.database import reading

_KEYS = {"generation_id"}
_BYTES_OF_FLAGS = {"exceptions"}


def largest_difference(factory: sessionmaker[Session], account_ids: Sequence[int], *, now: datetime) -> float:
    """The largest difference of any number of these accounts between the newest night and each scored alone.

    Both are judged by the night's norms. AssertionError where they differ in anything but a number.
    """
    with reading(factory) as session:
        night = session.execute(
            select(col(ScoreGeneration.id))
            .where(col(ScoreGeneration.kind) == GenerationKind.PORTFOLIO)
            .order_by(col(ScoreGeneration.id).desc())
            .limit(1)
        ).scalar_one()
    generations = scored_alone(factory, account_ids, now=now)
    largest = 0.0
    with reading(factory) as session:
        for model in (ChainScore, HealthScore, RenewalRisk):
            expected = _rows(session, model, generations, account_ids)
            found = _rows(session, model, [night], account_ids)
            if len(expected) != len(found):
                raise AssertionError(f"{model.__name__}: {len(found)} rows instead of {len(expected)}")
            for one, other in zip(expected, found, strict=True):
                for name in one.keys() - _KEYS:
                    largest = max(largest, _difference(name, one[name], other[name]))
    return largest


def _rows(
    session: Session, model: type[SQLModel], generations: Sequence[int], accounts: Sequence[int]
) -> list[dict[str, Any]]:
    table = SQLModel.metadata.tables[str(model.__tablename__)]
    keys = [column for column in table.primary_key if column.name not in _KEYS]
    statement = select(table).where(table.c.generation_id.in_(generations), table.c.account_id.in_(accounts))
    return [dict(row._mapping) for row in session.execute(statement.order_by(*keys))]


def _difference(name: str, one: Any, other: Any) -> float:
    if isinstance(one, bytes) and name not in _BYTES_OF_FLAGS:
        if len(one) != len(other):
            raise AssertionError(f"{name} is of another length")
        a, b = np.frombuffer(one), np.frombuffer(other)
        if (np.isnan(a) != np.isnan(b)).any():
            raise AssertionError(f"{name} is missing in one of the two")
        return float(np.nanmax(np.abs(a - b), initial=0.0))
    if isinstance(one, float) and not isinstance(one, bool):
        return float(abs(one - other))
    if one != other:
        raise AssertionError(f"{name}: {other!r} instead of {one!r}")
    return 0.0
