"""What comments are read by: the dictionary, the corrections, the ratings that came with comments, the model."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select
from sqlmodel import Session, col

from models.comment import CommentCorrection, CommentModelState, CommentReading, CommentTheme
from models.survey import Response
from scoring.comment_values import DEFAULT_COMMENTS, Comment, Correction, Theme, tone_of_answer
from scoring.comments import CommentModel, learn_comments, model_of
from scoring.vocabulary import QuestionKind

#: Ratings that a model is fitted to at most, the latest ones.
MOST_TAUGHT = 10_000
TEACHING = (QuestionKind.NPS, QuestionKind.CSAT, QuestionKind.CES)


def themes_in_force(session: Session) -> list[CommentTheme]:
    """The themes that are looked for, in their order."""
    statement = (
        select(CommentTheme)
        .where(col(CommentTheme.enabled))
        .order_by(col(CommentTheme.position), col(CommentTheme.name), col(CommentTheme.id))
    )
    return list(session.execute(statement).scalars())


def scoring_themes(themes: Iterable[CommentTheme]) -> tuple[Theme, ...]:
    """The themes as scoring looks for them, under their numbers."""
    return tuple(
        Theme(str(one.id), tuple(word for several in one.words.values() for word in several)) for one in themes
    )


def with_comment() -> tuple[ColumnElement[bool], ...]:
    """The conditions on a response that it is in force and carries a comment."""
    return (
        col(Response.superseded_at).is_(None),
        col(Response.comment).is_not(None),
        func.trim(col(Response.comment)) != "",
    )


def taught_comments(session: Session, most: int = MOST_TAUGHT) -> list[Comment]:
    """The latest comments with the tone of their ratings; those without a rating are there too, without a tone."""
    statement = (
        select(
            col(Response.id),
            col(Response.comment),
            col(Response.metric),
            col(Response.score),
            col(Response.scale_low),
            col(Response.scale_high),
            col(Response.low_is_good),
        )
        .where(*with_comment())
        .order_by(col(Response.id).desc())
        .limit(most)
    )
    return [_comment(row) for row in session.execute(statement)]


def _comment(row: Row[Any]) -> Comment:
    tone = None
    if row.metric is not None and row.score is not None:
        tone = tone_of_answer(row.metric, row.score, row.scale_low, row.scale_high, row.low_is_good)
    return Comment(str(row.id), row.comment, tone)


def corrections_in_force(session: Session) -> list[Correction]:
    """What people said of comments, with the comments' words."""
    statement = (
        select(
            col(Response.comment),
            col(CommentCorrection.tone),
            col(CommentCorrection.themes_added),
            col(CommentCorrection.themes_removed),
        )
        .join(
            CommentCorrection,
            and_(
                col(CommentCorrection.response_id) == col(Response.id), col(CommentCorrection.superseded_at).is_(None)
            ),
        )
        .where(*with_comment())
        .order_by(col(CommentCorrection.id))
    )
    return [
        Correction(text, tone, tuple(map(str, added)), tuple(map(str, removed)))
        for text, tone, added, removed in session.execute(statement)
    ]


def latest_model(session: Session) -> CommentModelState | None:
    """What was learned last."""
    statement = select(CommentModelState).order_by(col(CommentModelState.id).desc()).limit(1)
    found: CommentModelState | None = session.execute(statement).scalar_one_or_none()
    return found


@dataclass(frozen=True)
class Reader:
    """The model that reads comments, and its number; None while nothing was learned."""

    model: CommentModel
    model_id: int | None


def reader_now(session: Session) -> Reader:
    """What reads comments now: what was learned last, with today's dictionary and corrections.

    Before anything was learned, and after the rules of reading changed, the words alone decide.
    """
    state, themes, corrections = (
        latest_model(session),
        scoring_themes(themes_in_force(session)),
        corrections_in_force(session),
    )
    if state is None or state.version != DEFAULT_COMMENTS.version:
        return Reader(learn_comments([], corrections, themes), None if state is None else state.id)
    parameters = replace(DEFAULT_COMMENTS, neutral_band=float(state.document["band"]))
    return Reader(model_of(state.document, themes, corrections, parameters), state.id)


def has_new_comments(session: Session, account_ids: Sequence[int]) -> bool:
    """Whether any comment of these accounts has not been read yet."""
    statement = (
        select(col(Response.id))
        .outerjoin(CommentReading, col(CommentReading.response_id) == col(Response.id))
        .where(*with_comment(), col(Response.account_id).in_(account_ids), col(CommentReading.response_id).is_(None))
        .limit(1)
    )
    return session.execute(statement).first() is not None


def rated_comments(session: Session) -> int:
    """How many comments came with a rating that teaches their tone."""
    statement = select(func.count()).where(
        *with_comment(), col(Response.metric).in_(TEACHING), col(Response.score).is_not(None)
    )
    return int(session.execute(statement).scalar_one())


def basis_now(session: Session) -> str:
    """A mark of all that a model is learned from: the same mark, the same model."""
    said = session.execute(
        select(func.count(), func.max(col(Response.id)), func.max(col(Response.recorded_at))).where(*with_comment())
    ).one()
    corrected = session.execute(
        select(func.count(), func.max(col(CommentCorrection.id))).where(col(CommentCorrection.superseded_at).is_(None))
    ).one()
    themes = session.execute(
        select(func.count(), func.max(col(CommentTheme.updated_at)), func.sum(col(CommentTheme.version))).where(
            col(CommentTheme.enabled)
        )
    ).one()
    parts = [DEFAULT_COMMENTS.version, *said, *corrected, *themes]
    return "|".join("" if part is None else str(part) for part in parts)[:200]
