"""Comments as they are read, and the themes that are looked for, as they are listed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlmodel import Session, col

from models.comment import CommentReading, CommentReadingTheme, CommentTheme
from models.survey import Response
from scoring.comment_words import normalised
from service.auth.principal import Principal
from service.queries.comment_reach import comments_within
from service.queries.listing import Listing, Part, contains, everything, shown


def _within(principal: Principal) -> ColumnElement[bool]:
    return comments_within(principal)


def _with_response(_session: Session, statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return statement.join(Response, col(Response.id) == col(CommentReading.response_id))


def _holds(words: str) -> ColumnElement[bool]:
    """Every word of the search, in any order, case and width."""
    return and_(
        *(col(CommentReading.search_text).contains(word, autoescape=True) for word in normalised(words).split()[:10])
    )


def _themes(session: Session, _principal: Principal, ids: list[Any]) -> Mapping[Any, list[int]]:
    statement = (
        select(col(CommentReadingTheme.response_id), col(CommentReadingTheme.theme_id))
        .where(col(CommentReadingTheme.response_id).in_(ids))
        .order_by(col(CommentReadingTheme.theme_id))
    )
    found: dict[int, list[int]] = {}
    for response_id, theme_id in session.execute(statement):
        found.setdefault(response_id, []).append(theme_id)
    return found


COMMENTS = Listing(
    name="comments",
    source=CommentReading,
    shown=(
        *shown(CommentReading, "response_id", "tone", "tone_value", "language", "corrected", "read_at", "version"),
        *shown(Response, "account_id", "person_id", "comment", "metric", "score", "answered_at"),
    ),
    within=_within,
    key="response_id",
    filters=("account_id", "person_id", "tone", "language", "corrected", "metric"),
    ranges=("answered_at", "tone_value"),
    sorts=("-answered_at", "answered_at", "tone_value", "-tone_value", "response_id", "-response_id"),
    joined=_with_response,
    searched=_holds,
    parts={"theme_ids": Part(int, _themes)},
)

COMMENT_THEMES = Listing(
    name="comment-themes",
    source=CommentTheme,
    shown=shown(
        CommentTheme, "id", "name", "names", "words", "position", "enabled", "created_at", "updated_at", "version"
    ),
    within=everything,
    filters=("enabled",),
    sorts=("position", "-position", "name", "-name", "id", "-id"),
    searched=lambda word: contains([CommentTheme.name], word),
)
