"""Signing in by the organisation's OpenID Connect issuer."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import col, select

from models.audit import AuditEvent
from models.user import User
from service.app import create_app
from service.database import sessions
from service.edge.application import Application
from service.settings import Settings
from tests.factories.cast import NOW, Cast
from tests.factories.issuer import CLIENT, Issuer, running_issuer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def running() -> Iterator[Issuer]:
    with running_issuer() as issuer:
        yield issuer


@pytest.fixture
def issuer(running: Issuer) -> Issuer:
    running.claims, running.signing_key = {}, None
    return running


@pytest.fixture
def app(settings: Settings, engine: Engine, issuer: Issuer) -> Application:
    chosen = settings.model_copy(
        update={
            "oidc_issuer": issuer.address,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SecretStr("the client's secret"),
            "base_url": "http://localhost",
        }
    )
    return create_app(chosen, engine=engine, clock=lambda: NOW)


def come_back(client: FlaskClient, issuer: Issuer, target: str = "/profile") -> str:
    """Go to the issuer and come back; the place where that ends."""
    away = client.get("/login/openid", query_string={"next": target}).headers["Location"]
    assert away.startswith(issuer.address + "/authorize?")
    return client.get(issuer.consent(away)).headers["Location"]


def test_who_is_vouched_for_comes_in_where_they_wanted(
    client: FlaskClient, cast: Cast, issuer: Issuer, engine: Engine
) -> None:
    issuer.claims = {"email": cast.csm.email.upper(), "email_verified": True}
    assert come_back(client, issuer, "/profile?x=1") == "/profile?x=1"
    assert cast.csm.email in client.get("/profile").text
    assert issuer.asked[-1]["scope"] == "openid email profile"
    assert issuer.asked[-1]["code_challenge_method"] == "S256"
    assert issuer.asked[-1]["redirect_uri"] == "http://localhost/login/openid/callback"
    with sessions(engine)() as session:
        event = session.exec(select(AuditEvent).where(col(AuditEvent.action) == "signed_in")).one()
    assert (event.actor_user_id, event.fields) == (cast.csm.id, {"method": "openid"})


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@linchpin.example"},
        {"email": "csm@linchpin.example", "email_verified": False},
        {"email": "disabled@linchpin.example"},
        {"email": None},
        {"email": ["csm@linchpin.example"]},
        {},
    ],
    ids=["unknown", "unverified", "disabled", "none", "a list", "absent"],
)
def test_nobody_is_added_and_nobody_guessed(
    client: FlaskClient, cast: Cast, issuer: Issuer, engine: Engine, claims: dict[str, object]
) -> None:
    issuer.claims = claims
    assert come_back(client, issuer) == "/login"
    assert "you have no access here" in client.get("/login").text
    assert client.get("/profile").status_code == 303
    with sessions(engine)() as session:
        assert len(session.exec(select(User)).all()) == 7


@pytest.mark.parametrize(
    "lie",
    [{"aud": "somebody-else"}, {"iss": "http://evil.example"}, {"nonce": "another"}, {"exp": 1, "iat": 0}],
    ids=["for another client", "by another issuer", "for another browser", "too old"],
)
def test_an_answer_that_is_not_for_us_is_not_believed(
    client: FlaskClient, cast: Cast, issuer: Issuer, lie: dict[str, object]
) -> None:
    issuer.claims = {"email": cast.csm.email, **lie}
    assert come_back(client, issuer) == "/login"
    assert client.get("/profile").status_code == 303


def test_an_answer_signed_by_somebody_else_is_not_believed(client: FlaskClient, cast: Cast, issuer: Issuer) -> None:
    issuer.claims = {"email": cast.csm.email}
    issuer.signing_key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
    assert come_back(client, issuer) == "/login"
    assert client.get("/profile").status_code == 303


def test_an_answer_that_another_browser_asked_for_is_not_taken(
    app: Application, client: FlaskClient, cast: Cast, issuer: Issuer
) -> None:
    issuer.claims = {"email": cast.csm.email}
    planted = issuer.consent(client.get("/login/openid").headers["Location"])
    victim = app.test_client()
    assert victim.get(planted).headers["Location"] == "/login"
    assert victim.get("/profile").status_code == 303


def test_an_issuer_that_does_not_answer_leaves_the_password(settings: Settings, engine: Engine, cast: Cast) -> None:
    chosen = settings.model_copy(update={"oidc_issuer": "http://127.0.0.1:1", "oidc_client_id": CLIENT})
    client = create_app(chosen, engine=engine, clock=lambda: NOW).test_client()
    assert client.get("/login/openid").headers["Location"] == "/login"
    assert "sign in with a password" in client.get("/login").text


def test_without_an_issuer_there_is_no_such_way(settings: Settings, engine: Engine) -> None:
    client = create_app(settings, engine=engine, clock=lambda: NOW).test_client()
    assert client.get("/login/openid").status_code == 404
    assert "/login/openid" not in client.get("/login").text
