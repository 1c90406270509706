"""The application for a WSGI server: ``granian --interface wsgi --blocking-threads 1 service.wsgi:app``.

``app`` is made when the server first asks for it, not when this module is read: a test run, a linter or a shell that
reads it opens no database and makes no key.
"""

from functools import cache

from service.app import create_app
from service.edge.application import Application
from service.edge.logs import configure_logs
from service.settings import Settings


@cache
def _application() -> Application:
    settings = Settings()
    configure_logs(settings)
    return create_app(settings)


def __getattr__(name: str) -> Application:
    if name == "app":
        return _application()
    raise AttributeError(name)
