"""One row in every table for account A and one for account B, so that every route has something to hide.

:func:`furnish` fills whatever :func:`tests.factories.cast.make_cast` left empty, by the type of each column, with the
account's canary in every text of what belongs to an account; what all share (surveys, playbooks) has no canary. A table
added later is filled without a change here; where a column takes only certain values, the failure says so and
:data:`VALUES` names them.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Column, Enum, Float, Integer, String, Table, func, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.types import JSON, Date, TypeEngine
from sqlmodel import AutoString, Session, SQLModel

from models.base import ExactDecimal, UtcDateTime
from tests.factories.cast import CANARY_A, CANARY_B, NOW, TODAY, Cast

# Written by their own operations in forms of their own (packed scores), or about us and not about customers.
LEFT_ALONE = frozenset(
    {
        *("alembic_version", "audit_event", "sign_in_failure", "browser_session", "idempotency_key", "api_token"),
        *("user", "team", "territory", "team_member", "territory_member", "break_glass"),
        *("score_generation", "chain_score", "health_score", "renewal_risk", "decision_rule", "vote", "exchange_rate"),
        *("title_rule", "required_role", "map_position", "external_reference", "merge", "look_alike", "suppression"),
        *("case_rule", "comment_model"),
    }
)

#: What a column must hold where its type does not say it; ``{}`` is "a" or "b".
VALUES: dict[str, Any] = {
    "currency": "EUR",
    "language": "en",
    "time_zone": "UTC",
    "table_name": "account",
    "record_id": 1,
    "run.kind": "score_stale",
    "run.period": "2026-11-20{}",
    "run.state": "done",
    "schedule.kind": "score_portfolio",
    "schedule.enabled": False,
    "report.period": "2026-1{}",
    "report.size": 10,
    "report.pages": 1,
    "delivery.address": "{}@customer.example",
    "delivery.message_id": "<{}@linchpin.example>",
    "question.kind": "nps",
    "question.key": "nps",
    "touchpoint.name": "touchpoint {}",
    "comment_theme.words": {"en": ["word"]},
    "row": 1,
    "number": 1,
    "position": 1,
}


class NoValue(AssertionError):
    """A column that cannot be filled by its type alone."""


@dataclass(frozen=True)
class Side:
    """One of the two accounts with what belongs to it."""

    letter: str
    canary: str
    shared: str
    account_id: int
    person_ids: tuple[int, ...]
    user_id: int
    team_id: int


def sides(cast: Cast) -> tuple[Side, Side]:
    """Both sides of the cast."""
    people_a, people_b = (tuple(person.id for person in people) for people in (cast.people_a, cast.people_b))
    return (
        Side("a", CANARY_A, "sharedalpha", cast.account_a.id, people_a, cast.csm.id, cast.team_a.id),
        Side("b", CANARY_B, "sharedbravo", cast.account_b.id, people_b, cast.outsider.id, cast.team_b.id),
    )


def furnish(session: Session, cast: Cast) -> None:
    """Fill every table that has no row of a side yet, and commit."""
    for side in sides(cast):
        latest: dict[str, int] = {"account": side.account_id, "person": side.person_ids[0], "team": side.team_id}
        for table in SQLModel.metadata.sorted_tables:
            if table.name in LEFT_ALONE or table.name in latest:
                continue
            found = row_of(session, table, side)
            latest[table.name] = found if found is not None else _insert(session, table, side, latest)
    session.commit()


def is_private(table: Table) -> bool:
    """Whether the rows of a table belong to an account: they refer to one, to a person, or to an import of a team.

    >>> is_private(SQLModel.metadata.tables["case_step"]), is_private(SQLModel.metadata.tables["survey"])
    (True, False)
    """
    if table.name in {"account", "person", "import_batch"}:
        return True
    others = {key.column.table for key in table.foreign_keys} - {table}
    return any(is_private(other) for other in others)


def row_of(session: Session, table: Table, side: Side) -> int | None:
    """The number of a row of ``table`` that belongs to the side's account: itself, or by what it refers to."""
    if "id" not in table.columns:
        return None
    number = select(func.min(table.c.id))
    if table.name == "account":
        return side.account_id
    if table.name == "person":
        return side.person_ids[0]
    if "account_id" in table.columns:
        found: int | None = session.execute(number.where(table.c.account_id == side.account_id)).scalar_one()
        return found
    mark = side.canary if is_private(table) else side.shared
    for column in (c for c in table.columns if _is_text(c.type)):
        marked = session.execute(number.where(column.like(f"%{mark}%"))).scalar_one()
        if marked is not None:
            return int(marked)
    return None


def _insert(session: Session, table: Table, side: Side, latest: dict[str, int]) -> int:
    values = {}
    for column in table.columns:
        if column.primary_key and column.name == "id":
            continue
        value = _value(table, column, side, latest)
        if value is not None:
            values[column.name] = value
    try:
        result = session.execute(insert(table).values(**values))
    except (SQLAlchemyError, ValueError) as error:
        raise NoValue(
            f"The table {table.name!r} cannot be filled by the types of its columns; name the values that it takes in "
            f"VALUES of tests/factories/world.py ({error})."
        ) from error
    key = result.inserted_primary_key
    return int(key[0]) if key is not None and isinstance(key[0], int) else 0


def _value(table: Table, column: Column[Any], side: Side, latest: dict[str, int]) -> Any:
    for name in (f"{table.name}.{column.name}", column.name):
        if name in VALUES:
            value = VALUES[name]
            return value.format(side.letter) if isinstance(value, str) else value
    for key in column.foreign_keys:
        target = key.column.table.name
        if target == "user":
            return side.user_id
        return None if target == table.name else latest.get(target)
    text = _is_text(column.type)
    if column.default is not None and not (text and column.default.is_scalar and column.default.arg == ""):
        return None if column.default.is_callable else column.default.arg
    if column.nullable and not text:
        return None
    return _by_type(column, column.type, side)


def _by_type(column: Column[Any], kind: TypeEngine[Any], side: Side) -> Any:
    if isinstance(kind, UtcDateTime):
        return NOW + timedelta(days=30) if "expires" in column.name else NOW
    if isinstance(kind, Date):
        return TODAY
    if isinstance(kind, ExactDecimal):
        return Decimal(7)
    if isinstance(kind, Enum):
        return kind.enums[0]
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer | Float):
        return 1
    if isinstance(kind, JSON):
        return {}
    if _is_text(kind):
        return _text(column, getattr(kind, "length", None), side)
    raise NoValue(f"No example for a column of type {kind!r} ({column}); extend tests/factories/world.py.")


def _is_text(kind: TypeEngine[Any]) -> bool:
    return isinstance(kind, String | AutoString) and not isinstance(kind, Enum)


def _text(column: Column[Any], length: int | None, side: Side) -> str | None:
    if length is not None and length < 40:
        return None if column.nullable else side.letter
    if length == 64:
        # Where only a digest fits, the row is told apart all the same.
        return hashlib.sha256(f"{side.canary} {column}".encode()).hexdigest()
    return f"{side.canary if is_private(column.table) else side.shared} {column.name}"[:length]
