"""Forgotten passwords: one mail with a link that works once; the page tells nobody who has a sign-in here."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select, update
from sqlmodel import Session, col
from werkzeug.test import TestResponse

from models.audit import AuditEvent
from models.report import Delivery
from models.user import User
from service.app import create_app
from service.edge.application import Application
from service.jobs.context import JobContext
from service.jobs.deliver import deliver_once
from service.mail.way_out import transport_of
from tests.factories.cast import NOW, PASSWORD, Cast, login
from tests.factories.outbox import BASE_URL, Clock, job_context
from tests.fixtures.smtp import MailServer

CHOSEN = "four unrelated words of mine"


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def context(engine: Engine, clock: Clock, tmp_path: Path, mail_server: MailServer) -> JobContext:
    """The job process, with a mail server."""
    return job_context(engine, tmp_path, clock, mail_server.url)


@pytest.fixture
def app(context: JobContext, engine: Engine, clock: Clock) -> Application:
    """The application of the same installation."""
    made = create_app(context.settings, engine=engine, clock=clock)
    made.config.update(WTF_CSRF_ENABLED=False, TRUSTED_HOSTS=None, SESSION_COOKIE_SECURE=False)
    made.config["SESSION_COOKIE_NAME"] = "linchpin"
    return made


def _ask(client: FlaskClient, email: str, address: str = "192.0.2.1") -> TestResponse:
    return client.post("/forgotten-password", data={"email": email}, environ_base={"REMOTE_ADDR": address})


def _mailed(session: Session) -> int:
    session.rollback()
    found = int(session.execute(select(func.count()).select_from(Delivery)).scalar_one())
    session.rollback()
    return found


def test_a_link_comes_by_mail_and_gives_another_password_once(
    client: FlaskClient, cast: Cast, context: JobContext, mail_server: MailServer
) -> None:
    page = client.get("/login").get_data(as_text=True)
    assert 'href="/forgotten-password"' in page
    assert _ask(client, f" {cast.csm.email.upper()} ").status_code == 200
    transport = transport_of(context.settings)
    deliver_once(context, transport)
    transport.rest()
    (mail,) = mail_server.mails
    assert mail.recipients == (cast.csm.email,)
    assert mail.message["Subject"] == "Choose a new password"
    text = mail.message.get_body(("plain",)).get_content()
    assert "within 2 hours" in text
    (link,) = set(re.findall(rf"{BASE_URL}(/choose-password/\S+)", text))
    chosen = client.post(link, data={"password": CHOSEN, "repeated": CHOSEN})
    assert chosen.status_code == 303
    assert client.get("/profile").status_code == 200
    assert client.get(link).status_code == 410
    client.post("/logout")
    for password, status in ((PASSWORD, 422), (CHOSEN, 303)):
        assert client.post("/login", data={"email": cast.csm.email, "password": password}).status_code == status


def test_the_answer_is_the_same_whoever_is_asked_for(client: FlaskClient, cast: Cast, session: Session) -> None:
    answers = []
    for email in (cast.csm.email, cast.disabled.email, "nobody@linchpin.example"):
        answer = _ask(client, email)
        headers = sorted(set(answer.headers.keys()) - {"Set-Cookie"})
        # The mark against foreign forms holds the second in which it was made.
        page = re.sub(r'name="csrf[_-]token" (value|content)="[^"]*"', "", answer.text)
        answers.append((answer.status_code, headers, page.replace(email, "~")))
    assert answers[0] == answers[1] == answers[2]
    assert _mailed(session) == 1
    asked = select(col(AuditEvent.target_id), col(AuditEvent.fields)).where(
        col(AuditEvent.action) == "password_link_asked"
    )
    found = [(target, fields["sent"]) for target, fields in session.execute(asked.order_by(col(AuditEvent.id)))]
    assert found == [(str(cast.csm.id), True), (None, False), (None, False)]


def test_a_link_is_worth_nothing_after_two_hours(
    client: FlaskClient, cast: Cast, clock: Clock, session: Session
) -> None:
    _ask(client, cast.csm.email)
    text = session.execute(select(col(Delivery.text))).scalar_one()
    session.rollback()
    link = re.findall(r"/choose-password/\S+", text)[0]
    clock.move(hours=2)
    assert client.get(link).status_code == 200
    clock.move(seconds=1)
    assert client.get(link).status_code == 410


def test_a_mailbox_is_not_flooded(client: FlaskClient, cast: Cast, session: Session, clock: Clock) -> None:
    for number in range(6):
        assert _ask(client, cast.csm.email, f"192.0.2.{number}").status_code == 200
        clock.move(seconds=1)
    assert _mailed(session) == 3
    clock.move(hours=1)
    assert _ask(client, cast.csm.email).status_code == 200
    assert _mailed(session) == 4


def test_one_network_address_asks_ten_times_an_hour(client: FlaskClient, cast: Cast, session: Session) -> None:
    statuses = [_ask(client, f"user{number}@linchpin.example").status_code for number in range(11)]
    assert statuses == [200] * 10 + [429]
    refused = _ask(client, cast.csm.email)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    assert "Too many attempts. Try again in 60 minutes." in refused.get_data(as_text=True)
    assert _ask(client, cast.csm.email, "192.0.2.9").status_code == 200
    assert _mailed(session) == 1


def test_what_is_no_address_is_said_to_be_none(client: FlaskClient, session: Session, cast: Cast) -> None:
    refused = _ask(client, "csm")
    assert refused.status_code == 422
    assert "Enter the address that you sign in with." in refused.get_data(as_text=True)
    for hostile, status in (
        ("\x00@", 422),
        ("a@b\r\nBcc: x@y.example", 422),
        ("𝕏@" + "x" * 5_000, 200),
        ("'; DROP TABLE user; --@", 200),
    ):
        assert _ask(client, hostile, "192.0.2.3").status_code == status
    assert _mailed(session) == 0


def test_the_mail_is_written_in_the_language_of_its_reader(client: FlaskClient, cast: Cast, session: Session) -> None:
    session.execute(update(User).where(col(User.id) == cast.csm.id).values(language="zh"))
    session.commit()
    _ask(client, cast.csm.email)
    assert session.execute(select(col(Delivery.language))).scalar_one() == "zh"


def test_without_a_server_the_mail_waits_in_the_folder_for_an_administrator(
    engine: Engine, cast: Cast, clock: Clock, tmp_path: Path
) -> None:
    context = job_context(engine, tmp_path / "folder", clock)
    made = create_app(context.settings, engine=engine, clock=clock)
    made.config.update(WTF_CSRF_ENABLED=False, TRUSTED_HOSTS=None, SESSION_COOKIE_NAME="linchpin")
    made.config["SESSION_COOKIE_SECURE"] = False
    _ask(made.test_client(), cast.csm.email)
    deliver_once(context, transport_of(context.settings))
    shown = login(made.test_client(), cast.admin).get("/admin/mails").get_data(as_text=True)
    assert "Choose a new password" in shown
    assert cast.csm.email in shown
