"""End every session of a user, on every browser."""

from datetime import datetime

from sqlmodel import Session

from models.user import User
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.auth.secrets import new_session_key
from service.operations.change_user import user_to_change
from service.operations.record_audit import record_audit


def end_sessions(session: Session, principal: Principal, user_id: int, *, now: datetime) -> User:
    """Give the user another session key: one's own sessions, or as an administrator those of anybody.

    :raises Forbidden: somebody else's, without being an administrator; :raises NotFound: no such user.
    """
    if principal.user_id == user_id:
        require(principal, Resource.SELF, Action.WRITE)
    else:
        require(principal, Resource.ADMIN, Action.WRITE, Reach.ALL)
    user = user_to_change(session, user_id)
    user.session_key = new_session_key()
    user.updated_at = now
    session.add(user)
    session.flush()
    record_audit(session, principal, "sessions_ended", "user", user_id, now=now)
    return user
