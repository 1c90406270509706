"""The leadership report: the right sums, the decisions, the forecast held against what came, once a month."""

import math
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine, select
from sqlmodel import Session

from models.report import Report
from models.user import User
from models.vocabulary import DeliveryState, ReportKind, UserRole
from reports.fonts.typeface import DEFAULT_FOLDER
from reports.portfolio.content import PortfolioContent
from scoring.risk_parameters import RiskFactor
from scoring.vocabulary import ContractOutcome, RiskBand
from service.auth.principal import Principal, the_service
from service.database import reading, writing
from service.errors import Forbidden
from service.jobs.deliver import Step, deliver_once
from service.jobs.work import work_once
from service.mail.way_out import transport_of
from service.operations.enqueue_run import enqueue_run
from service.operations.issue_leadership import build_leadership, issue_leadership
from service.operations.issue_report import Store
from service.queries.known_on import KnownOn
from service.queries.leadership_content import leadership_content
from tests.factories.forecasts import Forecast, publish, renewal
from tests.factories.outbox import Clock, deliveries, job_context
from tests.fixtures.smtp import MailServer

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
A_MONTH_AGO = datetime(2026, 2, 1, 2, 15, tzinfo=UTC)
SERVICE = the_service("test")


def content(session: Session) -> PortfolioContent:
    return leadership_content(session, SERVICE, KnownOn.at(NOW), "en", currency="EUR")


def amounts(*found: object) -> list[Decimal]:
    return [one.amount for one in found]  # type: ignore[attr-defined]  # money, every one of them


def _forecast(contract: object, loss: float, band: RiskBand, **values: object) -> Forecast:
    return Forecast(contract.id, contract.account_id, loss, band, **values)  # type: ignore[attr-defined, arg-type]  # a contract


def test_the_sums_are_those_of_the_renewals_of_a_year(session: Session) -> None:
    high = renewal(session, "Otterried", 100_000, TODAY + timedelta(days=60))
    low = renewal(session, "Wachtelried", 200_000, TODAY + timedelta(days=200))
    renewal(session, "Unscored", 50_000, TODAY + timedelta(days=100))
    later = renewal(session, "Later", 400_000, TODAY + timedelta(days=800), starts_on=TODAY - timedelta(days=10))
    publish(
        session,
        NOW,
        [_forecast(high, 0.5, RiskBand.HIGH), _forecast(low, 0.1, RiskBand.LOW), _forecast(later, 0.2, RiskBand.LOW)],
    )
    found = content(session)
    assert found.accounts == 4
    assert found.arr is not None
    assert found.at_risk is not None
    assert found.at_risk.low is not None
    assert found.at_risk.high is not None
    assert amounts(found.arr, found.at_risk.value) == [Decimal(750_000), Decimal(70_000)]
    assert found.at_risk.low.amount <= 70_000 <= found.at_risk.high.amount
    assert [(band.band, band.accounts, *amounts(band.arr, band.at_risk)) for band in found.bands] == [
        (RiskBand.HIGH, 1, Decimal(100_000), Decimal(50_000)),
        (RiskBand.LOW, 1, Decimal(200_000), Decimal(20_000)),
        (RiskBand.UNKNOWN, 1, Decimal(50_000), Decimal(0)),
    ]
    assert found.at_risk_before is None
    assert found.forecast_check is None
    assert found.parameter_version == "test-1"


def test_a_decision_asks_about_the_strongest_reason_by_the_day_of_notice(session: Session) -> None:
    falling = renewal(session, "Otterried", 100_000, date(2026, 5, 1))
    given = renewal(session, "Wachtelried", 50_000, date(2026, 6, 1), notice_given_on=date(2026, 2, 1))
    near = renewal(session, "Greifenfurt", 80_000, date(2026, 4, 10))
    far = renewal(session, "Faraway", 80_000, date(2026, 12, 1))
    publish(
        session,
        NOW,
        [
            _forecast(falling, 0.6, RiskBand.HIGH, reasons={RiskFactor.USAGE_TREND: 1.0, RiskFactor.THREADS: 0.2}),
            _forecast(given, 0.9, RiskBand.HIGH, reasons={RiskFactor.THREADS: 2.0}, calibrated=True),
            _forecast(near, 0.25, RiskBand.MEDIUM, reasons={RiskFactor.TENURE: -1.0}),
            _forecast(far, 0.6, RiskBand.HIGH),
        ],
    )
    found = content(session).decisions
    assert [(one.name, one.question, one.days_left) for one in found] == [
        ("Otterried", "Use develops badly: do we pay for a new start with their users before 1 Apr 2026?", 60),
        ("Wachtelried", "Notice has been given: do we make another offer before 1 Jun 2026?", 91),
        ("Greifenfurt", "Who of us takes this renewal in hand before 11 Mar 2026?", 39),
    ]
    assert [one.probability.value if one.probability else None for one in found] == [None, pytest.approx(0.1), None]


def test_drivers_add_up_to_the_distance_from_an_ordinary_portfolio(session: Session) -> None:
    one = renewal(session, "Otterried", 100_000, TODAY + timedelta(days=60))
    reasons = {RiskFactor.USAGE_TREND: math.log(3.0), RiskFactor.TENURE: -math.log(2.0)}
    publish(session, NOW, [_forecast(one, 0.6, RiskBand.HIGH, reasons=reasons)])
    found = content(session)
    assert [(driver.label, driver.accounts) for driver in found.drivers] == [
        ("Use develops worse than usual", 1),
        ("Older accounts than usual", 1),
    ]
    # The segment's odds are 1: from 50 % to 40 % renewal is 10,000 of the ARR.
    assert sum(amounts(*(driver.effect for driver in found.drivers))) == Decimal(-10_000)
    (improvement,) = found.improvements
    # Without the weak use the odds of loss are 1/2: p falls from .6 to 1/3, and half of it is reached.
    assert amounts(improvement.gain, improvement.cost) == [Decimal(13_333), Decimal(3_000)]
    assert improvement.label == "Bring use back to what is usual"


def test_the_forecast_of_a_month_ago_is_held_against_what_came(session: Session) -> None:
    decided = [
        renewal(
            session,
            f"Decided {number}",
            10_000,
            date(2026, 2, 20),
            outcome=ContractOutcome.LOST if number < 2 else ContractOutcome.RENEWED,
            outcome_recorded_at=datetime(2026, 2, 21, tzinfo=UTC),
        )
        for number in range(8)
    ]
    waiting = renewal(session, "Waiting", 70_000, date(2026, 6, 1))
    publish(
        session,
        A_MONTH_AGO,
        [
            *(
                _forecast(one, 0.25, RiskBand.LOW if place == 0 else RiskBand.MEDIUM)
                for place, one in enumerate(decided)
            ),
            _forecast(waiting, 0.5, RiskBand.HIGH),
        ],
    )
    publish(session, NOW, [_forecast(waiting, 0.4, RiskBand.HIGH)])
    found = content(session)
    check = found.forecast_check
    assert check is not None
    assert (check.made_on, check.closed, check.lost) == (A_MONTH_AGO.date(), 8, 2)
    assert amounts(check.expected_loss.value, check.actual_loss) == [Decimal(20_000), Decimal(20_000)]
    assert check.false_greens == ("Decided 0",)
    assert check.verdict.startswith("What was lost lies within the forecast's interval.")
    assert found.at_risk_before is not None
    assert amounts(found.at_risk_before) == [Decimal(55_000)]


def test_a_few_outcomes_judge_nothing(session: Session) -> None:
    one = renewal(
        session,
        "Otterried",
        10_000,
        date(2026, 2, 20),
        outcome=ContractOutcome.LOST,
        outcome_recorded_at=datetime(2026, 2, 21, tzinfo=UTC),
    )
    publish(session, A_MONTH_AGO, [_forecast(one, 0.25, RiskBand.LOW)])
    check = content(session).forecast_check
    assert check is not None
    assert check.expected_loss.low is None
    assert check.verdict.startswith("Too few renewals have been decided")


def test_an_empty_portfolio_has_a_report_too(session: Session) -> None:
    found = content(session)
    assert (found.accounts, found.at_risk, found.bands, found.decisions, found.drivers) == (0, None, (), (), ())
    pdf = build_leadership(session, SERVICE, now=NOW, language="en", currency="EUR", fonts=DEFAULT_FOLDER)
    assert pdf.startswith(b"%PDF")


@pytest.mark.parametrize("role", [UserRole.SALES, UserRole.CSM, UserRole.READ_ONLY])
def test_only_who_sees_everything_may_read_it(session: Session, role: UserRole) -> None:
    someone = Principal(user_id=1, label="someone", role=role)
    with pytest.raises(Forbidden):
        leadership_content(session, someone, KnownOn.at(NOW), "en", currency="EUR")


def test_leadership_reads_it_and_does_not_issue_it(session: Session, tmp_path: Path) -> None:
    leader = Principal(user_id=1, label="leader", role=UserRole.LEADERSHIP)
    assert leadership_content(session, leader, KnownOn.at(NOW), "zh", currency="EUR").locale == "zh_Hans_CN"
    with pytest.raises(Forbidden):
        issue_leadership(
            session,
            leader,
            now=NOW,
            period="2026-03",
            store=Store(tmp_path, DEFAULT_FOLDER),
            language="en",
            currency="EUR",
        )


def test_a_month_is_issued_once_a_language_and_posted_to_leadership(
    engine: Engine, tmp_path: Path, mail_server: MailServer
) -> None:
    context = job_context(engine, tmp_path, Clock(NOW), mail_server.url)
    with writing(context.factory) as session:
        contract = renewal(session, "Otterried", 100_000, TODAY + timedelta(days=60))
        publish(session, NOW, [_forecast(contract, 0.5, RiskBand.HIGH)])
        for name, role, language, active in (
            ("ada", UserRole.LEADERSHIP, "en", True),
            ("bo", UserRole.LEADERSHIP, "zh-CN", True),
            ("gone", UserRole.LEADERSHIP, "en", False),
            ("cy", UserRole.CSM, "en", True),
        ):
            address = f"{name}@linchpin.example"
            session.add(User(email=address, name=name, session_key=name, role=role, language=language, active=active))
        for period in ("2026-03-01", "2026-03"):
            enqueue_run(session, "issue_leadership", "portfolio", period, now=NOW)
    assert work_once(context)
    assert work_once(context)
    with reading(context.factory) as session:
        reports = list(session.execute(select(Report).order_by(Report.language)).scalars())
    assert [(one.kind, one.period, one.language) for one in reports] == [
        (ReportKind.LEADERSHIP, "2026-03", "en"),
        (ReportKind.LEADERSHIP, "2026-03", "zh"),
    ]
    store = Store(context.settings.report_store, DEFAULT_FOLDER)
    assert "Otterried" in "".join(page.extract_text() for page in PdfReader(store.path(reports[0].checksum)).pages)
    with writing(context.factory) as session:
        bo = session.execute(select(User).where(User.name == "bo")).scalar_one()
        bo.role = UserRole.CSM
    transport = transport_of(context.settings)
    while deliver_once(context, transport) is not Step.NOTHING:
        pass
    transport.rest()
    assert [mail.recipients for mail in mail_server.mails] == [("ada@linchpin.example",)]
    assert sorted(one.state for one in deliveries(context)) == [DeliveryState.SENT, DeliveryState.SUPPRESSED]
