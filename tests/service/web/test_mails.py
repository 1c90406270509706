"""The outbox for administrators; a written mail is shown in a frame that nothing gets out of."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from service.app import create_app
from service.database import sessions, writing
from service.edge.application import Application
from service.jobs.context import JobContext
from service.jobs.deliver import deliver_once
from service.mail.letter import Composed
from service.mail.way_out import transport_of
from service.settings import Settings
from tests.factories.cast import NOW, Cast, login
from tests.factories.outbox import letter_to


@pytest.fixture
def mail(engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> int:
    """A mail with markup that means harm, written into the folder."""
    wicked = Composed(
        "<b>Hi</b>", "Text & <i>more</i>\n", "<html><head></head><body><script>alert(1)</script>Hi</body>"
    )
    monkeypatch.setattr("tests.factories.outbox.Composed", lambda *_: wicked)
    with writing(sessions(engine)) as session:
        number = letter_to(session, "ann@customer.example", NOW)
    context = JobContext(settings, sessions(engine), lambda: NOW)
    deliver_once(context, transport_of(settings))
    return number


def test_an_administrator_reads_what_was_written(app: Application, cast: Cast, mail: int) -> None:
    admin = login(app.test_client(), cast.admin)
    listed = admin.get("/admin/mails").get_data(as_text=True)
    assert "ann@customer.example" in listed
    assert "&lt;b&gt;Hi&lt;/b&gt;" in listed
    page = admin.get(f"/admin/mails/{mail}")
    shown = page.get_data(as_text=True)
    assert "Text &amp; &lt;i&gt;more&lt;/i&gt;" in shown
    assert "<script>alert(1)" not in shown
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in shown


def test_the_frame_runs_no_script_and_reaches_nothing(app: Application, cast: Cast, mail: int) -> None:
    answer = login(app.test_client(), cast.admin).get(f"/admin/mails/{mail}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_with_a_mail_server_the_mails_stay_with_their_readers(
    engine: Engine, settings: Settings, cast: Cast, mail: int
) -> None:
    sending = settings.model_copy(update={"smtp_url": "smtp://127.0.0.1:2525"})
    app = create_app(sending, engine=engine, clock=lambda: NOW)
    app.config["WTF_CSRF_ENABLED"] = False
    admin = login(app.test_client(), cast.admin)
    shown = admin.get(f"/admin/mails/{mail}")
    assert shown.status_code == 200
    assert "Text &amp;" not in shown.get_data(as_text=True)
    assert admin.get(f"/admin/mails/{mail}/html").status_code == 404


def test_filters_narrow_the_list(app: Application, cast: Cast, mail: int) -> None:
    admin = login(app.test_client(), cast.admin)
    assert "ann@customer.example" in admin.get("/admin/mails?state=sent&kind=notice").get_data(as_text=True)
    assert "ann@customer.example" not in admin.get("/admin/mails?state=bounced").get_data(as_text=True)
    assert "ann@customer.example" in admin.get("/admin/mails?state=nonsense&page=99").get_data(as_text=True)


def test_nobody_else_sees_it(app: Application, client: FlaskClient, cast: Cast, mail: int) -> None:
    for user in (cast.csm, cast.leadership, cast.read_only):
        browser = login(app.test_client(), user)
        for path in ("", f"/{mail}", f"/{mail}/html"):
            assert browser.get(f"/admin/mails{path}").status_code == 403
    assert client.get("/admin/mails").status_code == 303
