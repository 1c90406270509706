"""Signing in as whom the organisation's own OpenID Connect issuer vouches for."""

import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskOAuth2App, OAuth
from flask import Blueprint, Flask, current_app, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from service.edge.browser import remember_sign_in
from service.edge.current import apart, now
from service.edge.permits import opens
from service.edge.state import settings
from service.edge.traces import FAILURES
from service.errors import NotFound, NotSignedIn
from service.operations.sign_in import sign_in_by_issuer
from service.settings import Settings
from service.web.login import safe_target

openid = Blueprint("openid", __name__, url_prefix="/login/openid")
opens(openid, "Whoever signs in is not signed in yet; the issuer's signed answer is the proof.")

_KEY = "linchpin_openid"
_NEXT = "openid_next"
_TIMEOUT_S = 5
_log = structlog.get_logger(__name__)


def install(app: Flask, chosen: Settings) -> None:
    """Register the issuer, where the settings name one; its document is read when somebody first signs in."""
    if not chosen.oidc_issuer:
        return
    oauth = OAuth(app)
    oauth.register(
        "issuer",
        client_id=chosen.oidc_client_id,
        client_secret=chosen.oidc_client_secret.get_secret_value() or None,
        server_metadata_url=chosen.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": _TIMEOUT_S,
        },
    )
    app.extensions[_KEY] = oauth


@openid.get("")
def begin() -> Response:
    """Send the browser to the issuer, with a state and a nonce that only this browser holds."""
    session[_NEXT] = safe_target(request.args.get("next"))
    try:
        answer: Response = _issuer().authorize_redirect(settings().base_url + url_for("openid.finish"))
    except (RequestException, AuthlibBaseError) as error:
        return _failed("issuer unreachable", error)
    return answer


@openid.get("/callback")
def finish() -> Response:
    """Take the issuer's answer: signature, issuer, audience, nonce and age are checked before it is believed."""
    issuer, target = _issuer(), safe_target(session.get(_NEXT))
    try:
        claims = issuer.authorize_access_token().get("userinfo") or {}
    except (RequestException, AuthlibBaseError, JoseError, ValueError) as error:
        return _failed("answer refused", error)
    try:
        with apart() as writing:
            signed_in = sign_in_by_issuer(writing, claims, agent=request.user_agent.string, now=now())
    except NotSignedIn as refusal:
        FAILURES.inc()
        flash(refusal.detail, "danger")
        return redirect(url_for("login.show"))
    remember_sign_in(signed_in.secret)
    return redirect(target)


def _failed(what: str, error: Exception) -> Response:
    _log.warning("openid_failed", what=what, error=type(error).__name__)
    FAILURES.inc()
    flash(_("Your organisation's sign-in did not work. Try again, or sign in with a password."), "danger")
    return redirect(url_for("login.show"))


def _issuer() -> FlaskOAuth2App:
    oauth: OAuth | None = current_app.extensions.get(_KEY)
    if oauth is None:
        raise NotFound
    return oauth.issuer
