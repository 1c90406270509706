"""Every refusal and every failure in one place: problem details for the API (RFC 9457), a page for people."""

import errno
from collections.abc import Mapping
from typing import Any

import orjson
import structlog
from flask import Flask, Response, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateError
from markupsafe import escape
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, SecurityError

from service.edge.current import abandon
from service.edge.denials import note_denial
from service.errors import Forbidden, NotFound, NotSignedIn, Refusal, StorageFull, TooMany, Unavailable

_log = structlog.get_logger(__name__)

PROBLEM = "application/problem+json"
# The largest number of a row that both databases take.
LARGEST_NUMBER = 2**31 - 1
_FULL = ("database or disk is full", "No space left on device", "could not extend file", "disk I/O error")

TITLES = {
    400: _l("Malformed request"),
    401: _l("Sign in first"),
    403: _l("Not allowed"),
    404: _l("Not found"),
    405: _l("Not possible here"),
    409: _l("Conflict"),
    410: _l("Over"),
    412: _l("Changed in between"),
    413: _l("Too large"),
    415: _l("Unsupported media type"),
    422: _l("Not valid"),
    428: _l("Version missing"),
    429: _l("Too many attempts"),
    500: _l("Something went wrong"),
    503: _l("Not available at the moment"),
    507: _l("Storage full"),
}
_DETAILS = {
    400: _l("The request cannot be read as it was sent. Nothing was changed."),
    403: _l("Your role does not allow this."),
    404: _l("There is no such thing, or you may not see it."),
    405: _l("This address does not take this kind of request. Nothing was changed."),
    409: _l("This clashes with what is there, or with what somebody else did just now. Nothing was changed."),
    413: _l("This is larger than what is taken here. Nothing was changed."),
    415: _l("What was sent is not in a form that is read here. Nothing was changed."),
    500: _l("This is our fault, not yours, and it has been noted. What you sent was not kept; try again."),
    503: _l("The database does not answer at the moment. Nothing was changed; try again in a few seconds."),
    507: _l("There is no room left on the server. Nothing was changed; tell your administrator."),
}


def install(app: Flask) -> None:
    """Register the handlers; nothing that goes wrong reaches the asker in any other form."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(CSRFError, foreign_form)
    app.register_error_handler(SecurityError, foreign_host)
    app.register_error_handler(HTTPException, refused_by_framework)
    for unstorable in (DataError, OverflowError, UnicodeEncodeError):
        app.register_error_handler(unstorable, not_storable)
    app.register_error_handler(DBAPIError, database_failed)
    app.register_error_handler(PoolTimeout, database_failed)
    app.register_error_handler(OSError, system_failed)
    app.register_error_handler(Exception, failed)


def refused(error: Refusal) -> Response:
    """What an operation or a query refused."""
    abandon()
    if isinstance(error, Forbidden | NotFound | NotSignedIn):
        note_denial(error)
    if isinstance(error, NotSignedIn) and not for_programs():
        return _to_sign_in()
    headers = {}
    if isinstance(error, TooMany | Unavailable):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, NotSignedIn):
        headers["WWW-Authenticate"] = 'Bearer realm="linchpin"'
    return _answer(error.status, error.detail, error.problems, headers)


def foreign_form(_error: CSRFError) -> Response:
    """A form without our mark: it was left open too long, or another site sent it."""
    abandon()
    return _answer(
        400, _("This form has expired, or it did not come from one of our pages. Reload the page, then send it again.")
    )


def foreign_host(_error: SecurityError) -> Response:
    """A host name that is not ours: in bare words, since no address can be made for it."""
    return Response("This host name is not served here.\n", 400, mimetype="text/plain")


def refused_by_framework(error: HTTPException) -> Any:
    """What Flask and Werkzeug refuse by themselves: unknown addresses, wrong methods, bodies that are too large."""
    abandon()
    status = error.code or 500
    if status < 400:
        return error
    headers = {k: v for k, v in error.get_headers() if k in {"Allow", "Retry-After"}}
    return _answer(status, str(_DETAILS.get(status, _DETAILS[400] if status < 500 else _DETAILS[500])), (), headers)


def not_storable(error: DataError | OverflowError | UnicodeEncodeError) -> Response:
    """A number or a character that no database can hold: nothing has it as its number, and nothing can be set to it."""
    abandon_quietly()
    _log.warning("not_storable", error=type(error).__name__)
    numbers = [value for value in (request.view_args or {}).values() if isinstance(value, int)]
    if any(number > LARGEST_NUMBER for number in numbers):
        return _answer(404, str(_DETAILS[404]))
    return _answer(422, _("A number is too large, or a text has characters that cannot be kept. Nothing was changed."))


def database_failed(error: DBAPIError | PoolTimeout) -> Response:
    """The database is away, busy or full; what is none of these is our own mistake."""
    abandon_quietly()
    text = str(error.orig) if isinstance(error, DBAPIError) else ""
    if any(sign in text for sign in _FULL):
        _log.error("storage_full", error=text)
        return _answer(StorageFull.status, str(_DETAILS[507]))
    if isinstance(error, IntegrityError):
        # Whoever checked first was overtaken between the check and the write.
        _log.warning("integrity_conflict", error=text)
        return _answer(409, str(_DETAILS[409]))
    if isinstance(error, PoolTimeout | OperationalError | InterfaceError):
        _log.error("database_unavailable", error=text or str(error))
        return _answer(Unavailable.status, str(_DETAILS[503]), (), {"Retry-After": "5"})
    return failed(error)


def system_failed(error: OSError) -> Response:
    """The disk is full, or something else of the machine failed."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        abandon_quietly()
        _log.error("storage_full", error=str(error))
        return _answer(StorageFull.status, str(_DETAILS[507]))
    return failed(error)


def failed(error: Exception) -> Response:
    """Anything unforeseen: noted with its trace in the log, shown to nobody."""
    abandon_quietly()
    _log.error("unhandled_error", exc_info=error)
    return _answer(500, str(_DETAILS[500]), (), {}, with_request_id=True)


def abandon_quietly() -> None:
    """Take back the transaction where the connection still lives; one that is gone took it back itself."""
    try:
        abandon()
    except DBAPIError:
        _log.warning("rollback_failed")


def for_programs() -> bool:
    """Whether the answer goes to a program: anything under /api, or a caller that asks for JSON and not for HTML."""
    if request.path == "/api" or request.path.startswith("/api/"):
        return True
    accepted = request.accept_mimetypes
    wants_json = accepted["application/json"] or accepted[PROBLEM]
    return bool(wants_json > accepted["text/html"])


def _answer(
    status: int,
    detail: str,
    problems: Any = (),
    headers: Mapping[str, str] | None = None,
    *,
    with_request_id: bool = False,
) -> Response:
    title = str(TITLES.get(status, TITLES[400] if status < 500 else TITLES[500]))
    reference = g.get("request_id") if with_request_id else None
    if for_programs():
        body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        if problems:
            body["errors"] = list(problems)
        if reference:
            body["request_id"] = reference
        response = Response(orjson.dumps(body), status, mimetype=PROBLEM)
    else:
        response = Response(_page(status, title, detail, problems, reference), status, mimetype="text/html")
    response.headers.update(dict(headers or {}))
    return response


def _page(status: int, title: str, detail: str, problems: Any, reference: str | None) -> str:
    """The page of this status, or the one for all others; in bare words where even that cannot be drawn."""
    shown = detail if status in {403, 404} and detail != str(_DETAILS[status]) else None
    try:
        return render_template(
            [f"errors/{status}.html", "errors/refusal.html"],
            status=status,
            title=title,
            detail=shown if status in {403, 404} else detail,
            problems=problems,
            request_id=reference,
        )
    except (RuntimeError, TemplateError) as error:
        _log.error("error_page_failed", exc_info=error)
        return f"<!doctype html><title>{escape(title)}</title><h1>{escape(title)}</h1><p>{escape(detail)}</p>"


def _to_sign_in() -> Response:
    """Send a person to the sign-in page, and back afterwards where that can be done by a link."""
    target = url_for("login.show", next=request.full_path.rstrip("?") if request.method == "GET" else None)
    if request.headers.get("HX-Request"):
        return Response(status=401, headers={"HX-Redirect": url_for("login.show")})
    answer: Any = redirect(target, 303)
    return Response(answer.get_data(), 303, headers={"Location": answer.location})
