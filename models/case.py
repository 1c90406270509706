"""Cases: the closed loop from what a customer said or did to what we did about it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from models.base import Tracked, choice, key, moment, utc_now
from models.vocabulary import CaseOrigin, CaseState, Urgency


class RootCause(Tracked, table=True):
    """Why things go wrong, as the company names it."""

    __tablename__ = "root_cause"

    id: int = key()
    name: str = Field(max_length=200, unique=True)


class Playbook(Tracked, table=True):
    """Steps that have worked before."""

    id: int = key()
    name: str = Field(max_length=200, unique=True)
    # [{"text": ..., "days": ...}, ...]
    steps: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)


class Case(Tracked, table=True):
    """Something about a customer that somebody must deal with by a time."""

    __table_args__ = (
        Index("ix_case_account_id_state", "account_id", "state"),
        Index("ix_case_assignee_id_state", "assignee_id", "state"),
    )

    id: int = key()
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    response_id: int | None = Field(default=None, foreign_key="response.id", ondelete="SET NULL", index=True)
    origin: CaseOrigin = choice(CaseOrigin, default=CaseOrigin.MANUAL)
    # One open case per cause: the rule that opened it writes here what it was about.
    origin_key: str | None = Field(default=None, max_length=200, unique=True)
    title: str = Field(max_length=300)
    state: CaseState = choice(CaseState, default=CaseState.OPEN)
    urgency: Urgency = choice(Urgency, default=Urgency.NORMAL)
    assignee_id: int | None = Field(default=None, foreign_key="user.id")
    playbook_id: int | None = Field(default=None, foreign_key="playbook.id", index=True)
    root_cause_id: int | None = Field(default=None, foreign_key="root_cause.id", index=True)
    due_at: datetime | None = moment(default=None)
    escalated_at: datetime | None = moment(default=None)
    resolved_at: datetime | None = moment(default=None)
    resolution: str | None = Field(default=None, max_length=5000)
    outcome: str | None = Field(default=None, max_length=500)
    # What the respondent may be told.
    public_note: str | None = Field(default=None, max_length=2000)


class CaseStep(SQLModel, table=True):
    """One thing to do within a case."""

    __tablename__ = "case_step"

    id: int = key()
    case_id: int = Field(foreign_key="case.id", ondelete="CASCADE", index=True)
    position: int
    text: str = Field(max_length=500)
    due_at: datetime | None = moment(default=None)
    done_at: datetime | None = moment(default=None)
    done_by_id: int | None = Field(default=None, foreign_key="user.id")


class CaseEvent(SQLModel, table=True):
    """What happened in a case, in order."""

    __tablename__ = "case_event"

    id: int = key()
    case_id: int = Field(foreign_key="case.id", ondelete="CASCADE", index=True)
    at: datetime = moment(default_factory=utc_now)
    actor_id: int | None = Field(default=None, foreign_key="user.id")
    kind: str = Field(max_length=40)
    text: str = Field(default="", max_length=5000)
