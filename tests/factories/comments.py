"""Comments with ratings, written as answers of one account."""

from datetime import datetime, timedelta

from sqlmodel import Session

from models.comment import CommentTheme
from models.survey import Response
from scoring.vocabulary import QuestionKind
from tests.factories.cast import NOW

#: Praise and blame about a word that no lexicon knows, so that only what was learned can tell.
PRAISE = tuple(f"The widget {what} for our plant {number}" for number, what in enumerate(("glimmers", "hums") * 6))
BLAME = tuple(f"The widget {what} in our plant {number}" for number, what in enumerate(("wobbles", "sputters") * 6))


def add_comment(
    session: Session,
    account_id: int,
    person_id: int | None,
    text: str,
    score: float | None = None,
    *,
    at: datetime = NOW - timedelta(days=1),
    language: str = "en",
) -> Response:
    """One answer with a comment, flushed."""
    row = Response(
        account_id=account_id,
        person_id=person_id,
        metric=None if score is None else QuestionKind.NPS,
        score=score,
        comment=text,
        language=language,
        answered_at=at,
        recorded_at=at,
    )
    session.add(row)
    session.flush()
    return row


def add_theme(session: Session, name: str, english: tuple[str, ...], chinese: tuple[str, ...] = ()) -> CommentTheme:
    """One theme, flushed."""
    theme = CommentTheme(name=name, words={"en": list(english), "zh": list(chinese)}, created_at=NOW, updated_at=NOW)
    session.add(theme)
    session.flush()
    return theme
