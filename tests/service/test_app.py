"""The application as a whole: sign-in, one commit per request, errors that say nothing they should not."""

from flask.testing import FlaskClient

from service.edge.application import Application
from tests.factories.cast import Cast, login


def test_the_process_says_that_it_lives(client: FlaskClient) -> None:
    assert client.get("/healthz").data == b"ok\n"


def test_the_cast_can_sign_in(app: Application, cast: Cast) -> None:
    for user in (cast.admin, cast.leadership, cast.sales, cast.csm, cast.outsider, cast.read_only):
        assert login(app.test_client(), user).get("/").status_code == 302
    assert login(app.test_client(), cast.disabled).get("/").headers["Location"].startswith("/login")
