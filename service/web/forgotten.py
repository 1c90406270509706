"""Forgotten the password: the page says the same whatever address is entered."""

from flask import Blueprint, render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _

from service.edge.current import commit_even_if_refused, current_session, now
from service.edge.permits import opens
from service.edge.state import settings
from service.errors import TooMany
from service.i18n.languages import nearest_language
from service.operations.ask_password_link import LinkOffice, ask_password_link
from service.secret_key import secret_keys

forgotten = Blueprint("forgotten", __name__, url_prefix="/forgotten-password")
opens(forgotten, "Whoever has forgotten the password cannot sign in.")

Answer = str | tuple[str, int] | tuple[str, int, dict[str, str]]


@forgotten.get("")
def show() -> str:
    """The form."""
    return render_template("login/forgotten.html", email="", errors={}, asked=False)


@forgotten.post("")
def ask() -> Answer:
    """Send the link, if there is somebody to send it to."""
    email = request.form.get("email", "").strip()[:320]
    if "@" not in email or not email.isprintable():
        errors = {"email": _("Enter the address that you sign in with.")}
        return render_template("login/forgotten.html", email=email, errors=errors, asked=False), 422
    chosen = settings()
    office = LinkOffice(secret_keys(chosen), chosen.base_url)
    language = nearest_language(str(get_locale()))
    try:
        ask_password_link(current_session(), email, request.remote_addr or "", office, language=language, now=now())
    except TooMany as refusal:
        commit_even_if_refused()
        page = render_template("login/forgotten.html", email=email, errors={"": refusal.detail}, asked=False)
        return page, refusal.status, {"Retry-After": str(refusal.retry_after)}
    return render_template("login/forgotten.html", email=email, errors={}, asked=True)
