"""Read comments: write down the tone and the themes of each, a person's correction above what was read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, insert, or_, select, update
from sqlmodel import Session, col

from models.comment import CommentCorrection, CommentReading, CommentReadingTheme
from models.survey import Response
from scoring.comment_tone import TONE_VALUES
from scoring.comment_values import Comment
from scoring.comment_values import CommentReading as Reading
from scoring.comment_words import is_chinese, normalised
from scoring.comments import read_comments
from service.queries.comment_basis import Reader, reader_now, with_comment

#: Comments that are read and written in one go.
CHUNK = 500


def read_new_comments(
    session: Session, reader: Reader, account_ids: Sequence[int] | None = None, *, now: datetime
) -> int:
    """Read comments that were not read yet, of these accounts or of all; gives how many, :data:`CHUNK` at most."""
    rows = _rows(session, col(CommentReading.response_id).is_(None), account_ids)
    _write(session, rows, reader, now)
    return len(rows)


def read_comments_again(session: Session, reader: Reader, *, now: datetime) -> int:
    """Read comments that this model has not read yet, the latest first; gives how many, :data:`CHUNK` at most."""
    older = or_(col(CommentReading.model_id).is_(None), col(CommentReading.model_id) != reader.model_id)
    rows = _rows(session, older, None)
    _write(session, rows, reader, now)
    return len(rows)


def read_one_comment(session: Session, response_id: int, *, now: datetime) -> None:
    """Read one comment anew: after it was corrected, or after its correction was taken back."""
    _write(session, _rows(session, col(Response.id) == response_id, None), reader_now(session), now)


def _rows(session: Session, condition: Any, account_ids: Sequence[int] | None) -> list[Row[Any]]:
    statement: Select[*tuple[Any, ...]] = (
        select(
            col(Response.id),
            col(Response.comment),
            col(Response.language),
            col(Response.person_id),
            col(CommentReading.response_id).label("read"),
            col(CommentCorrection.tone),
            col(CommentCorrection.themes_added),
            col(CommentCorrection.themes_removed),
            col(CommentCorrection.id).label("correction_id"),
        )
        .outerjoin(CommentReading, col(CommentReading.response_id) == col(Response.id))
        .outerjoin(
            CommentCorrection,
            (col(CommentCorrection.response_id) == col(Response.id)) & col(CommentCorrection.superseded_at).is_(None),
        )
        .where(*with_comment(), condition)
        .order_by(col(Response.id).desc())
        .limit(CHUNK)
    )
    if account_ids is not None:
        statement = statement.where(col(Response.account_id).in_(account_ids))
    return list(session.execute(statement))


def _write(session: Session, rows: list[Row[Any]], reader: Reader, now: datetime) -> None:
    if not rows:
        return
    known = [int(theme.name) for theme in reader.model.themes]
    readings = read_comments(reader.model, [Comment(str(row.id), row.comment) for row in rows])
    values, themes = [], []
    for row, reading in zip(rows, readings, strict=True):
        found = _corrected_themes(row, reading, known)
        # A comment is read as it comes: of an anonymous one the day alone is kept, as of its answer.
        read_at = now if row.person_id is not None else now.replace(hour=0, minute=0, second=0, microsecond=0)
        values.append({"key": row.id, **_values(row, reading), "model_id": reader.model_id, "read_at": read_at})
        themes += [{"response_id": row.id, "theme_id": theme_id} for theme_id in found]
    ids = [row.id for row in rows]
    read = {row.id for row in rows if row.read is not None}
    session.execute(delete(CommentReadingTheme).where(col(CommentReadingTheme.response_id).in_(ids)))
    new = [{"response_id": one.pop("key"), **one, "version": 1} for one in values if one["key"] not in read]
    old = [one for one in values if "key" in one]
    table = CommentReading.metadata.tables["comment_reading"]
    connection = session.connection()
    if new:
        connection.execute(insert(table), new)
    if old:
        fields = [name for name in old[0] if name != "key"]
        statement = update(table).where(table.c.response_id == bindparam("key"))
        connection.execute(statement.values({name: bindparam(name) for name in fields}), old)
    if themes:
        connection.execute(insert(CommentReadingTheme.metadata.tables["comment_reading_theme"]), themes)
    session.expire_all()


def _values(row: Row[Any], reading: Reading) -> dict[str, Any]:
    chinese = is_chinese(row.comment)
    spoken = row.correction_id is not None and row.tone is not None
    return {
        "tone": row.tone if spoken else reading.tone,
        "tone_value": TONE_VALUES[row.tone] if spoken else round(reading.tone_value, 4),
        "language": "zh" if chinese else "en" if row.language.startswith("zh") else row.language,
        "search_text": normalised(row.comment),
        "corrected": row.correction_id is not None,
    }


def _corrected_themes(row: Row[Any], reading: Reading, known: list[int]) -> list[int]:
    found = {int(name) for name in reading.themes}
    if row.correction_id is not None:
        found = (found | set(row.themes_added)) - set(row.themes_removed)
    return [theme_id for theme_id in known if theme_id in found]
