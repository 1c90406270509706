"""Whose comments a reader may see one by one: attributed ones of the reader's accounts, anonymous ones among enough."""

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.account import Account
from models.comment import CommentReading
from models.survey import Response
from service.auth.policy import Action, Resource
from service.auth.principal import Principal
from service.errors import NotFound
from service.queries.account_feedback import ANONYMITY_THRESHOLD
from service.queries.visibility import accounts_within


def comments_within(principal: Principal, action: Action = Action.READ) -> ColumnElement[bool]:
    """The condition on :class:`Response` that the reader may see its comment, or correct how it was read.

    An anonymous answer is seen only among five of the same account and survey version or more.
    """
    accounts = select(col(Account.id)).where(
        accounts_within(principal, Resource.ACCOUNT), accounts_within(principal, Resource.RESPONSE, action)
    )
    return and_(
        col(Response.account_id).in_(accounts),
        col(Response.superseded_at).is_(None),
        col(Response.comment).is_not(None),
        or_(col(Response.person_id).is_not(None), _among_enough()),
    )


def _among_enough() -> ColumnElement[bool]:
    other = aliased(Response)
    several = (
        select(col(other.account_id), col(other.survey_version_id))
        .where(col(other.person_id).is_(None), col(other.superseded_at).is_(None))
        .group_by(col(other.account_id), col(other.survey_version_id))
        .having(func.count() >= ANONYMITY_THRESHOLD)
    )
    return tuple_(col(Response.account_id), col(Response.survey_version_id)).in_(several)


def comment_to_correct(session: Session, principal: Principal, response_id: int) -> Response:
    """The answer whose comment may be corrected.

    :raises NotFound: absent, without a comment, or not within reach.
    """
    statement = select(Response).where(col(Response.id) == response_id, comments_within(principal, Action.WRITE))
    found: Response | None = session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def reading_of(session: Session, response_id: int) -> CommentReading | None:
    """The comment as it is read now; None while nobody has read it."""
    return session.get(CommentReading, response_id)
