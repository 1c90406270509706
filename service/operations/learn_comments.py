"""Learn how to read comments from the ratings that came with them and from what people corrected."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from models.comment import CommentModelState
from scoring.comment_quality import HeldOutQuality, Share, best_band, cross_validated, judged
from scoring.comment_tone import tone_of_value
from scoring.comment_values import DEFAULT_COMMENTS, Comment, CommentReading
from scoring.comment_words import is_chinese
from scoring.comments import document_of, learn_comments, read_comments
from service.operations.enqueue_run import enqueue_run
from service.queries.comment_basis import (
    basis_now,
    corrections_in_force,
    latest_model,
    scoring_themes,
    taught_comments,
    themes_in_force,
)

LEARN = "learn_comments"
READ = "read_comments"
#: Of so many rated comments at most the quality is judged: enough for an interval of two or three points.
MOST_JUDGED = 1_000
#: With so many more rated comments than the last time, new answers make us learn before the night.
FRESH_SHARE, FRESH_LEAST = 0.25, 20
_KEPT_MODELS = 3


def learn_how_to_read(session: Session, *, now: datetime) -> CommentModelState | None:
    """What is to be learned now, not yet written down; None where it was learned already. Only reads.

    It takes seconds, in which nobody who writes should wait: write it down by :func:`keep_model`.
    """
    basis, latest = basis_now(session), latest_model(session)
    if latest is not None and latest.basis == basis:
        return None
    comments, corrections = taught_comments(session), corrections_in_force(session)
    model = learn_comments(comments, corrections, scoring_themes(themes_in_force(session)))
    judged_ones = [comment for comment in comments if comment.rated is not None][:MOST_JUDGED]
    held_out = cross_validated(judged_ones, corrections)
    band = best_band(judged_ones, held_out)
    return CommentModelState(
        created_at=now,
        version=DEFAULT_COMMENTS.version,
        basis=basis,
        comments=len(comments),
        rated=sum(comment.rated is not None for comment in comments),
        corrections=len(corrections),
        quality=_quality(judged_ones, [_with_band(reading, band) for reading in held_out]),
        document={**document_of(model), "band": band},
    )


def keep_model(session: Session, state: CommentModelState) -> None:
    """Write down what was learned; of earlier models the latest few stay."""
    session.add(state)
    session.flush()
    kept = select(col(CommentModelState.id)).order_by(col(CommentModelState.id).desc()).limit(_KEPT_MODELS)
    numbers = list(session.execute(kept).scalars())
    session.execute(delete(CommentModelState).where(col(CommentModelState.id) < min(numbers)))


def enqueue_learning(session: Session, occasion: str, *, now: datetime) -> None:
    """Let comments be learned and read anew, once for each ``occasion`` ("correction:17")."""
    enqueue_run(session, LEARN, "all", occasion, now=now, priority=5)


def enqueue_reading(session: Session, occasion: str, account_ids: list[int], *, now: datetime) -> None:
    """Let the new comments of these accounts be read, once for each ``occasion``."""
    enqueue_run(session, READ, "accounts", occasion, now=now, payload={"account_ids": account_ids}, priority=9)


def is_worth_learning(state: CommentModelState | None, rated: int) -> bool:
    """Whether so many more comments carry a rating that learning should not wait for the night."""
    before = 0 if state is None else state.rated
    return rated - before >= max(FRESH_LEAST, FRESH_SHARE * before)


def _with_band(reading: CommentReading, band: float) -> CommentReading:
    return replace(reading, tone=tone_of_value(reading.tone_value, replace(DEFAULT_COMMENTS, neutral_band=band)))


def _quality(comments: list[Comment], held_out: list[CommentReading]) -> dict[str, Any]:
    """How well held-out comments were read, in all and by language, learned and by the words alone."""
    alone = read_comments(learn_comments([]), comments)
    found: dict[str, Any] = {}
    for name, wanted in (("all", None), ("en", False), ("zh", True)):
        places = [i for i, one in enumerate(comments) if wanted is None or is_chinese(one.text) is wanted]
        several = [comments[i] for i in places]
        if several:
            found[name] = {
                "learned": _figures(judged(several, [held_out[i] for i in places])),
                "words": _figures(judged(several, [alone[i] for i in places])),
            }
    return found


def _figures(quality: HeldOutQuality) -> dict[str, dict[str, int]]:
    shares: dict[str, Share] = {"right": quality.right, "found": quality.found, "kept": quality.kept}
    return {name: asdict(share) for name, share in shares.items()}
