"""The application factory: pages, API and everything that stands between them and the network."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from models.base import utc_now
from service import api, web
from service.database import engine_for, sessions
from service.edge import gate, headers, locale, rates, refusals, traces
from service.edge.application import Application
from service.edge.current import close_session
from service.edge.health import health
from service.edge.permits import check_permits
from service.edge.state import KEY, State
from service.secret_key import secret_keys
from service.settings import Settings

SESSION_IDLE = timedelta(hours=12)


def create_app(
    settings: Settings | None = None,
    *,
    engine: Engine | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> Application:
    """A ready application.

    ``settings`` are read from the environment where none are given; tests give an ``engine`` and a ``clock``.

    :raises UndeclaredRoute: a route says neither what it needs nor that it is open.
    """
    settings = settings or Settings()
    engine = engine or engine_for(settings.database)
    app = Application("service.app", doc_ui=False, static_folder=None, template_folder="web/templates")
    app.extensions[KEY] = State(settings, engine, sessions(engine), clock)
    _configure(app, settings)
    traces.install(app)
    locale.install(app)
    refusals.install(app)
    rates.install(app)
    gate.install(app)
    headers.install(app, settings)
    app.teardown_appcontext(close_session)
    app.register_blueprint(health)
    web.install(app)
    api.install(app)
    check_permits(app)
    return app


def _configure(app: Application, settings: Settings) -> None:
    base = urlsplit(settings.base_url)
    secure = base.scheme == "https" if settings.secure_cookies is None else settings.secure_cookies
    current, *older = secret_keys(settings)
    app.config.update(
        SECRET_KEY=current,
        SECRET_KEY_FALLBACKS=older,
        MAX_CONTENT_LENGTH=settings.max_body_mb * gate.MIB,
        MAX_FORM_MEMORY_SIZE=settings.max_body_mb * gate.MIB,
        TRUSTED_HOSTS=settings.trusted_hosts or [base.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"],
        SESSION_COOKIE_NAME="__Host-linchpin" if secure else "linchpin",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=SESSION_IDLE,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
    if settings.proxy_hops:
        hops = settings.proxy_hops
        # Flask documents that its WSGI callable is replaced in this way.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
