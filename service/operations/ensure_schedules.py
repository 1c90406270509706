"""The schedules that every installation starts with; an administrator may change or switch them off."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.job import Schedule

_FIRST: tuple[dict[str, Any], ...] = (
    {"name": "Score all accounts every night", "kind": "score_portfolio", "hour": "2", "minute": "15"},
    {
        "name": "Issue renewal-risk reports on the first of the month",
        "kind": "issue_reports",
        "day": "1",
        "hour": "5",
        "minute": "0",
    },
    {
        "name": "Issue the leadership report on the first of the month",
        "kind": "issue_leadership",
        "day": "1",
        "hour": "6",
        "minute": "0",
    },
    {"name": "Take overdue cases up every few minutes", "kind": "escalate_cases", "hour": "*", "minute": "*/5"},
    {"name": "Send digests of notices in the morning", "kind": "send_digests", "hour": "*", "minute": "5"},
    {"name": "Ask on occasions, and remind, every few minutes", "kind": "send_surveys", "hour": "*", "minute": "*/10"},
    {
        "name": "Learn from comments and read them anew every night",
        "kind": "learn_comments",
        "hour": "3",
        "minute": "0",
    },
    {"name": "Clear what is no longer needed", "kind": "clean_up", "hour": "3", "minute": "30"},
)


def ensure_schedules(session: Session, *, now: datetime, time_zone: str = "UTC") -> int:
    """Add the first schedules where there are none at all; gives how many were added."""
    if session.execute(select(col(Schedule.id)).limit(1)).first() is not None:
        return 0
    for fields in _FIRST:
        session.add(Schedule(**fields, time_zone=time_zone, created_at=now, updated_at=now))
    session.flush()
    return len(_FIRST)
