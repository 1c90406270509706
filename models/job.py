"""Schedules and runs: what happens by itself."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Tracked, choice, key, moment, utc_now
from models.vocabulary import RunState


class Schedule(Tracked, table=True):
    """When something happens by itself, in local time."""

    id: int = key()
    name: str = Field(max_length=200, unique=True)
    # The kind of run that it enqueues.
    kind: str = Field(max_length=60)
    scope: str = Field(default="all", max_length=100)
    # APScheduler's cron fields; weekdays as names, the end of a month as "last".
    month: str = Field(default="*", max_length=60)
    day: str = Field(default="*", max_length=60)
    day_of_week: str = Field(default="*", max_length=60)
    hour: str = Field(default="0", max_length=60)
    minute: str = Field(default="0", max_length=60)
    time_zone: str = Field(default="UTC", max_length=64)
    enabled: bool = Field(default=True)
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_by_id: int | None = Field(default=None, foreign_key="user.id")


class Run(SQLModel, table=True):
    """One piece of work, done once per kind, scope and local period however many schedulers ask for it."""

    __table_args__ = (
        UniqueConstraint("kind", "scope", "period"),
        Index("ix_run_state_available_at", "state", "available_at"),
    )

    id: int = key()
    kind: str = Field(max_length=60)
    scope: str = Field(default="all", max_length=100)
    period: str = Field(max_length=60)
    state: RunState = choice(RunState, default=RunState.QUEUED)
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    priority: int = Field(default=0)
    attempts: int = Field(default=0)
    max_attempts: int = Field(default=3)
    available_at: datetime = moment(default_factory=utc_now)
    lease_until: datetime | None = moment(default=None)
    lease_owner: str | None = Field(default=None, max_length=100)
    # Grows with every claim; whoever publishes an effect shows it.
    fence: int = Field(default=0)
    enqueued_at: datetime = moment(default_factory=utc_now)
    started_at: datetime | None = moment(default=None)
    finished_at: datetime | None = moment(default=None)
    done: int = Field(default=0)
    total: int | None = None
    result: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    error: str | None = Field(default=None, max_length=2000)
    schedule_id: int | None = Field(default=None, foreign_key="schedule.id", ondelete="SET NULL", index=True)
    requested_by_id: int | None = Field(default=None, foreign_key="user.id")
