"""Signing in and out."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from models.audit import AuditEvent
from models.sign_in import BrowserSession, SignInFailure
from models.user import User
from models.vocabulary import UserRole
from service.app import create_app
from service.auth.identify import by_browser
from service.auth.principal import the_service
from service.database import sessions
from service.edge.application import Application
from service.operations.change_user import change_user
from service.operations.end_sessions import end_sessions
from service.operations.set_password import set_password
from service.settings import Settings
from tests.factories.cast import NOW, PASSWORD, Cast, bearer, login


class Clock:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        """Let some time go by."""
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(settings: Settings, engine: Engine, clock: Clock) -> Application:
    made = create_app(settings, engine=engine, clock=clock)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **form: str) -> int:
    return client.post("/login", data={"email": email, "password": password, **form}).status_code


def in_a_session(engine: Engine, change: Callable[[Session], object]) -> None:
    with sessions(engine).begin() as session:
        change(session)


def actions(engine: Engine) -> list[str]:
    with sessions(engine)() as session:
        return list(session.exec(select(AuditEvent.action).order_by(col(AuditEvent.id))))


def test_the_right_password_opens_the_house(client: FlaskClient, cast: Cast, engine: Engine) -> None:
    assert client.get("/profile").headers["Location"] == "/login?next=/profile"
    assert sign_in(client, cast.csm.email.upper()) == 303
    assert client.get("/profile").status_code == 200
    assert actions(engine) == ["signed_in"]


def test_a_wrong_password_an_unknown_address_and_a_disabled_user_get_the_same_page(
    client: FlaskClient, cast: Cast, engine: Engine
) -> None:
    tried = [("csm@linchpin.example", "wrong"), ("nobody@linchpin.example", PASSWORD), (cast.disabled.email, PASSWORD)]
    pages = []
    for email, password in tried:
        answer = client.post("/login", data={"email": email, "password": password})
        assert answer.status_code == 422
        text = answer.text.replace(email, "~")
        pages.append(re.sub(r'name="csrf[_-]token" (value|content)="[^"]*"', "", text))
    assert pages[0] == pages[1] == pages[2]
    assert "The address or the password is not right." in pages[0]
    assert actions(engine) == ["sign_in_failed"] * 3
    assert client.get("/profile").status_code == 303


def test_the_way_back_leads_to_this_site_only(client: FlaskClient, cast: Cast) -> None:
    def after(target: str) -> str:
        answer = client.post("/login", data={"email": cast.csm.email, "password": PASSWORD, "next": target})
        return answer.headers["Location"]

    assert after("/profile?x=1") == "/profile?x=1"
    for foreign in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\tx", ""):
        assert after(foreign) == "/"


def test_a_session_planted_before_is_worth_nothing_after(client: FlaskClient, cast: Cast) -> None:
    with client.session_transaction() as planted:
        planted["sign_in"] = "known to somebody else"
        planted["csrf_token"] = "known to somebody else"
    sign_in(client, cast.csm.email)
    with client.session_transaction() as cookie:
        assert cookie["sign_in"] != "known to somebody else"
        assert "csrf_token" not in cookie


def test_only_a_digest_of_the_browsers_secret_is_kept(client: FlaskClient, cast: Cast, engine: Engine) -> None:
    sign_in(client, cast.csm.email)
    with client.session_transaction() as cookie:
        secret = cookie["sign_in"]
    with sessions(engine)() as session:
        kept = session.exec(select(BrowserSession)).one()
        assert secret not in str(kept.model_dump())
        found = by_browser(session, secret, now=NOW)
        assert found is not None
        assert found.principal.user_id == cast.csm.id


def test_signing_out_ends_the_session_for_a_copied_cookie_too(
    client: FlaskClient, cast: Cast, app: Application
) -> None:
    sign_in(client, cast.csm.email)
    name = app.config["SESSION_COOKIE_NAME"]
    copied = client.get_cookie(name)
    assert copied is not None
    assert client.post("/logout").headers["Location"] == "/login"
    thief = app.test_client()
    thief.set_cookie(name, copied.value)
    assert thief.get("/profile").status_code == 303


def test_a_session_ends_by_itself_after_a_fortnight(client: FlaskClient, cast: Cast, clock: Clock) -> None:
    sign_in(client, cast.csm.email)
    clock.pass_by(days=13)
    assert client.get("/profile").status_code == 200
    clock.pass_by(days=2)
    assert client.get("/profile").status_code == 303


@pytest.mark.parametrize(
    "ended_by",
    [
        lambda s, c: end_sessions(s, the_service(), c.csm.id, now=NOW),
        lambda s, c: set_password(s, the_service(), c.csm.id, "another good password", now=NOW),
        lambda s, c: change_user(s, the_service(), c.csm.id, {"active": False}, now=NOW),
    ],
    ids=["another session key", "another password", "disabled"],
)
def test_every_session_of_a_user_ends_at_once(
    app: Application, cast: Cast, engine: Engine, ended_by: Callable[[Session, Cast], object]
) -> None:
    browsers = [login(app.test_client(), cast.csm) for _ in range(2)]
    other = login(app.test_client(), cast.sales)
    in_a_session(engine, lambda s: ended_by(s, cast))
    assert [b.get("/profile").status_code for b in browsers] == [303, 303]
    assert other.get("/profile").status_code == 200


def test_who_is_enabled_again_signs_in_anew(app: Application, cast: Cast, engine: Engine) -> None:
    browser = login(app.test_client(), cast.csm)
    in_a_session(engine, lambda s: change_user(s, the_service(), cast.csm.id, {"active": False}, now=NOW))
    in_a_session(engine, lambda s: change_user(s, the_service(), cast.csm.id, {"active": True}, now=NOW))
    assert browser.get("/profile").status_code == 303
    assert sign_in(browser, cast.csm.email) == 303


def test_a_demotion_holds_from_the_next_request_on(app: Application, cast: Cast, engine: Engine) -> None:
    browser = login(app.test_client(), cast.admin)
    assert browser.get("/admin/users").status_code == 200
    in_a_session(
        engine,
        lambda s: s.execute(update(User).where(col(User.id) == cast.admin.id).values(role=UserRole.READ_ONLY)),
    )
    assert browser.get("/admin/users").status_code == 403


def test_the_sixth_attempt_must_wait_also_with_the_right_password(
    client: FlaskClient, cast: Cast, clock: Clock, engine: Engine
) -> None:
    for _ in range(5):
        assert sign_in(client, cast.csm.email, "wrong") == 422
        clock.pass_by(minutes=1)
    answer = client.post("/login", data={"email": cast.csm.email, "password": PASSWORD})
    assert answer.status_code == 429
    # The first failure leaves the window of 15 minutes in 10.
    assert 600 <= int(answer.headers["Retry-After"]) <= 601
    assert sign_in(client, cast.sales.email) == 303
    clock.pass_by(minutes=10, seconds=1)
    assert sign_in(client, cast.csm.email) == 303
    with sessions(engine)() as session:
        assert session.exec(select(SignInFailure)).all() == []


def test_another_process_counts_the_same_failures(
    client: FlaskClient, cast: Cast, settings: Settings, engine: Engine, clock: Clock
) -> None:
    for _ in range(5):
        sign_in(client, cast.csm.email, "wrong")
    other = create_app(settings, engine=engine, clock=clock)
    other.config["WTF_CSRF_ENABLED"] = False
    assert sign_in(other.test_client(), cast.csm.email) == 429


def test_guessing_one_name_from_many_addresses_is_slowed_too(app: Application, cast: Cast) -> None:
    for number in range(20):
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        assert sign_in(client, cast.csm.email, "wrong") == 422
    fresh = app.test_client()
    fresh.environ_base["REMOTE_ADDR"] = "192.0.2.99"
    assert sign_in(fresh, cast.csm.email) == 429


def test_forms_from_elsewhere_are_refused(settings: Settings, engine: Engine, cast: Cast) -> None:
    app = create_app(settings, engine=engine, clock=lambda: NOW)
    client = login(app.test_client(), cast.csm)
    assert client.post("/logout").status_code == 400
    page = client.get("/profile").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    stranger = login(app.test_client(), cast.sales)
    assert stranger.post("/logout", data={"csrf_token": token[1]}).status_code == 400
    assert client.post("/preferences/language", headers={"X-CSRFToken": token[1]}).status_code == 303
    assert client.post("/logout", data={"csrf_token": token[1]}).status_code == 303


def test_a_token_opens_no_page_of_its_owner(client: FlaskClient, cast: Cast) -> None:
    assert client.get("/profile", headers=bearer(cast.token_csm)).status_code == 403
    assert client.get("/admin/users", headers=bearer(cast.token_admin)).status_code == 200
    assert client.get("/admin/users", headers=bearer(cast.token_admin + "x")).status_code == 303
    assert client.get("/admin/users", headers={"Authorization": "Basic YTpi"}).status_code == 303


def test_the_language_is_remembered_before_and_after_signing_in(client: FlaskClient, cast: Cast) -> None:
    assert '<html lang="en"' in client.get("/login").text
    assert '<html lang="zh' in client.get("/login", headers={"Accept-Language": "zh-CN,zh;q=0.9"}).text
    client.post("/preferences/language", data={"language": "zh", "next": "/login"})
    assert '<html lang="zh' in client.get("/login").text
    sign_in(client, cast.csm.email)
    assert '<html lang="en"' in client.get("/profile").text
    client.post("/preferences/language", data={"language": "zh", "next": "/profile"})
    assert '<html lang="zh' in client.get("/profile").text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_demo_shows_its_visitors_and_only_the_demo_does(settings: Settings, engine: Engine, cast: Cast) -> None:
    def page(chosen: Settings) -> str:
        return create_app(chosen, engine=engine, clock=lambda: NOW).test_client().get("/login").text

    demo = settings.model_copy(update={"demo": True})
    assert "Look around as" not in page(demo)
    settings.home.mkdir(parents=True, exist_ok=True)
    (settings.home / "demo-password").write_text("of the demo")
    assert "Look around as" not in page(settings)
    shown = page(demo)
    assert "Customer-success manager" in shown
    assert shown.count('value="of the demo"') == 5
