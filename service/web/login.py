"""Signing in and out, and the language of a browser."""

from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from service.auth.attempts import Attempt, attempt
from service.auth.policy import Resource
from service.edge.browser import forget_sign_in, remember_language, remember_sign_in
from service.edge.current import (
    commit_even_if_refused,
    current_principal,
    current_session,
    identity_or_none,
    now,
    principal_or_none,
)
from service.edge.permits import allows, open_to_all
from service.edge.state import settings
from service.edge.traces import FAILURES
from service.errors import NotSignedIn, TooMany
from service.i18n.languages import LANGUAGES, nearest_language
from service.operations.change_profile import choose_language
from service.operations.sign_in import sign_in_by_password, sign_out
from service.web.demo_logins import demo_logins

login = Blueprint("login", __name__)

OPEN = "Whoever signs in is not signed in yet."


@login.get("/login")
@open_to_all(OPEN)
def show() -> AnyResponse | str:
    """The sign-in page; who is signed in already goes on."""
    if principal_or_none() is not None:
        return redirect(safe_target(request.args.get("next")))
    return _page(request.args.get("next"))


@login.post("/login")
@open_to_all(OPEN)
def sign_in() -> AnyResponse | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Take an address and a password."""
    email = request.form.get("email", "")[:320]
    password = request.form.get("password", "")
    target = request.form.get("next")
    try:
        signed_in = sign_in_by_password(
            current_session(),
            email,
            password,
            this_attempt(email),
            agent=request.user_agent.string,
            now=now(),
        )
    except TooMany as refusal:
        return _page(target, email, refusal.detail), refusal.status, {"Retry-After": str(refusal.retry_after)}
    except NotSignedIn as refusal:
        FAILURES.inc()
        commit_even_if_refused()
        return _page(target, email, refusal.detail), 422
    remember_sign_in(signed_in.secret)
    return redirect(safe_target(target), 303)


@login.post("/logout")
@open_to_all("A sign-out must also work once the sign-in has ended by itself.")
def leave() -> AnyResponse:
    """End this sign-in; the cookie is worth nothing afterwards."""
    identity = identity_or_none()
    if identity is not None and identity.browser_session_id is not None:
        sign_out(current_session(), identity.principal, identity.browser_session_id, now=now())
    forget_sign_in()
    response = redirect(url_for("login.show"), 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@login.post("/preferences/language")
@open_to_all("A language is chosen before signing in too; respondents choose theirs.")
def choose() -> AnyResponse:
    """Remember the language: with the user where one is signed in, else with the browser."""
    language = nearest_language(request.form.get("language"))
    remember_language(language)
    if principal_or_none() is not None:
        choose_language(current_session(), current_principal(), language, now=now())
    with force_locale(language):
        flash(_("The language is now %(language)s.", language=LANGUAGES[language]), "success")
    return redirect(safe_target(request.form.get("next")), 303)


@login.get("/")
@allows(Resource.SELF)
def home() -> AnyResponse:
    """Where somebody who signed in begins: the first place of the rail that this installation has."""
    served = {rule.rule for rule in current_app.url_map.iter_rules() if "GET" in (rule.methods or set())}
    return redirect("/portfolio" if "/portfolio" in served else "/profile")


def this_attempt(name: str) -> Attempt:
    """The attempt that the current request makes."""
    return attempt(name, request.remote_addr or "", str(current_app.secret_key))


def safe_target(target: str | None) -> str:
    """The place to go on to, if it lies on this site; else the start page.

    >>> safe_target("/accounts/3?tab=map"), safe_target("https://evil.example/"), safe_target("//evil.example")
    ('/accounts/3?tab=map', '/', '/')
    """
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return "/"
    if any(ord(character) < 32 or character == "\\" for character in target):
        return "/"
    parts = urlsplit(target)
    return "/" if parts.scheme or parts.netloc or parts.path in {"/login", "/logout"} else target


def _page(target: str | None, email: str = "", problem: str | None = None) -> str:
    return render_template(
        "login/login.html",
        next=safe_target(target),
        email=email,
        problem=problem,
        openid=bool(settings().oidc_issuer),
        demo=demo_logins(),
    )
