"""The tables. Importing this package makes all of them known to SQLAlchemy and Alembic."""

from sqlmodel import SQLModel

from models import (
    account,
    audit,
    base,
    case,
    chain,
    comment,
    importing,
    interaction,
    job,
    money,
    person,
    rate,
    report,
    score,
    sign_in,
    signal,
    survey,
    team,
    user,
)

__all__ = [
    "account",
    "audit",
    "base",
    "case",
    "chain",
    "comment",
    "importing",
    "interaction",
    "job",
    "money",
    "person",
    "rate",
    "report",
    "score",
    "sign_in",
    "signal",
    "survey",
    "team",
    "user",
]

for _table in SQLModel.metadata.tables.values():
    if "id" in _table.columns:
        # SQLite would give the number of a deleted row to the next: an old link must never mean somebody else.
        _table.dialect_options["sqlite"]["autoincrement"] = True
