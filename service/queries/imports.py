"""Import batches and saved mappings, as those see them who may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlmodel import Session, col

from models.importing import ImportBatch, ImportMapping, ImportProblem
from models.user import User
from models.vocabulary import ImportState
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.errors import NotFound
from service.imports.problems import Problem


@dataclass(frozen=True)
class BatchRow:
    """One import, as a list shows it."""

    id: int
    kind: str
    file_name: str
    source: str
    preset: str | None
    state: ImportState
    rows_total: int
    rows_done: int
    rows_bad: int
    created: int
    updated: int
    unchanged: int
    look_alikes: int
    created_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None
    created_by: str | None
    detected: dict[str, Any]
    mapping: dict[str, Any]
    skip_bad_rows: bool


def _mine(session: Session, principal: Principal) -> ColumnElement[bool]:
    """One's own imports; those who reach everything see everybody's."""
    if require(principal, Resource.IMPORT, Action.READ) is Reach.ALL:
        return true()
    return col(ImportBatch.created_by_id) == principal.user_id


def _row(batch: ImportBatch, user: str | None) -> BatchRow:
    return BatchRow(
        id=batch.id,
        kind=str(batch.kind.value),
        file_name=batch.file_name,
        source=batch.source,
        preset=batch.preset,
        state=batch.state,
        rows_total=batch.rows_total,
        rows_done=batch.rows_done,
        rows_bad=batch.rows_bad,
        created=batch.rows_created,
        updated=batch.rows_updated,
        unchanged=batch.rows_unchanged,
        look_alikes=int(batch.detected.get("look_alikes", 0)),
        created_at=batch.created_at,
        finished_at=batch.finished_at,
        undone_at=batch.undone_at,
        created_by=user,
        detected=batch.detected,
        mapping=batch.mapping,
        skip_bad_rows=batch.skip_bad_rows,
    )


def import_batches(
    session: Session, principal: Principal, *, limit: int = 50, offset: int = 0
) -> tuple[Sequence[BatchRow], int]:
    """The imports within reach, the newest first, and how many there are."""
    mine = _mine(session, principal)
    statement = (
        select(ImportBatch, col(User.name))
        .outerjoin(User, col(User.id) == col(ImportBatch.created_by_id))
        .where(mine)
        .order_by(col(ImportBatch.id).desc())
        .limit(limit)
        .offset(offset)
    )
    total = session.scalar(select(func.count()).select_from(ImportBatch).where(mine)) or 0
    return [_row(batch, user) for batch, user in session.execute(statement)], total


def import_batch(session: Session, principal: Principal, batch_id: int) -> BatchRow:
    """One import.

    :raises NotFound: absent, or somebody else's.
    """
    statement = (
        select(ImportBatch, col(User.name))
        .outerjoin(User, col(User.id) == col(ImportBatch.created_by_id))
        .where(col(ImportBatch.id) == batch_id, _mine(session, principal))
    )
    found = session.execute(statement).first()
    if found is None:
        raise NotFound
    return _row(found[0], found[1])


def import_problems(
    session: Session, principal: Principal, batch_id: int, *, limit: int = 100, offset: int = 0
) -> tuple[Sequence[Problem], int]:
    """What was wrong with the rows of an import, the refused ones first, and how many findings are kept.

    :raises NotFound: the import is absent, or somebody else's.
    """
    import_batch(session, principal, batch_id)
    problem = ImportProblem
    here = col(problem.batch_id) == batch_id
    statement = (
        select(
            col(problem.row), col(problem.column), col(problem.value), col(problem.code), col(problem.template),
            col(problem.fatal), col(problem.words),
        )
        .where(here)
        .order_by(col(problem.fatal).desc(), col(problem.row), col(problem.id))
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    total = session.scalar(select(func.count()).select_from(problem).where(here)) or 0
    return [Problem(*row) for row in session.execute(statement)], total


def saved_mappings(session: Session, principal: Principal) -> Sequence[ImportMapping]:
    """The mappings that were saved, by name; they hold column names only, so that all importers share them."""
    require(principal, Resource.IMPORT, Action.READ)
    return list(session.execute(select(ImportMapping).order_by(col(ImportMapping.name))).scalars())


def saved_mapping(session: Session, principal: Principal, name: str) -> ImportMapping:
    """A saved mapping by its name.

    :raises NotFound: there is none of that name.
    """
    require(principal, Resource.IMPORT, Action.READ)
    found: ImportMapping | None = session.execute(
        select(ImportMapping).where(col(ImportMapping.name) == name)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found
