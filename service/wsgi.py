"""The application for a WSGI server: ``granian --interface wsgi --blocking-threads 1 service.wsgi:app``."""

from service.app import create_app
from service.edge.logs import configure_logs
from service.settings import Settings

_settings = Settings()
configure_logs(_settings)
app = create_app(_settings)
