"""Cases: the closed loop from what a customer said or did to what we did about it, and the notices that it sends."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Tracked, choice, key, moment, utc_now
from models.vocabulary import CaseOrigin, CaseState, NoticeKind, Urgency


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
    # The rule whose cases begin with it, for colleagues who read its language; None: taken by hand only.
    origin: CaseOrigin | None = choice(CaseOrigin, default=None)
    language: str = Field(default="en", max_length=20)


class CaseRule(Tracked, table=True):
    """What an administrator set otherwise about a rule that opens cases; without a row the rule is as delivered."""

    __tablename__ = "case_rule"

    id: int = key()
    origin: CaseOrigin = choice(CaseOrigin, unique=True)
    enabled: bool = Field(default=True)
    # The numbers of the rule that differ from the delivered ones (service/cases/rules.py).
    parameters: dict[str, float] = Field(default_factory=dict, sa_type=JSON)


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
    # How far up an overdue case was taken: 0 nobody, 1 the account's owner, 2 the team's lead or the administrators.
    escalation: int = Field(default=0)
    resolved_at: datetime | None = moment(default=None)
    resolution: str | None = Field(default=None, max_length=5000)
    outcome: str | None = Field(default=None, max_length=500)
    # What the respondent may be told.
    public_note: str | None = Field(default=None, max_length=2000)
    # The question afterwards whether it helped.
    follow_up_invitation_id: int | None = Field(
        default=None, foreign_key="invitation.id", ondelete="SET NULL", index=True
    )


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
    __table_args__ = (UniqueConstraint("case_id", "evidence"),)

    id: int = key()
    case_id: int = Field(foreign_key="case.id", ondelete="CASCADE", index=True)
    at: datetime = moment(default_factory=utc_now)
    actor_id: int | None = Field(default=None, foreign_key="user.id")
    kind: str = Field(max_length=40)
    text: str = Field(default="", max_length=5000)
    # What a rule saw ("response:17"): seen again, it adds nothing.
    evidence: str | None = Field(default=None, max_length=200)


class Notice(SQLModel, table=True):
    """Something one of our people should know: in their inbox, and told at once or in the next digest."""

    __table_args__ = (
        Index("ix_notice_user_id_seen_at", "user_id", "seen_at"),
        Index("ix_notice_user_id_created_at", "user_id", "created_at"),
    )

    id: int = key()
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE")
    kind: NoticeKind = choice(NoticeKind)
    # What is said to whom, once: "assigned:case:7:user:3:1".
    notice_key: str = Field(max_length=200, unique=True)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    case_id: int = Field(foreign_key="case.id", ondelete="CASCADE", index=True)
    created_at: datetime = moment(default_factory=utc_now)
    seen_at: datetime | None = moment(default=None)
    # When it went into a mail, single or digest; the mail that carries it.
    mailed_at: datetime | None = moment(default=None)
    delivery_id: int | None = Field(default=None, foreign_key="delivery.id", ondelete="SET NULL", index=True)
    # When it went to the person's channels (Slack, Feishu, ...).
    sent_at: datetime | None = moment(default=None)
