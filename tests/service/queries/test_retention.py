"""Revenue retained: what was due in the year, what stayed and what it grew to, from contracts alone."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from models.account import Account, Contract
from models.money import ExchangeRate
from models.vocabulary import UserRole
from scoring.vocabulary import ContractOutcome
from service.auth.principal import Principal, the_service
from service.queries.known_on import KnownOn
from service.queries.retention import closed_renewals, retention, retention_trend

DAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SERVICE = the_service("test")


@pytest.fixture
def account(session: Session) -> int:
    made = Account(name="Otterried", name_key="otterried")
    session.add(made)
    session.flush()
    return made.id


def contract(
    session: Session, account: int, ends_on: date, arr: int, outcome: ContractOutcome, **values: object
) -> None:
    """A contract of a year, its outcome recorded on the day of its end."""
    recorded = datetime.combine(ends_on, datetime.min.time(), tzinfo=UTC)
    session.add(
        Contract(
            **{
                "account_id": account,
                "arr": Decimal(arr),
                "currency": "EUR",
                "starts_on": ends_on - timedelta(days=365),
                "ends_on": ends_on,
                "outcome": outcome,
                "outcome_recorded_at": None if outcome is ContractOutcome.OPEN else recorded,
                **values,
            }
        )
    )
    session.flush()


def figures(session: Session, known: KnownOn | None = None) -> tuple[float | None, float | None, int, int, Decimal]:
    known = known or KnownOn.at(NOW)
    found = retention(closed_renewals(session, SERVICE, known, "EUR"), known.day)
    return found.gross, found.net, found.renewed, found.due, found.lost


def test_growth_counts_in_net_only_and_shrinkage_in_both(session: Session, account: int) -> None:
    end = date(2025, 9, 1)
    contract(session, account, end, 100, ContractOutcome.EXPANDED)
    contract(session, account, end + timedelta(days=366), 150, ContractOutcome.OPEN, starts_on=end + timedelta(days=1))
    other = Account(name="Wachtelried", name_key="wachtelried")
    session.add(other)
    session.flush()
    contract(session, other.id, end, 100, ContractOutcome.CONTRACTED)
    contract(session, other.id, end + timedelta(days=366), 60, ContractOutcome.OPEN, starts_on=end + timedelta(days=1))
    assert figures(session) == (0.8, 1.05, 2, 2, Decimal(0))


def test_a_renewal_without_a_next_contract_counts_as_unchanged_and_a_loss_as_nothing(
    session: Session, account: int
) -> None:
    contract(session, account, date(2025, 6, 1), 300, ContractOutcome.RENEWED)
    contract(session, account, date(2025, 7, 1), 100, ContractOutcome.LOST)
    assert figures(session) == (0.75, 0.75, 1, 2, Decimal(100))


def test_only_the_year_before_counts_and_only_what_was_known(session: Session, account: int) -> None:
    contract(session, account, date(2025, 3, 1), 900, ContractOutcome.LOST)
    contract(session, account, date(2025, 3, 2), 100, ContractOutcome.RENEWED)
    late = datetime(2026, 2, 20, tzinfo=UTC)
    contract(session, account, date(2026, 2, 1), 100, ContractOutcome.LOST, outcome_recorded_at=late)
    assert figures(session) == (0.5, 0.5, 1, 2, Decimal(100))
    assert figures(session, KnownOn.end_of(date(2026, 2, 10)))[:2] == (0.1, 0.1)


def test_other_currencies_count_at_their_rate_or_not_at_all(session: Session, account: int) -> None:
    session.add(ExchangeRate(currency="CNY", rate=0.125, as_of=DAY, source="test"))
    contract(session, account, date(2025, 6, 1), 800, ContractOutcome.RENEWED, currency="CNY")
    contract(session, account, date(2025, 7, 1), 100, ContractOutcome.LOST)
    contract(session, account, date(2025, 8, 1), 5000, ContractOutcome.LOST, currency="JPY")
    assert figures(session) == (0.5, 0.5, 1, 2, Decimal(100))


def test_nothing_due_is_not_known_rather_than_nothing(session: Session, account: int) -> None:
    assert figures(session) == (None, None, 0, 0, Decimal(0))


def test_accounts_out_of_reach_do_not_count(session: Session, account: int) -> None:
    contract(session, account, date(2025, 6, 1), 100, ContractOutcome.LOST)
    stranger = Principal(user_id=10**6, label="stranger", role=UserRole.SALES)
    assert closed_renewals(session, stranger, KnownOn.at(NOW), "EUR") == []


def test_the_trend_begins_where_a_whole_year_is_on_record(session: Session, account: int) -> None:
    for months in range(24):
        ends_on = DAY - timedelta(days=30 * months + 1)
        outcome = ContractOutcome.LOST if months < 3 else ContractOutcome.RENEWED
        contract(session, account, ends_on, 100, outcome)
    points = retention_trend(closed_renewals(session, SERVICE, KnownOn.at(NOW), "EUR"), DAY)
    assert points[-1] == (DAY, 10 / 13)
    assert points[0][1] == 1.0
    assert points[0][0] - timedelta(days=365) >= DAY - timedelta(days=30 * 23 + 1)
