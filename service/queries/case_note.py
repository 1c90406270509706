"""What a respondent may be told about what was done with their answer."""

from sqlalchemy import select
from sqlmodel import Session, col

from models.case import Case
from models.survey import Response


def public_note(session: Session, invitation_id: int) -> str | None:
    """The latest note for the respondent on a case that the answer to an invitation opened; amended answers count too.

    The link of the invitation is the right to read it, so there is no principal.
    """
    statement = (
        select(col(Case.public_note))
        .join(Response, col(Response.id) == col(Case.response_id))
        .where(col(Response.invitation_id) == invitation_id, col(Case.public_note).is_not(None))
        .order_by(col(Case.updated_at).desc(), col(Case.id).desc())
        .limit(1)
    )
    note: str | None = session.execute(statement).scalar_one_or_none()
    return note or None
