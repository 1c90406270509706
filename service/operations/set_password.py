"""Passwords: chosen by a link, changed by oneself, taken away by an administrator."""

from datetime import datetime

from flask_babel import gettext as _
from sqlmodel import Session

from models.user import User
from service.auth.passwords import check_new_password, hash_password, password_matches
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.auth.secrets import new_session_key
from service.errors import Invalid, NotFound
from service.operations.change_user import user_to_change
from service.operations.record_audit import record_audit


def set_password(session: Session, principal: Principal, user_id: int, password: str, *, now: datetime) -> User:
    """Set a user's password as an administrator or on the machine itself. All sessions of the user end.

    :raises Forbidden: only administrators; :raises NotFound: no such user; :raises Invalid: easily guessed.
    """
    require(principal, Resource.ADMIN, Action.WRITE, Reach.ALL)
    user = user_to_change(session, user_id)
    _store(session, user, password, now=now)
    record_audit(session, principal, "password_set", "user", user.id, now=now)
    return user


def reset_password(session: Session, principal: Principal, user_id: int, *, now: datetime) -> User:
    """Take a user's password away and end all sessions; they choose a new one by a link.

    :raises Forbidden: only administrators; :raises NotFound: no such user.
    """
    require(principal, Resource.ADMIN, Action.WRITE, Reach.ALL)
    user = user_to_change(session, user_id)
    user.password = None
    user.session_key = new_session_key()
    user.updated_at = now
    user.version += 1
    session.add(user)
    session.flush()
    record_audit(session, principal, "password_reset", "user", user.id, now=now)
    return user


def change_own_password(session: Session, principal: Principal, old: str, new: str, *, now: datetime) -> User:
    """Change one's own password; all sessions end, also the one that asks.

    :raises Invalid: the old one is wrong, or the new one easily guessed.
    """
    require(principal, Resource.SELF, Action.WRITE)
    if principal.user_id is None:
        raise NotFound
    user = user_to_change(session, principal.user_id)
    if user.password is not None and not password_matches(user.password, old):
        message = _("This is not your present password.")
        raise Invalid(message, [{"path": "old_password", "message": message}])
    _store(session, user, new, now=now)
    record_audit(session, principal, "password_changed", "user", user.id, now=now)
    return user


def choose_password(session: Session, principal: Principal, password: str, *, now: datetime) -> User:
    """Set the password of the user whom a link has proven to be ``principal``; the link is spent by it.

    :raises Invalid: easily guessed; :raises NotFound: no such user.
    """
    if principal.user_id is None:
        raise NotFound
    user = user_to_change(session, principal.user_id)
    _store(session, user, password, now=now)
    record_audit(session, principal, "password_chosen", "user", user.id, now=now)
    return user


def _store(session: Session, user: User, password: str, *, now: datetime) -> None:
    check_new_password(password, email=user.email, name=user.name)
    user.password = hash_password(password)
    user.session_key = new_session_key()
    user.updated_at = now
    user.version += 1
    session.add(user)
    session.flush()
