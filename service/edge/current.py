"""The current request's moment, session and principal; each is made when first asked for."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import g, request
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from service.auth.identify import Identity, by_browser, by_token, note_token_use
from service.auth.principal import Principal
from service.database import reading, writing
from service.edge.browser import browser_secret
from service.edge.state import state
from service.errors import NotSignedIn

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def now() -> datetime:
    """The moment of the request: the same for everything that it does."""
    if "now" not in g:
        g.now = state().clock()
    moment: datetime = g.now
    return moment


def today() -> date:
    """The date of the request in the time zone of the one who asks."""
    principal = principal_or_none()
    zone = ZoneInfo(principal.time_zone) if principal else ZoneInfo("UTC")
    return now().astimezone(zone).date()


def request_id() -> str:
    """The name under which the request stands in the log, the audit trail and the answer's header."""
    found: str = g.request_id
    return found


def is_safe() -> bool:
    """Whether the request's method promises to change nothing."""
    return request.method in SAFE_METHODS


def current_session() -> Session:
    """The session of the request. It only reads for GET and HEAD; otherwise it commits once, after the view."""
    if "session" not in g:
        session = state().sessions()
        g.session = session
        if is_safe():
            session.connection(execution_options={"linchpin_reading": True})
    found: Session = g.session
    return found


def commit_even_if_refused() -> None:
    """Keep what the request wrote although its answer is an error: it recorded the refusal itself."""
    g.keep = True


def finish(status: int) -> None:
    """Commit what an unsafe request did, once and only where it succeeded; a reading session is left as it is."""
    if "session" not in g or is_safe():
        return
    if status < 400 or g.get("keep", False):
        current_session().commit()
    else:
        current_session().rollback()


def abandon() -> None:
    """Take back what the request did so far, and free the database for others."""
    if "session" in g:
        g.session.rollback()


def close_session(_error: BaseException | None = None) -> None:
    """Give the connection back at the end of the request."""
    session = g.pop("session", None)
    if session is not None:
        session.close()


@contextmanager
def apart() -> Iterator[Session]:
    """A session of its own that commits at its end, for what must be kept whatever becomes of the request.

    The request's own unsafe changes must be finished or abandoned first: on SQLite there is one writer at a time.
    """
    with writing(state().sessions) as session:
        yield session


def identity_or_none() -> Identity | None:
    """Who asks and how they showed it, read from the database anew for each request; None: nobody known.

    A request with an Authorization header is judged by it alone.
    """
    if "identity" not in g:
        g.identity = _identify()
        _note_use(g.identity)
    found: Identity | None = g.identity
    return found


def _note_use(identity: Identity | None) -> None:
    if identity is None or identity.token_id is None or not identity.use_unnoted:
        return
    # A busy database is no reason to turn the program away: the next request notes it.
    with suppress(OperationalError), apart() as session:
        note_token_use(session, identity.token_id, now=now())


def _identify() -> Identity | None:
    header = request.headers.get("Authorization")
    secret = None if header is not None else browser_secret()
    if header is None and secret is None:
        return None
    with reading(state().sessions) as session:
        if header is not None:
            return by_token(session, header, now=now())
        return by_browser(session, secret or "", now=now())


def principal_or_none() -> Principal | None:
    """The one who asks, or None where nobody is signed in."""
    identity = identity_or_none()
    return None if identity is None else identity.principal


def current_principal() -> Principal:
    """The one who asks.

    :raises NotSignedIn: nobody is signed in, or the token is unknown, expired or revoked.
    """
    principal = principal_or_none()
    if principal is None:
        raise NotSignedIn("Sign in, or send a token that is valid.")
    return principal
