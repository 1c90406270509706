"""Cases with their steps and events, playbooks and root causes, as they are listed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from models.case import Case, CaseEvent, CaseStep, Playbook, RootCause
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.queries.listing import Listing, Part, contains, everything, of_accounts, shown


class StepShown(BaseModel):
    """One thing to do within a case."""

    id: int
    position: int
    text: str
    due_at: datetime | None
    done_at: datetime | None
    done_by_id: int | None


class EventShown(BaseModel):
    """What happened in a case."""

    id: int
    at: datetime
    actor_id: int | None
    kind: str
    text: str


def _of_cases(table: Any, fields: type[BaseModel], *order: str) -> Part:
    """The rows of a table that hang on cases."""
    names = tuple(fields.model_fields)

    def read(session: Session, _principal: Principal, ids: list[Any]) -> Mapping[Any, list[dict[str, Any]]]:
        statement = (
            select(col(table.case_id), *(col(getattr(table, name)) for name in names))
            .where(col(table.case_id).in_(ids))
            .order_by(*(col(getattr(table, name)) for name in order))
        )
        found: dict[int, list[dict[str, Any]]] = {}
        for case_id, *values in session.execute(statement):
            found.setdefault(case_id, []).append(dict(zip(names, values, strict=True)))
        return found

    return Part(fields, read)


CASES = Listing(
    name="cases",
    source=Case,
    shown=shown(
        Case,
        *("id", "account_id", "person_id", "response_id", "origin", "title", "state", "urgency", "assignee_id"),
        *("playbook_id", "root_cause_id", "due_at", "escalated_at", "resolved_at", "resolution", "outcome"),
        *("public_note", "created_at", "updated_at", "version"),
    ),
    within=of_accounts(Case.account_id, Resource.CASE),
    filters=("account_id", "person_id", "state", "urgency", "assignee_id", "origin", "root_cause_id", "response_id"),
    ranges=("due_at", "created_at"),
    sorts=("-created_at", "created_at", "due_at", "-due_at", "id", "-id"),
    searched=lambda word: contains([Case.title], word),
    parts={
        "steps": _of_cases(CaseStep, StepShown, "position", "id"),
        "events": _of_cases(CaseEvent, EventShown, "at", "id"),
    },
)

PLAYBOOKS = Listing(
    name="playbooks",
    source=Playbook,
    shown=shown(Playbook, "id", "name", "steps", "origin", "language", "created_at", "updated_at", "version"),
    within=everything,
    sorts=("name", "-name", "id", "-id"),
    searched=lambda word: contains([Playbook.name], word),
)

ROOT_CAUSES = Listing(
    name="root-causes",
    source=RootCause,
    shown=shown(RootCause, "id", "name", "created_at", "updated_at", "version"),
    within=everything,
    sorts=("name", "-name", "id", "-id"),
    searched=lambda word: contains([RootCause.name], word),
)
