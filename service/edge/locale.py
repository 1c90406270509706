"""In which language and time zone the asker is answered."""

from flask import Flask, g, has_request_context, request
from flask_babel import Babel
from sqlalchemy.exc import SQLAlchemyError

from service.edge.browser import browser_language
from service.edge.current import principal_or_none
from service.i18n.languages import LANGUAGES, nearest_language

babel = Babel()


def install(app: Flask) -> None:
    """Let every text, date and number follow the asker."""
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "i18n/translations"
    babel.init_app(app, locale_selector=language, timezone_selector=time_zone)
    app.jinja_env.globals["languages"] = LANGUAGES


def language() -> str:
    """The user's own language, else the one chosen on this browser, else what the browser asks for."""
    if not has_request_context():
        return "en"
    identity = _known()
    if identity:
        return nearest_language(identity)
    chosen = browser_language()
    if chosen:
        return nearest_language(chosen)
    return nearest_language(request.accept_languages.best_match(_asked_for()) or "en")


def time_zone() -> str:
    """The user's time zone; UTC for strangers."""
    if not has_request_context() or _known() is None:
        return "UTC"
    return g.identity.principal.time_zone or "UTC"


def _known() -> str | None:
    """The language of the one who asks, where the database can be asked; an error page must not need it."""
    if "identity" not in g:
        if request.url_rule is None:
            return None
        try:
            principal_or_none()
        except SQLAlchemyError:
            g.identity = None
    return None if g.identity is None else g.identity.principal.language


def _asked_for() -> list[str]:
    return [*LANGUAGES, "zh-CN", "zh-Hans", "zh-TW", "en-GB", "en-US"]
