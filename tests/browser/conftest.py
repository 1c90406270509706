"""The application on a database of its own, answering a real browser, with the cast of all tests."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page
from sqlalchemy import Engine

from models.user import User
from service.app import create_app
from service.database import sessions
from service.edge.application import Application
from service.settings import Settings
from tests.factories.cast import NOW, Cast, login, make_cast
from tests.fixtures.serving import Serve


@dataclass(frozen=True)
class Site:
    """Where the site answers, and who uses it."""

    app: Application
    address: str
    cast: Cast

    def open(self, page: Page, path: str, user: User | None = None) -> Page:
        """Open ``path``; as ``user``, signed in already, where one is given."""
        if user is not None:
            name = self.app.config["SESSION_COOKIE_NAME"]
            cookie = login(self.app.test_client(), user).get_cookie(name)
            assert cookie is not None
            page.context.add_cookies([{"name": name, "value": cookie.value, "url": self.address}])
        page.goto(self.address + path)
        return page


@pytest.fixture
def site(settings: Settings, engine: Engine, serve: Serve) -> Site:
    """The application with the cast, answering a browser until the test ends."""
    with sessions(engine)() as session:
        cast = make_cast(session)
        session.expunge_all()
    app = create_app(settings, engine=engine, clock=lambda: NOW)
    return Site(app, serve(app), cast)
