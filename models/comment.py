"""Comments as they are read: the company's themes, what was read, and what people said of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, SQLModel

from models.base import Tracked, choice, key, moment, utc_now
from scoring.comment_values import Tone


class CommentTheme(Tracked, table=True):
    """What customers write about, as the company names it, and the words by which it is found."""

    __tablename__ = "comment_theme"

    id: int = key()
    name: str = Field(max_length=200, unique=True)
    # The name in other languages: {"zh": "..."}
    names: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    # {"en": ["slow*", "performance"], "zh": ["卡顿"]}
    words: dict[str, list[str]] = Field(default_factory=dict, sa_type=JSON)
    position: int = Field(default=0)
    # A theme that is switched off is looked for no more; what it was found in is forgotten with the next reading.
    enabled: bool = Field(default=True)


class CommentModelState(SQLModel, table=True):
    """What was learned at one moment from ratings and corrections; the latest one reads new comments."""

    __tablename__ = "comment_model"

    id: int = key()
    created_at: datetime = moment(default_factory=utc_now)
    # The version of the parameters, and a digest of all that it was learned from.
    version: str = Field(max_length=40)
    basis: str = Field(max_length=200)
    comments: int = Field(default=0)
    rated: int = Field(default=0)
    corrections: int = Field(default=0)
    # How well tones were read on rated comments that were held out, by language.
    quality: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    document: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class CommentReading(SQLModel, table=True):
    """One comment as it is read now; its row counts up with every correction, so that a stale one is noticed."""

    __tablename__ = "comment_reading"
    __table_args__ = (Index("ix_comment_reading_model_id_response_id", "model_id", "response_id"),)

    response_id: int = Field(foreign_key="response.id", primary_key=True, ondelete="CASCADE")
    # None: read by the words alone, before anything was learned.
    model_id: int | None = Field(default=None, foreign_key="comment_model.id", ondelete="SET NULL")
    tone: Tone = choice(Tone, index=True)
    # From -1, surely negative, to 1.
    tone_value: float
    language: str = Field(default="en", max_length=20)
    # The comment in the one form in which it is searched.
    search_text: str
    corrected: bool = Field(default=False)
    read_at: datetime = moment(default_factory=utc_now)
    version: int = Field(default=1)


class CommentReadingTheme(SQLModel, table=True):
    """That a comment speaks of a theme."""

    __tablename__ = "comment_reading_theme"

    response_id: int = Field(foreign_key="comment_reading.response_id", primary_key=True, ondelete="CASCADE")
    theme_id: int = Field(foreign_key="comment_theme.id", primary_key=True, ondelete="CASCADE", index=True)


class CommentCorrection(SQLModel, table=True):
    """What a person said of one comment. Another correction replaces it, and taking it back leaves it on record."""

    __tablename__ = "comment_correction"
    __table_args__ = (
        # One in force for a comment.
        Index(
            "uq_comment_correction_response_id",
            "response_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )

    id: int = key()
    response_id: int = Field(foreign_key="response.id", ondelete="CASCADE", index=True)
    # None: the tone was left as it was read.
    tone: Tone | None = choice(Tone, default=None)
    themes_added: list[int] = Field(default_factory=list, sa_type=JSON)
    themes_removed: list[int] = Field(default_factory=list, sa_type=JSON)
    recorded_at: datetime = moment(default_factory=utc_now)
    recorded_by_id: int | None = Field(default=None, foreign_key="user.id")
    superseded_at: datetime | None = moment(default=None)
    superseded_by_id: int | None = Field(default=None, foreign_key="user.id")
