"""Mail and reports when the process is killed (SIGKILL) in the middle: nothing is lost, nothing is half."""

import json
import signal
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from models.account import Account, Contract
from models.report import Delivery, Report
from models.user import User
from models.vocabulary import DeliveryState, UserRole
from service.auth.principal import the_service
from service.database import reading, sessions, writing
from service.jobs.context import JobContext
from service.jobs.deliver import Step, deliver_once
from service.jobs.work import work_once
from service.mail.way_out import transport_of
from service.operations.claim_delivery import LEASE
from service.operations.claim_run import LEASE as RUN_LEASE
from service.operations.enqueue_run import enqueue_run
from service.operations.score_accounts import score_accounts
from tests.factories.golden import golden_account
from tests.factories.outbox import SECRET, Clock, deliveries, job_context, letter_to
from tests.fixtures.smtp import MailServer

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def context(engine: Engine, clock: Clock, tmp_path: Path, mail_server: MailServer) -> JobContext:
    return job_context(engine, tmp_path / "var", clock, mail_server.url)


def _killed(context: JobContext, database_url: str, where: str, do: str) -> None:
    """Run a job process that is killed at ``where``."""
    order = {
        "where": where,
        "do": do,
        "home": str(context.settings.home),
        "secret": SECRET,
        "smtp": context.settings.smtp_url,
        "now": context.clock().isoformat(),
        "database": database_url,
    }
    child = subprocess.run(
        [sys.executable, "-m", "tests.faults.dying", json.dumps(order)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL, child.stderr


def _send_all(context: JobContext) -> int:
    transport = transport_of(context.settings)
    sent = 0
    while deliver_once(context, transport) is not Step.NOTHING:
        sent += 1
    transport.rest()
    return sent


def test_a_kill_between_the_servers_yes_and_the_mark_gives_one_duplicate_with_the_same_id(
    context: JobContext, clock: Clock, database_url: str, mail_server: MailServer
) -> None:
    with writing(context.factory) as session:
        letter_to(session, "ann@customer.example", NOW)
    _killed(context, database_url, "service.jobs.deliver.note_sent", "deliver")
    assert len(mail_server.mails) == 1
    assert _send_all(context) == 0
    clock.now += LEASE + timedelta(seconds=1)
    assert _send_all(context) == 1
    clock.now += timedelta(days=2)
    assert _send_all(context) == 0
    first, second = mail_server.mails
    assert first.message["Message-ID"] == second.message["Message-ID"]
    assert first.message.as_bytes() == second.message.as_bytes()
    assert [(one.state, one.attempts) for one in deliveries(context)] == [(DeliveryState.SENT, 2)]


def test_a_kill_before_the_server_is_asked_loses_nothing(
    context: JobContext, clock: Clock, database_url: str, mail_server: MailServer
) -> None:
    with writing(context.factory) as session:
        letter_to(session, "ann@customer.example", NOW)
    _killed(context, database_url, "service.mail.smtp.SmtpTransport.send", "deliver")
    assert mail_server.mails == []
    clock.now += LEASE + timedelta(seconds=1)
    assert _send_all(context) == 1
    assert len(mail_server.mails) == 1


@pytest.fixture
def owned(engine: Engine) -> tuple[int, int]:
    """An account near its renewal and its owner, scored; the month's report is enqueued."""
    with writing(sessions(engine)) as session:
        owner = User(email="olga@linchpin.example", name="Olga", session_key="o", role=UserRole.SALES)
        session.add(owner)
        golden = golden_account(session, NOW)
        session.flush()
        session.get_one(Account, golden.account).owner_id = owner.id
        session.add(
            Contract(
                account_id=golden.account,
                arr=Decimal(120_000),
                currency="EUR",
                starts_on=date(2025, 1, 1),
                ends_on=date(2026, 5, 1),
            )
        )
        session.flush()
        score_accounts(session, the_service("test"), [golden.account], now=NOW)
        _order(session, golden.account)
        return golden.account, owner.id


def _order(session: Session, account_id: int) -> None:
    payload = {"account_id": account_id}
    enqueue_run(session, "issue_report", f"account:{account_id}", "2026-03", now=NOW, payload=payload)


def _files(context: JobContext) -> list[Path]:
    return [path for path in context.settings.report_store.rglob("*") if path.is_file()]


def _reports(context: JobContext) -> list[Report]:
    with reading(context.factory) as session:
        return list(session.execute(select(Report).order_by(col(Report.id))).scalars())


@pytest.mark.parametrize(
    "where",
    [
        "reports.render.document",
        "service.operations.issue_report.render",
        "pathlib.Path.replace",
        "service.operations.issue_report.record_audit",
        "service.jobs.reports.post_report",
        "service.jobs.reports.finish_run",
    ],
)
def test_a_report_killed_anywhere_is_issued_and_posted_once(
    context: JobContext,
    clock: Clock,
    database_url: str,
    mail_server: MailServer,
    owned: tuple[int, int],
    where: str,
) -> None:
    _killed(context, database_url, where, "work")
    assert _reports(context) == []
    assert deliveries(context) == []
    assert all(path.suffix == ".part" or path.stat().st_size > 1000 for path in _files(context))
    clock.now += RUN_LEASE + timedelta(seconds=1)
    assert work_once(context)
    assert not work_once(context)
    (report,) = _reports(context)
    pdf = next(path for path in _files(context) if path.name == f"{report.checksum}.pdf")
    assert len(PdfReader(pdf).pages) == report.pages
    assert _send_all(context) == 1
    (mail,) = mail_server.mails
    (attached,) = mail.message.iter_attachments()
    assert attached.get_filename() == "Golden - Renewal risk - March 2026.pdf"
    assert attached.get_content() == pdf.read_bytes()


def test_the_same_order_three_times_is_one_report_and_one_mail(
    context: JobContext, mail_server: MailServer, owned: tuple[int, int]
) -> None:
    with writing(context.factory) as session:
        _order(session, owned[0])
        _order(session, owned[0])
    while work_once(context):
        pass
    assert len(_reports(context)) == 1
    assert _send_all(context) == 1
    assert [mail.recipients for mail in mail_server.mails] == [("olga@linchpin.example",)]
    assert mail_server.mails[0].message["Subject"] == "Golden: renewal risk, March 2026"


@pytest.mark.parametrize("lost", ["account", "role", "user"])
def test_whoever_lost_the_account_before_the_mail_is_sent_gets_nothing(
    context: JobContext, mail_server: MailServer, owned: tuple[int, int], lost: str
) -> None:
    account_id, owner_id = owned
    assert work_once(context)
    with writing(context.factory) as session:
        if lost == "account":
            session.get_one(Account, account_id).owner_id = None
        elif lost == "role":
            session.get_one(User, owner_id).role = UserRole.READ_ONLY
        else:
            session.get_one(User, owner_id).active = False
    assert _send_all(context) == 1
    assert mail_server.mails == []
    with reading(context.factory) as session:
        (delivery,) = session.execute(select(Delivery)).scalars().all()
    assert delivery.state is DeliveryState.SUPPRESSED
