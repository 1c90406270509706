"""The dictionary of themes as it is edited: what each finds, words worth a theme, and how well tones are read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.comment import CommentReading, CommentReadingTheme, CommentTheme
from models.survey import Response
from scoring.comment_quality import Share
from scoring.comment_themes import ThemeSuggestion, suggested_words
from scoring.comment_values import DEFAULT_COMMENTS
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import NotFound
from service.queries.comment_basis import latest_model
from service.queries.comment_reach import comments_within

#: Comments without a theme that are searched for words worth one, the latest ones.
MOST_SEARCHED = 1_000


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One theme of the dictionary and in how many comments of the reader's accounts it was found."""

    theme: CommentTheme
    comments: int


@dataclass(frozen=True, slots=True)
class Quality:
    """How well held-out comments of one language (or "all") were read: learned, and by the words alone."""

    language: str
    right: Share
    found: Share
    kept: Share
    words_right: Share


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned last: when, from how much, and how well it reads."""

    at: datetime
    comments: int
    rated: int
    corrections: int
    qualities: list[Quality]


def theme_rows(session: Session, principal: Principal) -> list[ThemeRow]:
    """Every theme, in its order.

    :raises Forbidden: the role has nothing to do with surveys.
    """
    require(principal, Resource.SURVEY, Action.READ)
    counted = (
        select(col(CommentReadingTheme.theme_id), func.count())
        .join(Response, col(Response.id) == col(CommentReadingTheme.response_id))
        .where(comments_within(principal))
        .group_by(col(CommentReadingTheme.theme_id))
    )
    counts = {theme_id: int(count) for theme_id, count in session.execute(counted)}
    order = (col(CommentTheme.position), col(CommentTheme.name))
    rows = session.execute(select(CommentTheme).order_by(*order)).scalars()
    return [ThemeRow(theme, counts.get(theme.id, 0)) for theme in rows]


def comment_theme(session: Session, principal: Principal, theme_id: int) -> CommentTheme:
    """One theme.

    :raises Forbidden: the role has nothing to do with surveys; :raises NotFound: there is none.
    """
    require(principal, Resource.SURVEY, Action.READ)
    found = session.get(CommentTheme, theme_id)
    if found is None:
        raise NotFound
    return found


def suggested_themes(session: Session, principal: Principal) -> tuple[ThemeSuggestion, ...]:
    """Words of the reader's comments that no theme covers, the most telling first.

    A word is suggested from three comments up; a reader who may see no single comments gets none.
    """
    statement = (
        select(col(Response.comment), col(CommentReading.tone_value))
        .join(CommentReading, col(CommentReading.response_id) == col(Response.id))
        .where(comments_within(principal), col(Response.id).not_in(select(col(CommentReadingTheme.response_id))))
        .order_by(col(Response.id).desc())
        .limit(MOST_SEARCHED)
    )
    texts, tones = [], []
    for text, tone in session.execute(statement):
        texts.append(text)
        tones.append(tone)
    return suggested_words(texts, tones, DEFAULT_COMMENTS)


def learned(session: Session) -> Learned | None:
    """What was learned last; None while nothing was. Figures over all comments, so that nobody is told apart."""
    state = latest_model(session)
    if state is None:
        return None
    qualities = [_quality(name, found) for name, found in state.quality.items()]
    return Learned(state.created_at, state.comments, state.rated, state.corrections, qualities)


def _quality(name: str, found: dict[str, Any]) -> Quality:
    shares = {part: Share(**figures) for part, figures in found["learned"].items()}
    return Quality(name, shares["right"], shares["found"], shares["kept"], Share(**found["words"]["right"]))
