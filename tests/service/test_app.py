"""The application as a whole: one commit per request, errors that tell nothing, headers on every answer."""

import errno
import io
from collections.abc import Iterator
from typing import NoReturn

import pytest
from flask import Blueprint, Response, request
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from models.audit import AuditEvent
from models.case import RootCause
from service.app import create_app
from service.auth.policy import Resource
from service.database import engine_for, sessions
from service.edge.application import Application
from service.edge.current import commit_even_if_refused, current_session
from service.edge.permits import allows, needs, open_to_all
from service.errors import Conflict, Invalid
from service.settings import Settings
from tests.factories.cast import CANARY_A, NOW, Cast, bearer, login

SECRET = "a sentence that only the log may see: SELECT password FROM user"


def _probe() -> Blueprint:
    """Routes that behave well or badly, as the tests need them."""
    probe = Blueprint("probe", __name__, url_prefix="/api/v1/probe")
    needs(probe, Resource.ACCOUNT)

    def add(name: str) -> None:
        current_session().add(RootCause(name=name, created_at=NOW, updated_at=NOW))
        current_session().flush()

    @probe.post("/kept")
    def kept() -> str:
        add("kept")
        return "ok"

    @probe.post("/refused")
    def refused() -> NoReturn:
        add("refused")
        raise Conflict("It clashes.", [{"path": "name", "message": "Taken."}])

    @probe.post("/answered")
    def answered() -> tuple[str, int]:
        add("answered")
        return "no", 422

    @probe.post("/recorded")
    def recorded() -> tuple[str, int]:
        add("recorded")
        commit_even_if_refused()
        return "no", 422

    @probe.post("/twice")
    def twice() -> str:
        # Noticed by the database only when the request's changes are written at the commit.
        current_session().add_all([RootCause(name="twice", created_at=NOW, updated_at=NOW) for _ in range(2)])
        return "ok"

    _fail(probe)
    return probe


def _fail(probe: Blueprint) -> None:
    @probe.get("/broken")
    def broken() -> NoReturn:
        raise RuntimeError(SECRET)

    @probe.get("/sql")
    def sql() -> str:
        current_session().execute(text("SELECT nonsense FROM nowhere"))
        return "never"

    @probe.post("/full")
    def full() -> NoReturn:
        current_session().add(RootCause(name="full", created_at=NOW, updated_at=NOW))
        current_session().flush()
        raise OSError(errno.ENOSPC, "No space left on device", "/secret/place")

    @probe.post("/full-database")
    def full_database() -> NoReturn:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    @probe.post("/json")
    def takes_json() -> Response:
        return Response(str(request.get_json()))

    @probe.post("/upload")
    @allows(Resource.IMPORT, upload=True)
    def upload() -> str:
        return str(len(request.files["file"].read()))

    @probe.get("/invalid")
    def invalid() -> NoReturn:
        raise Invalid("Not so.", [{"path": "a.b", "message": "Wrong."}])

    @probe.post("/hook")
    @open_to_all("Another service calls it.", csrf=False)
    def hook() -> str:
        return "ok"


@pytest.fixture
def app(settings: Settings, engine: Engine) -> Application:
    made = create_app(settings, engine=engine, clock=lambda: NOW)
    made.config["WTF_CSRF_ENABLED"] = False
    made.register_blueprint(_probe())
    return made


@pytest.fixture
def client(app: Application, cast: Cast) -> FlaskClient:
    return login(app.test_client(), cast.csm)


@pytest.fixture
def causes(engine: Engine) -> Iterator[Session]:
    with sessions(engine)() as session:
        yield session


def names(session: Session) -> list[str]:
    session.rollback()
    return list(session.exec(select(RootCause.name).order_by(col(RootCause.name))))


def test_the_process_says_that_it_lives_and_that_it_can_serve(client: FlaskClient) -> None:
    assert client.get("/healthz").data == b"ok\n"
    assert client.get("/readyz").data == b"ready\n"


def test_a_request_commits_once_and_only_where_it_succeeds(client: FlaskClient, causes: Session) -> None:
    assert client.post("/api/v1/probe/kept").status_code == 200
    assert client.post("/api/v1/probe/refused").status_code == 409
    assert client.post("/api/v1/probe/answered").status_code == 422
    assert client.post("/api/v1/probe/recorded").status_code == 422
    assert names(causes) == ["kept", "recorded"]


def test_what_fails_at_the_commit_is_answered_like_any_failure(client: FlaskClient, causes: Session) -> None:
    answer = client.post("/api/v1/probe/twice")
    assert answer.status_code == 409
    assert answer.mimetype == "application/problem+json"
    assert names(causes) == []


def test_a_refusal_is_a_problem_document_that_names_the_places(client: FlaskClient) -> None:
    answer = client.get("/api/v1/probe/invalid")
    assert answer.mimetype == "application/problem+json"
    assert answer.json == {
        "type": "about:blank",
        "title": "Not valid",
        "status": 422,
        "detail": "Not so.",
        "errors": [{"path": "a.b", "message": "Wrong."}],
    }


@pytest.mark.parametrize("path", ["broken", "sql"])
def test_an_unforeseen_error_tells_nothing_but_its_reference(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/api/v1/probe/{path}")
    assert answer.status_code in {500, 503}
    assert answer.mimetype == "application/problem+json"
    for word in ("SELECT", "nonsense", "Traceback", "sqlite", "psycopg", "/home", ".py", "password"):
        assert word not in answer.text
    if path == "broken":
        assert answer.json is not None
        assert answer.json["request_id"] == answer.headers["X-Request-ID"]


@pytest.mark.parametrize("path", ["full", "full-database"])
def test_a_full_disk_is_said_and_nothing_is_changed(client: FlaskClient, causes: Session, path: str) -> None:
    answer = client.post(f"/api/v1/probe/{path}")
    assert (answer.status_code, answer.mimetype) == (507, "application/problem+json")
    assert "/secret/place" not in answer.text
    assert names(causes) == []


def test_what_the_framework_refuses_looks_like_every_other_refusal(client: FlaskClient) -> None:
    for answer, status in (
        (client.get("/api/v1/nowhere"), 404),
        (client.put("/api/v1/probe/kept"), 405),
        (client.post("/api/v1/probe/json", data="{", content_type="application/json"), 400),
        (client.post("/api/v1/probe/json", data="a=1"), 415),
        (client.post("/api/v1/probe/json", data=b"x" * (3 * 1024 * 1024), content_type="application/json"), 413),
    ):
        assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert "POST" in client.put("/api/v1/probe/kept").headers["Allow"]
    page = client.get("/nowhere")
    assert (page.status_code, page.mimetype) == (404, "text/html")


def test_only_uploads_may_be_large(client: FlaskClient) -> None:
    large = b"x" * (3 * 1024 * 1024)
    answer = client.post("/api/v1/probe/upload", data={"file": (io.BytesIO(large), "people.csv")})
    assert answer.text == str(len(large))


def test_a_foreign_host_name_is_not_answered(client: FlaskClient) -> None:
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/healthz", headers={"Host": "127.0.0.1:8000"}).status_code == 200


def test_every_answer_carries_the_headers(client: FlaskClient) -> None:
    for path in ("/profile", "/nowhere", "/api/v1/probe/broken", "/healthz"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cache-Control"] == "no-store"
        assert len(headers["X-Request-ID"]) == 32
        assert "Strict-Transport-Security" not in headers


def test_behind_https_the_cookie_is_secure_and_transport_strict(settings: Settings, engine: Engine, cast: Cast) -> None:
    https = settings.model_copy(update={"base_url": "https://linchpin.example", "proxy_hops": 1})
    app = create_app(https, engine=engine, clock=lambda: NOW)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "linchpin.example", "X-Forwarded-For": "192.0.2.1"}
    answer = client.post(
        "/login", data={"email": cast.csm.email, "password": "a password of the tests"}, headers=headers
    )
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-linchpin=")
    assert all(flag in cookie for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_denials_are_on_record_with_who_and_what(app: Application, cast: Cast, engine: Engine) -> None:
    answer = login(app.test_client(), cast.sales).get("/admin/users/1")
    assert answer.status_code == 403
    assert CANARY_A not in answer.text
    with sessions(engine)() as session:
        event = session.exec(select(AuditEvent).where(col(AuditEvent.action) == "denied")).one()
    assert (event.actor_user_id, event.target_id) == (cast.sales.id, "admin_users.show")
    assert event.fields == {"method": "GET", "status": 403, "arguments": {"user_id": 1}}
    assert event.request_id == answer.headers["X-Request-ID"]


def test_programs_need_no_form_token_but_browsers_do(settings: Settings, engine: Engine, cast: Cast) -> None:
    app = create_app(settings, engine=engine, clock=lambda: NOW)
    app.register_blueprint(_probe())
    program = app.test_client()
    assert program.post("/api/v1/probe/kept", headers=bearer(cast.token_csm)).status_code == 200
    assert program.post("/api/v1/probe/hook").status_code == 200
    browser = login(app.test_client(), cast.csm)
    answer = browser.post("/api/v1/probe/refused")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert app.test_client().post("/api/v1/probe/kept").status_code == 401


def test_counters_are_for_this_machine_and_for_administrators(app: Application, cast: Cast) -> None:
    app.test_client().get("/healthz")
    local = app.test_client().get("/metrics")
    assert 'linchpin_requests_total{method="GET",route="/healthz",status="200"}' in local.text
    elsewhere = app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert elsewhere.get("/metrics").status_code == 404
    assert elsewhere.get("/metrics", headers=bearer(cast.token_csm)).status_code == 404
    assert elsewhere.get("/metrics", headers=bearer(cast.token_admin)).status_code == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_a_database_it_says_so_and_lives(settings: Settings) -> None:
    engine = engine_for("postgresql://user:secret@127.0.0.1:1/nothing")
    app = create_app(settings, engine=engine, clock=lambda: NOW)
    app.register_blueprint(_probe())
    client = app.test_client()
    assert client.get("/healthz").status_code == 200
    for path, kind in (
        ("/readyz", "text/html"),
        ("/admin/users", "text/html"),
        ("/api/v1/probe/invalid", "application/problem+json"),
    ):
        answer = client.get(path, headers=bearer("lp_0123456789_x"))
        assert (answer.status_code, answer.headers["Retry-After"], answer.mimetype) == (503, "5", kind)
        assert "secret" not in answer.text


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
def test_a_number_that_no_row_can_have_is_not_found(app: Application, cast: Cast, number: int) -> None:
    client = login(app.test_client(), cast.admin)
    assert client.get(f"/admin/users/{number}").status_code == 404
    assert client.post(f"/admin/users/{number}/disable").status_code == 404
    assert client.get(f"/admin/users?team={number}").status_code in {200, 422}


def test_characters_that_cannot_be_kept_are_refused(app: Application, cast: Cast) -> None:
    client = login(app.test_client(), cast.admin)
    form = {"email": "new@example.com", "name": "New", "role": "csm", "language": "en", "time_zone": "UTC"}
    for field in ("name", "email", "title"):
        assert client.post("/admin/users", data={**form, field: "a\x00b"}).status_code == 422
    assert client.get("/admin/users?q=%00").status_code in {200, 422}
    assert client.post("/login", data={"email": "a\x00b", "password": "\x00"}).status_code == 422
