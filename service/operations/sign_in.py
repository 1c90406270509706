"""Sign somebody in: by password, or as whom an OpenID Connect issuer vouches for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlmodel import Session, col

from models.sign_in import BrowserSession
from models.user import User
from models.vocabulary import UserRole
from service.auth.attempts import Attempt, forget_failures, note_failure, wait_for
from service.auth.identify import principal_of
from service.auth.passwords import hash_password, needs_rehash, password_matches
from service.auth.principal import Principal
from service.auth.secrets import digest, new_secret
from service.errors import NotSignedIn, TooMany
from service.operations.record_audit import record_audit

LONGEST_SIGN_IN = timedelta(days=14)


@dataclass(frozen=True)
class SignedIn:
    """A fresh sign-in: ``secret`` goes into the browser's cookie, and nowhere else."""

    user: User
    secret: str


def check_attempts(session: Session, tried: Attempt, *, now: datetime) -> None:
    """Refuse a further attempt after too many failures.

    :raises TooMany: with the number of seconds to wait.
    """
    seconds = wait_for(session, tried, now=now)
    if seconds:
        minutes = -(-seconds // 60)
        raise TooMany(
            _("Too many failed attempts. Try again in %(minutes)s minutes.", minutes=minutes), retry_after=seconds
        )


def sign_in_by_password(
    session: Session,
    email: str,
    password: str,
    tried: Attempt,
    *,
    agent: str,
    now: datetime,
) -> SignedIn:
    """Sign in by address and password. The failure is one and the same whatever was wrong.

    A failure is counted in the session and then raised: the caller keeps it.

    :raises TooMany: too many failures before.
    :raises NotSignedIn: unknown address, wrong password, no password set, or disabled.
    """
    check_attempts(session, tried, now=now)
    user = user_by_email(session, email)
    matches = password_matches(user.password if user else None, password)
    if user is None or not matches or not user.active:
        note_failure(session, tried, now=now)
        stranger = Principal(user_id=None, label="somebody not signed in", role=UserRole.READ_ONLY)
        record_audit(session, stranger, "sign_in_failed", "user", user.id if user else None, now=now)
        raise NotSignedIn(_("The address or the password is not right."))
    if user.password and needs_rehash(user.password):
        user.password = hash_password(password)
    forget_failures(session, tried)
    return open_session(session, user, "password", agent=agent, now=now)


def sign_in_by_issuer(session: Session, claims: Mapping[str, Any], *, agent: str, now: datetime) -> SignedIn:
    """Sign in as the user whose address a trusted issuer vouches for; nobody is added by this.

    :raises NotSignedIn: no address, one that the issuer calls unverified, no such user, or a disabled one.
    """
    email = claims.get("email")
    known = isinstance(email, str) and claims.get("email_verified", True) is True
    user = user_by_email(session, email) if known and isinstance(email, str) else None
    if user is None or not user.active:
        raise NotSignedIn(_("Your organisation knows you, but you have no access here. Ask your administrator."))
    return open_session(session, user, "openid", agent=agent, now=now)


def open_session(session: Session, user: User, method: str, *, agent: str, now: datetime) -> SignedIn:
    """Begin a browser session for ``user``, with a secret that nobody knew before."""
    secret = new_secret()
    session.add(
        BrowserSession(
            user_id=user.id,
            digest=digest(secret),
            session_key=user.session_key,
            method=method,
            agent=agent[:200],
            created_at=now,
            expires_at=now + LONGEST_SIGN_IN,
        )
    )
    user.last_signed_in_at = now
    session.add(user)
    session.flush()
    principal = principal_of(session, user, now=now)
    record_audit(session, principal, "signed_in", "user", user.id, now=now, fields={"method": method})
    return SignedIn(user, secret)


def sign_out(session: Session, principal: Principal, browser_session_id: int, *, now: datetime) -> None:
    """End one browser session: its cookie is worth nothing from now on, wherever it may be kept."""
    found = session.get(BrowserSession, browser_session_id)
    if found is None or found.user_id != principal.user_id or found.ended_at is not None:
        return
    found.ended_at = now
    session.add(found)
    session.flush()
    record_audit(session, principal, "signed_out", "user", principal.user_id, now=now)


def user_by_email(session: Session, email: str) -> User | None:
    """The user with this address, however it is capitalised."""
    folded = email.strip().casefold()
    statement = select(User).where(func.lower(col(User.email)) == folded)
    user: User | None = session.execute(statement).scalars().first()
    return user
