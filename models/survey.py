"""Surveys: what is asked, of whom, and what came back."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.base import Tracked, choice, key, moment, utc_now
from models.vocabulary import InvitationState, ResponseSource, SurveyPurpose, SurveyState
from scoring.vocabulary import LifecycleStage, QuestionKind, ScoreFamily


class Touchpoint(Tracked, table=True):
    """A moment of the customer's journey at which we can ask."""

    id: int = key()
    name: str = Field(max_length=200, unique=True)
    stage: LifecycleStage = choice(LifecycleStage)
    position: int = Field(default=0)


class Survey(Tracked, table=True):
    """A survey as people know it; what exactly is asked stands in its versions."""

    id: int = key()
    name: str = Field(max_length=200, unique=True)
    family: ScoreFamily = choice(ScoreFamily, default=ScoreFamily.CUSTOMER)
    purpose: SurveyPurpose = choice(SurveyPurpose, default=SurveyPurpose.RELATIONSHIP)
    state: SurveyState = choice(SurveyState, default=SurveyState.DRAFT)
    touchpoint_id: int | None = Field(default=None, foreign_key="touchpoint.id", index=True)
    # Anonymous surveys keep no way back from an answer to a person.
    anonymous: bool = Field(default=False)


class SurveyVersion(SQLModel, table=True):
    """One frozen wording of a survey: once sent it never changes under its answers."""

    __tablename__ = "survey_version"
    __table_args__ = (UniqueConstraint("survey_id", "number"),)

    id: int = key()
    survey_id: int = Field(foreign_key="survey.id", ondelete="CASCADE")
    number: int
    languages: list[str] = Field(default_factory=lambda: ["en"], sa_type=JSON)
    # Titles, introduction, thanks and mail texts, per language.
    texts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    published_at: datetime | None = moment(default=None)
    created_at: datetime = moment(default_factory=utc_now)


class Question(SQLModel, table=True):
    """One question of a survey version."""

    __table_args__ = (UniqueConstraint("survey_version_id", "key"),)

    id: int = key()
    survey_version_id: int = Field(foreign_key="survey_version.id", ondelete="CASCADE")
    key: str = Field(max_length=60)
    position: int
    kind: QuestionKind = choice(QuestionKind)
    # {"en": "How likely ...", "zh": "..."}
    texts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    # [{"value": "price", "texts": {"en": "Price", "zh": "..."}}, ...] for choices
    options: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    # Who is asked: {"roles": [...], "tags": [...], "after": {"key": ..., "is": [...]}}; empty: everybody.
    asked_when: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    scale_low: int | None = None
    scale_high: int | None = None
    # The words at both ends of the scale: {"low": {"en": ..., "zh": ...}, "high": {...}}
    ends: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    low_is_good: bool = Field(default=False)
    required: bool = Field(default=False)


class Wave(Tracked, table=True):
    """One sending of a survey version to the people that a rule selects."""

    id: int = key()
    survey_version_id: int = Field(foreign_key="survey_version.id", index=True)
    name: str = Field(max_length=200)
    # Roles, segments, accounts, touchpoint; or a trigger.
    audience: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    # Reminders, send window, throttling.
    rules: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    starts_at: datetime | None = moment(default=None)
    started_at: datetime | None = moment(default=None)
    cancelled_at: datetime | None = moment(default=None)
    created_by_id: int | None = Field(default=None, foreign_key="user.id")


class StageReached(SQLModel, table=True):
    """When we saw an account reach the stage it stands at; kept while a wave waits for a stage to be reached."""

    __tablename__ = "stage_reached"

    account_id: int = Field(foreign_key="account.id", primary_key=True, ondelete="CASCADE")
    stage: LifecycleStage = choice(LifecycleStage)
    since: datetime = moment()


class Invitation(SQLModel, table=True):
    """One person asked once."""

    __table_args__ = (
        UniqueConstraint("wave_id", "account_id", "person_id", "occasion"),
        Index("ix_invitation_person_id_created_at", "person_id", "created_at"),
        Index("ix_invitation_account_id_state", "account_id", "state"),
    )

    id: int = key()
    survey_version_id: int = Field(foreign_key="survey_version.id", index=True)
    wave_id: int | None = Field(default=None, foreign_key="wave.id", index=True)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    # What a trigger fired on ("ticket:17"): it may fire again for the same person on another occasion.
    occasion: str = Field(default="", max_length=60)
    # The link is signed over it; spent with the answer.
    nonce: str = Field(max_length=64, unique=True)
    language: str = Field(default="en", max_length=20)
    state: InvitationState = choice(InvitationState, default=InvitationState.PLANNED)
    created_at: datetime = moment(default_factory=utc_now)
    send_at: datetime | None = moment(default=None)
    sent_at: datetime | None = moment(default=None)
    expires_at: datetime = moment()
    answered_at: datetime | None = moment(default=None)
    reminders: int = Field(default=0)
    reminded_at: datetime | None = moment(default=None)
    # What the asking is about, beside the tags of the person and the account; some questions depend on it.
    tags: list[str] = Field(default_factory=list, sa_type=JSON)
    # A partial answer waits here until it is sent or the invitation expires.
    draft: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    # How often something was sent by its link since when: beyond a bound the link is not served for a while.
    posts: int = Field(default=0)
    posts_since: datetime | None = moment(default=None)


class Response(SQLModel, table=True):
    """One answered survey. Its leading metric stands in the row itself, since all scoring reads it."""

    __table_args__ = (
        # All that scoring reads of an answer, in the order in which it reads: the nightly run never leaves this index.
        Index(
            "ix_response_scoring",
            "account_id",
            "metric",
            "answered_at",
            "id",
            "person_id",
            "survey_version_id",
            "purpose",
            "score",
            "scale_low",
            "scale_high",
            "low_is_good",
            "recorded_at",
            "superseded_at",
        ),
        Index("ix_response_recorded_at", "recorded_at"),
        # One answer in force for an invitation; those that an amendment replaced stay beside it.
        Index(
            "uq_response_invitation_id",
            "invitation_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )

    id: int = key()
    survey_version_id: int | None = Field(default=None, foreign_key="survey_version.id", index=True)
    invitation_id: int | None = Field(default=None, foreign_key="invitation.id", ondelete="SET NULL")
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    # None: anonymous.
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    source: ResponseSource = choice(ResponseSource, default=ResponseSource.RESPONDENT)
    entered_by_id: int | None = Field(default=None, foreign_key="user.id")
    purpose: SurveyPurpose = choice(SurveyPurpose, default=SurveyPurpose.RELATIONSHIP)
    family: ScoreFamily = choice(ScoreFamily, default=ScoreFamily.CUSTOMER)
    metric: QuestionKind | None = choice(QuestionKind, default=None)
    score: float | None = None
    # The ends of the scale of ``score``, and whether a low number is the good one (most effort scales).
    scale_low: float = Field(default=0)
    scale_high: float = Field(default=10)
    low_is_good: bool = Field(default=False)
    comment: str | None = Field(default=None, max_length=20_000)
    language: str = Field(default="en", max_length=20)
    answered_at: datetime = moment()
    recorded_at: datetime = moment(default_factory=utc_now)
    amended_at: datetime | None = moment(default=None)
    # Superseded by an amendment or withdrawn by erasure; kept so that a past day can be shown.
    superseded_at: datetime | None = moment(default=None)


class Answer(SQLModel, table=True):
    """The answer to one question."""

    response_id: int = Field(foreign_key="response.id", primary_key=True, ondelete="CASCADE")
    question_id: int = Field(foreign_key="question.id", primary_key=True, index=True)
    number: float | None = None
    choices: list[str] | None = Field(default=None, sa_type=JSON)
    text: str | None = Field(default=None, max_length=20_000)
