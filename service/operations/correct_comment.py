"""Say what a comment means, or take that back: the comment follows at once, others like it soon."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.comment import CommentCorrection, CommentReading, CommentReadingTheme
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import NotFound
from service.inputs.comment import CommentCorrectionInput
from service.operations.learn_comments import enqueue_learning
from service.operations.read_comments import read_one_comment
from service.operations.record_audit import record_audit
from service.operations.references import invalid
from service.operations.tracked import row_to_change
from service.queries.comment_basis import themes_in_force
from service.queries.comment_reach import comment_to_correct


def correct_comment(
    session: Session,
    principal: Principal,
    response_id: int,
    said: CommentCorrectionInput,
    *,
    now: datetime,
    version: int | None = None,
) -> CommentReading:
    """Keep a person's word on tone and themes of one comment; said twice, it changes nothing.

    Themes are given whole: those named hold, the others do not. What agrees with the reading is no correction of it.

    :raises NotFound: absent, or not within reach; :raises StaleVersion: corrected in between;
    :raises Invalid: a theme that is not there.
    """
    account_id, reading = _held(session, principal, response_id, version, now)
    before = _in_force(session, response_id)
    held = set(_themes(session, response_id))
    known = {theme.id for theme in themes_in_force(session)}
    wanted = held if said.theme_ids is None else set(said.theme_ids)
    if wanted - known - held:
        raise invalid("theme_ids", "There is no such theme.")
    added = (wanted - held) | ((set(before.themes_added) & wanted) if before else set())
    removed = (held - wanted) | ((set(before.themes_removed) - wanted) if before else set())
    tone = said.tone
    if tone is None or (tone is reading.tone and not (before and before.tone)):
        tone = before.tone if before else None
    fields: dict[str, Any] = {"tone": tone, "themes_added": sorted(added), "themes_removed": sorted(removed)}
    if before is None and not any(fields.values()):
        return reading
    if before is not None and all(getattr(before, name) == value for name, value in fields.items()):
        return reading
    _supersede(session, before, principal, now)
    row = CommentCorrection(response_id=response_id, **fields, recorded_at=now, recorded_by_id=principal.user_id)
    session.add(row)
    return _follow(session, principal, reading, "corrected", fields, account_id, now)


def take_correction_back(
    session: Session, principal: Principal, response_id: int, *, now: datetime, version: int | None = None
) -> CommentReading:
    """Read a comment by itself again; what was said of it stays on record.

    :raises NotFound: absent, not within reach, or nobody has corrected it; :raises StaleVersion: corrected in between.
    """
    account_id, reading = _held(session, principal, response_id, version, now)
    before = _in_force(session, response_id)
    if before is None:
        raise NotFound
    _supersede(session, before, principal, now)
    return _follow(session, principal, reading, "taken_back", {}, account_id, now)


def _held(
    session: Session, principal: Principal, response_id: int, version: int | None, now: datetime
) -> tuple[int, CommentReading]:
    """The account, and the reading held until the transaction ends; a comment that nobody has read is read first."""
    require(principal, Resource.RESPONSE, Action.WRITE)
    account_id = comment_to_correct(session, principal, response_id).account_id
    if session.get(CommentReading, response_id) is None:
        read_one_comment(session, response_id, now=now)
    return account_id, row_to_change(session, CommentReading, response_id, version=version)


def _follow(
    session: Session,
    principal: Principal,
    reading: CommentReading,
    done: str,
    fields: dict[str, Any],
    account_id: int,
    now: datetime,
) -> CommentReading:
    reading.version += 1
    session.add(reading)
    session.flush()
    number = reading.response_id
    occasion = f"correction:{number}:{reading.version}"
    read_one_comment(session, number, now=now)
    record_audit(session, principal, done, "comment", number, now=now, account_id=account_id, fields=fields)
    enqueue_learning(session, occasion, now=now)
    found = session.get(CommentReading, number)
    if found is None:
        raise NotFound
    return found


def _in_force(session: Session, response_id: int) -> CommentCorrection | None:
    statement = select(CommentCorrection).where(
        col(CommentCorrection.response_id) == response_id, col(CommentCorrection.superseded_at).is_(None)
    )
    found: CommentCorrection | None = session.execute(statement).scalar_one_or_none()
    return found


def _themes(session: Session, response_id: int) -> list[int]:
    statement = select(col(CommentReadingTheme.theme_id)).where(col(CommentReadingTheme.response_id) == response_id)
    return list(session.execute(statement).scalars())


def _supersede(session: Session, before: CommentCorrection | None, principal: Principal, now: datetime) -> None:
    if before is not None:
        before.superseded_at, before.superseded_by_id = now, principal.user_id
        session.add(before)
        session.flush()
