"""The servers that the tests stand on do what they promise."""

import os
import smtplib
import subprocess
import sys
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from tests.fixtures.browser import NewPage, watched_page
from tests.fixtures.databases import NewDatabase
from tests.fixtures.postgres_cluster import PostgresCluster
from tests.fixtures.serving import Serve
from tests.fixtures.smtp import MailServer

ROOT = Path(__file__).parents[1]
CHINESE = "决策链"


def test_a_database_comes_migrated_and_without_rows(engine: Engine) -> None:
    names = set(inspect(engine).get_table_names())
    assert {"account", "person", "alembic_version"} <= names
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM account")).scalar_one() == 0


def test_both_databases_are_real(database_url: str, request: pytest.FixtureRequest, engine: Engine) -> None:
    expected = "postgresql" if "postgres" in request.node.name else "sqlite"
    assert engine.dialect.name == expected
    assert database_url.startswith(expected)


def test_what_one_test_database_holds_is_not_in_the_next(new_database: NewDatabase) -> None:
    for kind in ("sqlite", "postgres"):
        first, second = (create_engine(new_database(kind, migrated=False)) for _ in range(2))
        with first.begin() as connection:
            connection.execute(text("CREATE TABLE only_here (id INTEGER)"))
        assert inspect(first).get_table_names() == ["only_here"]
        assert inspect(second).get_table_names() == []
        first.dispose()
        second.dispose()


def test_a_session_reads_and_writes_chinese(session: Session) -> None:
    assert session.connection().execute(text("SELECT :word"), {"word": CHINESE}).scalar_one() == CHINESE


@pytest.mark.postgres
def test_a_crashed_cluster_comes_back_with_what_was_committed(
    postgres_cluster: Callable[[], PostgresCluster],
) -> None:
    cluster = postgres_cluster()
    engine = create_engine(cluster.url())
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept AS SELECT 7 AS number"))
    cluster.stop("immediate")
    engine.dispose()
    with pytest.raises(OperationalError):
        engine.connect()
    cluster.start()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT number FROM kept")).scalar_one() == 7
    engine.dispose()


@pytest.mark.postgres
def test_the_servers_go_when_the_run_is_killed(tmp_path: Path) -> None:
    inner = tmp_path / "test_inner.py"
    inner.write_text(
        "import os, signal\n"
        "def test_killed(postgres, run_folder):\n"
        "    print(run_folder, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    plugins = ["-p", "tests.fixtures.run", "-p", "tests.fixtures.postgres"]
    command = [sys.executable, "-m", "pytest", "-q", "-s", *plugins, "--rootdir", str(ROOT), str(inner)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=dict(os.environ))
    folders = [line for line in done.stdout.splitlines() if "/linchpin-" in line]
    assert done.returncode == -9, done.stdout + done.stderr
    folder = Path(folders[0])
    keeper = folder / "keeper.lock"
    if keeper.exists():
        # The keeper holds this lock until it has stopped the server and removed the folder.
        subprocess.run(["flock", str(keeper), "true"], check=False, timeout=60)
    assert not (folder / "postgres").exists()


def _mail(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", subject
    message.set_content(f"{subject}\n")
    return message


def test_the_mail_server_keeps_what_it_takes(mail_server: MailServer) -> None:
    with smtplib.SMTP(mail_server.host, mail_server.port) as client:
        client.send_message(_mail(CHINESE))
    [mail] = mail_server.mails
    assert (mail.sender, mail.recipients) == ("a@example.org", ("b@example.org",))
    assert mail.message["Subject"] == CHINESE
    assert mail.message.get_content().strip() == CHINESE


def test_the_mail_server_refuses_as_told_and_then_accepts(mail_server: MailServer) -> None:
    mail_server.answer_next_with("451 later")
    with smtplib.SMTP(mail_server.host, mail_server.port) as client:
        with pytest.raises(smtplib.SMTPDataError, match="later"):
            client.send_message(_mail("first"))
        client.send_message(_mail("second"))
    assert [mail.message["Subject"] for mail in mail_server.mails] == ["second"]


def test_a_stopped_mail_server_refuses_connections(mail_server: MailServer) -> None:
    mail_server.stop()
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP(mail_server.host, mail_server.port)


@pytest.mark.browser
def test_the_browser_runs_scripts_and_styles(page: Page) -> None:
    page.set_content("<p style='width: 120px'>0</p><script>document.querySelector('p').textContent = 6 * 7</script>")
    assert page.inner_text("p") == "42"
    box = page.locator("p").bounding_box()
    assert box is not None
    assert box["width"] == 120


@pytest.mark.browser
def test_the_browser_has_letters_of_different_widths(page: Page) -> None:
    page.set_content("<span>mmm</span> <span>iii</span>")
    wide, narrow = (box.bounding_box() for box in page.locator("span").all())
    assert wide is not None
    assert narrow is not None
    assert wide["width"] > narrow["width"] > 0


@pytest.mark.browser
def test_the_browser_reaches_an_application_that_is_served(serve: Serve, page: Page) -> None:
    application = Flask(__name__)
    application.add_url_rule("/<word>", view_func=lambda word: f"<p>{word}</p>", endpoint="word")
    page.goto(f"{serve(application)}/{CHINESE}")
    assert page.inner_text("p") == CHINESE


@pytest.mark.browser
def test_a_phone_is_narrow_and_speaks_the_language_it_is_given(new_page: NewPage, phone: Page) -> None:
    assert phone.evaluate("[screen.width, navigator.maxTouchPoints > 0]") == [390, True]
    assert new_page(locale="zh-CN").evaluate("navigator.language") == "zh-CN"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("<script>throw new Error('broken script')</script>", "broken script"),
        ("<img src='http://elsewhere.invalid/x.png'>", "elsewhere.invalid"),
        (
            "<meta http-equiv='Content-Security-Policy' content=\"script-src 'none'\"><script>1</script>",
            "Content Security Policy",
        ),
    ],
)
def test_a_page_that_goes_wrong_fails_its_test(browser: Browser, content: str, fault: str) -> None:
    def visit() -> None:
        with watched_page(browser) as opened:
            opened.set_content(content)
            opened.wait_for_load_state()

    with pytest.raises(AssertionError, match=fault):
        visit()
