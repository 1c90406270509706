"""The portfolio orders by money at risk, adds it up exactly, and hides it from those who may not see it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account, Contract
from models.money import ExchangeRate
from models.score import Override, RenewalRisk
from models.user import User
from models.vocabulary import UserRole
from scoring.vocabulary import RiskBand
from service.auth.principal import Principal, the_service
from service.errors import Forbidden, Invalid
from service.operations.score_accounts import score_accounts
from service.queries.portfolio import PortfolioFilter, PortfolioSort, portfolio
from tests.factories.golden import golden_account

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
SERVICE = the_service("test")


def _account(session: Session, name: str, arr: int, currency: str = "EUR", ends: int = 60) -> int:
    golden = golden_account(session, NOW, name)
    session.add(
        Contract(
            account_id=golden.account,
            arr=Decimal(arr),
            currency=currency,
            starts_on=date(2025, 1, 1),
            ends_on=TODAY + timedelta(days=ends),
        )
    )
    session.flush()
    return golden.account


@pytest.fixture
def accounts(session: Session) -> list[int]:
    session.add(ExchangeRate(currency="USD", rate=0.5, as_of=TODAY, source="test"))
    ids = [
        _account(session, "Small", 1_000),
        _account(session, "Large", 100_000, ends=200),
        _account(session, "Dollar", 50_000, "USD"),
        _account(session, "Rare", 9_000, "XTS"),
    ]
    score_accounts(session, SERVICE, ids, now=NOW)
    return ids


def _all(session: Session, principal: Principal = SERVICE, **options: Any) -> list[str]:
    page = portfolio(session, principal, today=TODAY, currency="EUR", **options)
    return [row.name for row in page.rows]


def test_the_most_money_at_risk_comes_first_and_unknown_money_last(session: Session, accounts: list[int]) -> None:
    assert _all(session) == ["Large", "Dollar", "Small", "Rare"]
    assert _all(session, sort=PortfolioSort.NAME) == ["Dollar", "Large", "Rare", "Small"]
    assert _all(session, limit=2, offset=1) == ["Dollar", "Small"]


def test_money_at_risk_is_arr_times_the_probability_of_loss(session: Session, accounts: list[int]) -> None:
    page = portfolio(session, SERVICE, today=TODAY, currency="EUR")
    risk = dict(session.execute(select(col(RenewalRisk.account_id), col(RenewalRisk.probability))).all())
    rows = {row.name: row for row in page.rows}
    assert rows["Dollar"].arr == 25_000
    assert rows["Dollar"].at_risk == pytest.approx(25_000 * risk[rows["Dollar"].account_id])
    assert (rows["Rare"].arr, rows["Rare"].currencies_without_rate) == (None, True)
    assert (page.total, page.arr) == (4, 126_000)
    assert page.at_risk == pytest.approx(sum(row.at_risk or 0.0 for row in page.rows))


def test_filters_restrict_rows_and_sums_alike(session: Session, accounts: list[int]) -> None:
    soon = portfolio(session, SERVICE, today=TODAY, currency="EUR", wanted=PortfolioFilter(ends_within_days=90))
    assert (soon.total, soon.arr) == (3, 26_000)
    assert _all(session, wanted=PortfolioFilter(search="LAR")) == ["Large", "Dollar"]
    assert _all(session, wanted=PortfolioFilter(search="100%")) == []
    band = soon.rows[0].band
    assert band in RiskBand
    assert len(_all(session, wanted=PortfolioFilter(band=band))) == 4


def test_an_override_is_shown_until_its_last_day(session: Session, accounts: list[int]) -> None:
    session.add(
        Override(account_id=accounts[0], score=91.0, reason="r", created_at=NOW, expires_on=TODAY + timedelta(days=1))
    )
    session.flush()

    def score(today: date) -> tuple[float | None, bool]:
        page = portfolio(session, SERVICE, today=today, currency="EUR", wanted=PortfolioFilter(search="small"))
        return page.rows[0].score, page.rows[0].overridden

    assert score(TODAY + timedelta(days=1)) == (91.0, True)
    assert score(TODAY + timedelta(days=2))[1] is False


def test_a_user_sees_only_own_accounts_and_money_only_with_permission(session: Session, accounts: list[int]) -> None:
    owner = User(email="o@example.com", name="O", session_key="o")
    session.add(owner)
    session.flush()
    session.get_one(Account, accounts[1]).owner_id = owner.id
    session.flush()
    sales = Principal(user_id=owner.id, label="O", role=UserRole.SALES)
    reader = Principal(user_id=owner.id, label="O", role=UserRole.READ_ONLY)
    seen = portfolio(session, sales, today=TODAY, currency="EUR")
    assert ([row.name for row in seen.rows], seen.total, seen.arr) == (["Large"], 1, 100_000)
    hidden = portfolio(session, reader, today=TODAY, currency="EUR")
    assert [(row.arr, row.at_risk) for row in hidden.rows] == [(None, None)]
    assert (hidden.arr, hidden.at_risk) == (None, None)
    token = Principal(user_id=owner.id, label="t", role=UserRole.SALES, scopes=frozenset())
    with pytest.raises(Forbidden):
        portfolio(session, token, today=TODAY, currency="EUR")


@pytest.mark.parametrize("page", [{"limit": 0}, {"limit": 101}, {"offset": -1}, {"limit": 10**9}])
def test_a_page_out_of_range_is_refused(session: Session, page: dict[str, int]) -> None:
    with pytest.raises(Invalid):
        portfolio(session, SERVICE, today=TODAY, currency="EUR", **page)
