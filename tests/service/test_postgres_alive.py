"""A database that hangs, or was restarted under open connections."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from select import select

import pytest
from sqlalchemy import Engine, make_url, text

from service.app import create_app
from service.database import engine_for
from service.settings import Settings
from tests.factories.cast import NOW

pytestmark = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


class Wire:
    """A network between us and the database that can go silent without hanging up."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.silent = threading.Event()
        self._closed = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self._listener.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        far = socket.socket(socket.AF_UNIX)
        with closing(near), closing(far), suppress(OSError):
            far.connect(f"{self._folder}/.s.PGSQL.5432")
            while not self._closed.is_set():
                readable, _, _ = select([near, far], [], [], 0.05)
                for one in readable if not self.silent.is_set() else ():
                    data = one.recv(65_536)
                    if not data:
                        return
                    (far if one is near else near).sendall(data)

    def close(self) -> None:
        """Hang up."""
        self._closed.set()
        self._listener.close()


@pytest.fixture
def wire(database_url: str) -> Iterator[Wire]:
    made = Wire(str(make_url(database_url).query["host"]))
    yield made
    made.close()


@pytest.fixture
def engine(database_url: str, wire: Wire) -> Iterator[Engine]:
    url = make_url(database_url).set(host="127.0.0.1", port=wire.port, query={})
    made = engine_for(url.render_as_string(hide_password=False))
    yield made
    made.dispose()


def test_a_silent_database_is_answered_for_and_found_again(settings: Settings, engine: Engine, wire: Wire) -> None:
    client = create_app(settings, engine=engine, clock=lambda: NOW).test_client()
    assert client.get("/readyz").status_code == 200
    wire.silent.set()
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    wire.silent.clear()
    assert client.get("/readyz").status_code == 200


def test_a_connection_that_was_ended_while_it_rested_is_replaced(engine: Engine, database_url: str) -> None:
    own = text("SELECT pg_backend_pid()")
    with engine.connect() as connection:
        ended = connection.execute(own).scalar_one()
    other = engine_for(database_url)
    with other.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:number, 5000)"), {"number": ended})
    other.dispose()
    with engine.connect() as connection:
        assert connection.execute(own).scalar_one() != ended
