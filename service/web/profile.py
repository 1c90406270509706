"""What everybody sets for themselves: name, language, time zone, password, sign-ins and tokens."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import available_timezones

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.auth.policy import Resource
from service.edge.browser import forget_sign_in, remember_sign_in
from service.edge.current import current_principal, current_session, identity_or_none, now
from service.edge.permits import needs
from service.errors import Invalid
from service.operations.change_profile import change_profile
from service.operations.end_sessions import end_sessions
from service.operations.issue_token import issue_token, revoke_token
from service.operations.set_password import change_own_password
from service.operations.sign_in import open_session
from service.queries.users import oneself, sessions_of, tokens_of
from service.web.form_errors import form_errors
from service.web.scopes import scope_rows

profile = Blueprint("profile", __name__, url_prefix="/profile")
needs(profile, Resource.SELF)


@profile.get("")
def show() -> str:
    """All of it on one page."""
    return _page()


@profile.post("")
def change() -> Response | tuple[str, int]:
    """Name, title, language, time zone."""
    form = request.form
    try:
        change_profile(
            current_session(),
            current_principal(),
            name=form.get("name", ""),
            title=form.get("title", ""),
            language=form.get("language", ""),
            time_zone=form.get("time_zone", ""),
            now=now(),
        )
    except Invalid as refusal:
        current_session().rollback()
        return _page(errors=form_errors(refusal), entered=form.to_dict()), 422
    flash(_("Your profile was saved."), "success")
    return redirect(url_for("profile.show"), 303)


@profile.post("/password")
def password() -> Response | tuple[str, int]:
    """Another password: every other browser is signed out, this one stays."""
    form, session, principal = request.form, current_session(), current_principal()
    if form.get("password", "") != form.get("repeated", ""):
        return _page(password_errors={"repeated": _("The two entries differ.")}), 422
    try:
        user = change_own_password(
            session, principal, form.get("old_password", ""), form.get("password", ""), now=now()
        )
    except Invalid as refusal:
        session.rollback()
        return _page(password_errors=form_errors(refusal)), 422
    remember_sign_in(open_session(session, user, "password", agent=request.user_agent.string, now=now()).secret)
    flash(_("Your password was changed. All other browsers are signed out."), "success")
    return redirect(url_for("profile.show"), 303)


@profile.post("/sessions/end")
def end() -> Response:
    """Sign out everywhere, here too."""
    principal = current_principal()
    end_sessions(current_session(), principal, principal.user_id or 0, now=now())
    forget_sign_in()
    return redirect(url_for("login.show"), 303)


@profile.post("/tokens")
def issue() -> str | tuple[str, int]:
    """Issue a token, and show it this once."""
    form = request.form
    try:
        issued = issue_token(
            current_session(),
            current_principal(),
            name=form.get("token_name", ""),
            scopes=form.getlist("scopes"),
            expires_at=_end_of(form.get("expires_on", "")),
            now=now(),
        )
    except Invalid as refusal:
        current_session().rollback()
        errors = form_errors(refusal, {"name": "token_name", "expires_at": "expires_on"})
        return _page(token_errors=errors, entered=form.to_dict(), chosen=form.getlist("scopes")), 422
    return _page(issued=issued.text)


@profile.post("/tokens/<int:token_id>/revoke")
def revoke(token_id: int) -> Response:
    """Take a token out of force."""
    revoke_token(current_session(), current_principal(), token_id, now=now())
    flash(_("The token is revoked. Programs that use it are refused from now on."), "success")
    return redirect(url_for("profile.show") + "#tokens", 303)


def _end_of(text: str) -> datetime | None:
    """The last moment of a day in UTC; None where no day was chosen.

    :raises Invalid: it is no day.
    """
    if not text.strip():
        return None
    try:
        return datetime.combine(date.fromisoformat(text.strip()), time(23, 59, 59), UTC)
    except ValueError as error:
        message = _("Write a date like 2027-06-30.")
        raise Invalid(message, [{"path": "expires_at", "message": message}]) from error


def _page(
    errors: dict[str, str] | None = None,
    password_errors: dict[str, str] | None = None,
    token_errors: dict[str, str] | None = None,
    entered: dict[str, str] | None = None,
    chosen: list[str] | None = None,
    issued: str | None = None,
) -> str:
    session, principal = current_session(), current_principal()
    identity = identity_or_none()
    user = oneself(session, principal)
    return render_template(
        "profile/profile.html",
        user=user,
        entered=entered or {},
        errors=errors or {},
        password_errors=password_errors or {},
        token_errors=token_errors or {},
        chosen=chosen or [],
        issued=issued,
        scopes=scope_rows(principal),
        tokens=tokens_of(session, principal, user.id),
        sessions=sessions_of(session, principal, user.id, now=now()),
        this_session=identity.browser_session_id if identity else None,
        time_zones=sorted(available_timezones()),
        in_ninety_days=(now() + timedelta(days=90)).date(),
        now=now(),
    )
