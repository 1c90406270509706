"""What a respondent may be told about what was done with their answer."""

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from models.case import Case, CaseEvent
from models.survey import Response


def public_note(session: Session, invitation_id: int) -> str | None:
    """The latest note for the respondent on a case that the answer to an invitation opened or joined.

    Answers that were amended since count too. The link of the invitation is the right to read it, so there is no
    principal.
    """
    given = select(col(Response.id)).where(col(Response.invitation_id) == invitation_id)
    ids = list(session.execute(given).scalars())
    if not ids:
        return None
    evidence = [f"response:{number}" for number in ids]
    joined = select(col(CaseEvent.case_id)).where(col(CaseEvent.evidence).in_(evidence))
    return _latest(session, or_(col(Case.response_id).in_(ids), col(Case.id).in_(joined)))


def note_on_asking(session: Session, invitation_id: int) -> str | None:
    """The note on the case after which an invitation asks whether it helped; None where it follows no case."""
    return _latest(session, col(Case.follow_up_invitation_id) == invitation_id)


def _latest(session: Session, about: ColumnElement[bool]) -> str | None:
    statement = (
        select(col(Case.public_note))
        .where(about, col(Case.public_note).is_not(None))
        .order_by(col(Case.updated_at).desc(), col(Case.id).desc())
        .limit(1)
    )
    note: str | None = session.execute(statement).scalar_one_or_none()
    return note or None
