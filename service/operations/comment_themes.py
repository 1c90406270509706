"""The dictionary of themes: written by administrators and those who define surveys; each change reads all anew."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.comment import CommentTheme
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.errors import Invalid, NotFound
from service.inputs.base import Change
from service.inputs.comment import CommentThemeChange, NewCommentTheme, check_words
from service.operations.catalogue import Catalogue
from service.operations.learn_comments import enqueue_learning
from service.operations.record_audit import record_audit
from service.operations.tracked import remove_row, row_to_change
from service.surveys.comment_themes import DELIVERED

MOST_THEMES = 200


def _readable(session: Session, values: dict[str, Any], _now: datetime) -> None:
    try:
        check_words(values["words"])
    except ValueError as error:
        refusal = Invalid("A theme needs at least one word, and a star needs a beginning.")
        refusal.problems.append({"path": "words", "message": refusal.detail})
        raise refusal from error
    if (
        "id" not in values
        and session.execute(select(func.count()).select_from(CommentTheme)).scalar_one() >= MOST_THEMES
    ):
        refusal = Invalid("There are too many themes already.")
        refusal.problems.append({"path": "name", "message": refusal.detail})
        raise refusal


_THEMES: Catalogue[CommentTheme] = Catalogue(CommentTheme, "theme", Resource.SURVEY, Reach.OWN, _readable)


def create_comment_theme(
    session: Session, principal: Principal, values: NewCommentTheme, *, now: datetime
) -> CommentTheme:
    """A new theme; comments are read anew soon.

    :raises Forbidden: the role defines no surveys; :raises Conflict: there is a theme of this name.
    """
    made = _THEMES.create(session, principal, values, now=now)
    enqueue_learning(session, f"theme:{made.id}:{made.version}", now=now)
    return made


def change_comment_theme(
    session: Session, principal: Principal, theme_id: int, change: Change, *, now: datetime
) -> CommentTheme:
    """Set what the change names; comments are read anew soon.

    :raises NotFound: there is none; :raises Conflict: there is another theme of this name.
    """
    made = _THEMES.change(session, principal, theme_id, change, now=now)
    enqueue_learning(session, f"theme:{made.id}:{made.version}", now=now)
    return made


def remove_comment_theme(session: Session, principal: Principal, theme_id: int, *, now: datetime) -> None:
    """Remove a theme, and that comments speak of it.

    :raises NotFound: there is none.
    """
    require(principal, Resource.SURVEY, Action.WRITE, Reach.OWN)
    row = row_to_change(session, CommentTheme, theme_id)
    remove_row(session, principal, row, "theme", now=now)
    enqueue_learning(session, f"theme:{theme_id}:removed", now=now)


def add_word_to_theme(
    session: Session, principal: Principal, theme_id: int, language: str, word: str, *, now: datetime
) -> CommentTheme:
    """Let a theme be found by one word more.

    :raises NotFound: there is no such theme.
    """
    require(principal, Resource.SURVEY, Action.WRITE, Reach.OWN)
    row = session.get(CommentTheme, theme_id)
    if row is None:
        raise NotFound
    words = {name: list(several) for name, several in row.words.items()}
    if word not in words.setdefault(language, []):
        words[language].append(word)
    return change_comment_theme(
        session, principal, theme_id, CommentThemeChange.model_validate({"words": words}), now=now
    )


def add_delivered_comment_themes(session: Session, principal: Principal, *, now: datetime) -> int:
    """Add the delivered themes whose names are not there; gives how many were added.

    :raises Forbidden: the role defines no surveys.
    """
    require(principal, Resource.SURVEY, Action.WRITE, Reach.OWN)
    added = _add_missing(session, now)
    if added:
        record_audit(session, principal, "add_delivered", "theme", None, now=now, fields={"added": added})
        enqueue_learning(session, f"themes:{now.isoformat(timespec='seconds')}", now=now)
    return added


def seed_comment_themes(session: Session, *, now: datetime) -> int:
    """Add the delivered themes to an installation that has none, as a part of setting it up; gives how many."""
    if session.execute(select(col(CommentTheme.id)).limit(1)).first() is not None:
        return 0
    return _add_missing(session, now)


def _add_missing(session: Session, now: datetime) -> int:
    there = set(session.execute(select(col(CommentTheme.name))).scalars())
    missing = [(place, one) for place, one in enumerate(DELIVERED) if one.name not in there]
    session.add_all(
        CommentTheme(**one.values, position=place, created_at=now, updated_at=now) for place, one in missing
    )
    session.flush()
    return len(missing)
