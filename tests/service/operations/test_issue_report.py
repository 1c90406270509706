"""A report is issued once per account, period and language; its file is whole or absent."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account, Contract
from models.audit import AuditEvent
from models.job import Run
from models.user import User
from models.vocabulary import UserRole
from reports.fonts.typeface import DEFAULT_FOLDER
from service.auth.principal import Principal, the_service
from service.errors import Forbidden, NotFound
from service.operations.enqueue_reports import enqueue_reports
from service.operations.issue_report import Store, issue_renewal_risk
from service.operations.score_accounts import score_accounts
from tests.factories.golden import golden_account

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SERVICE = the_service("test")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "reports", DEFAULT_FOLDER)


@pytest.fixture
def account(session: Session) -> int:
    golden = golden_account(session, NOW, "Müller <b>& Söhne</b>")
    session.add(
        Contract(
            account_id=golden.account,
            arr=Decimal("120000.50"),
            currency="EUR",
            starts_on=date(2025, 1, 1),
            ends_on=date(2026, 5, 1),
        )
    )
    session.flush()
    score_accounts(session, SERVICE, [golden.account], now=NOW)
    return golden.account


def _issue(session: Session, principal: Principal, account: int, store: Store, language: str = "en") -> tuple[int, str]:
    report = issue_renewal_risk(session, principal, account, now=NOW, period="2026-03", store=store, language=language)
    return report.id, report.checksum


def test_the_second_order_of_a_month_gives_the_first_report(session: Session, account: int, store: Store) -> None:
    first = _issue(session, SERVICE, account, store)
    assert _issue(session, SERVICE, account, store) == first
    assert _issue(session, SERVICE, account, store, "zh-CN")[0] != first[0]
    events = session.execute(select(col(AuditEvent.action)).where(col(AuditEvent.target_kind) == "report")).scalars()
    assert list(events) == ["issue", "issue"]


def test_the_file_says_what_the_records_say(session: Session, account: int, store: Store) -> None:
    _, checksum = _issue(session, SERVICE, account, store)
    pages = PdfReader(store.path(checksum)).pages
    text = "\n".join(page.extract_text() for page in pages)
    assert "Müller <b>& Söhne</b>" in text
    assert "€120,000.50" in text or "€120,000" in text
    assert "2 of 4 votes" not in text
    assert "3 of 4 votes" in text
    assert [path.name for path in store.folder.rglob("*.part")] == []


def test_a_file_that_could_not_be_written_leaves_nothing_behind(
    session: Session, account: int, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("service.operations.issue_report.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        _issue(session, SERVICE, account, store)
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []


def test_only_those_in_charge_issue_it(session: Session, account: int, store: Store) -> None:
    stranger = Principal(user_id=10**6, label="stranger", role=UserRole.SALES)
    with pytest.raises(NotFound):
        _issue(session, stranger, account, store)
    reader = Principal(user_id=10**6, label="reader", role=UserRole.READ_ONLY)
    with pytest.raises(Forbidden):
        _issue(session, reader, account, store)


def test_money_is_left_out_for_a_reader_without_the_permission(session: Session, account: int, store: Store) -> None:
    owner = User(email="o@example.com", name="Olga", session_key="o", role=UserRole.SALES)
    session.add(owner)
    session.flush()
    session.get_one(Account, account).owner_id = owner.id
    session.flush()
    scopes = frozenset({"account:read", "report:write", "report:read", "response:read"})
    token = Principal(user_id=owner.id, label="token", role=UserRole.SALES, scopes=scopes)
    _, checksum = _issue(session, token, account, store)
    text = "\n".join(page.extract_text() for page in PdfReader(store.path(checksum)).pages)
    assert "120,000" not in text
    assert "Olga" in text


def test_a_month_is_enqueued_once_for_accounts_near_their_renewal(session: Session, account: int) -> None:
    golden_account(session, NOW, "Without a contract")
    today = NOW.date()
    assert enqueue_reports(session, month="2026-03", today=today, now=NOW) == 1
    assert enqueue_reports(session, month="2026-03", today=today, now=NOW) == 0
    assert enqueue_reports(session, month="2026-04", today=today + timedelta(days=31), now=NOW) == 1
    assert [run.scope for run in session.execute(select(Run)).scalars()] == [f"account:{account}"] * 2
