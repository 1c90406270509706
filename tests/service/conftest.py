"""An application on the test's own database, and the cast that uses it."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from service.app import create_app
from service.database import sessions
from service.edge.application import Application
from service.settings import Settings
from tests.factories.cast import NOW, Cast, make_cast


@pytest.fixture
def app(settings: Settings, engine: Engine) -> Application:
    """The application at :data:`tests.factories.cast.NOW`; forms need no token here, but for the tests of just that."""
    made = create_app(settings, engine=engine, clock=lambda: NOW)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


@pytest.fixture
def client(app: Application) -> FlaskClient:
    """A browser on which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def cast(engine: Engine) -> Iterator[Cast]:
    """The cast, committed; its rows stay readable without a session."""
    with sessions(engine)() as session:
        made = make_cast(session)
        session.expunge_all()
        yield made
