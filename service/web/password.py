"""Choosing a password by a link that somebody was given."""

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.auth.identify import principal_of
from service.auth.password_links import PasswordLinks
from service.edge.browser import remember_sign_in
from service.edge.current import current_session, now
from service.edge.permits import open_to_all
from service.edge.state import settings
from service.errors import Invalid
from service.operations.set_password import choose_password
from service.operations.sign_in import open_session
from service.secret_key import secret_keys
from service.web.form_errors import form_errors

password = Blueprint("password", __name__, url_prefix="/choose-password")

WHY_OPEN = "The signed link is the proof; whoever has no password yet cannot sign in."


@password.get("/<token>")
@open_to_all(WHY_OPEN)
def show(token: str) -> str:
    """The form; looking at it changes nothing."""
    user = PasswordLinks(secret_keys(settings())).read(current_session(), token, now=now())
    return render_template("login/choose_password.html", user=user, token=token, errors={})


@password.post("/<token>")
@open_to_all(WHY_OPEN)
def choose(token: str) -> Response | tuple[str, int]:
    """Take the password, and sign in with it."""
    session = current_session()
    user = PasswordLinks(secret_keys(settings())).read(session, token, now=now())
    entered = request.form.get("password", "")
    errors = {}
    if entered != request.form.get("repeated", ""):
        errors = {"repeated": _("The two entries differ.")}
    else:
        try:
            user = choose_password(session, principal_of(session, user, now=now()), entered, now=now())
        except Invalid as refusal:
            errors = form_errors(refusal)
    if errors:
        return render_template("login/choose_password.html", user=user, token=token, errors=errors), 422
    remember_sign_in(open_session(session, user, "password", agent=request.user_agent.string, now=now()).secret)
    flash(_("Your password is set, and you are signed in."), "success")
    return redirect("/", 303)
