"""Put an issued report in the post."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account, Contract
from models.report import Report
from models.vocabulary import DeliveryKind
from reports.portfolio.content import PortfolioContent
from reports.values import Money
from scoring.vocabulary import ContractOutcome, RiskBand
from service.auth.principal import the_service
from service.mail.letter import Composed
from service.mail.report_mail import PortfolioFacts, RenewalFacts, leadership_mail, renewal_risk_mail
from service.operations.enqueue_delivery import About, Recipient, enqueue_delivery
from service.queries.report_readers import Reader
from service.queries.scores import account_scores
from service.queries.verdict import soonest_risk


def post_report(session: Session, report: Report, readers: Sequence[Reader], *, now: datetime, base_url: str) -> int:
    """Enqueue a renewal-risk report for each of its readers, once; gives how many messages were new."""
    assert report.account_id is not None  # noqa: S101 - a renewal-risk report is always about an account
    composed = renewal_risk_mail(
        _renewal_facts(session, report.account_id),
        month=_month(report, now),
        language=report.language,
        account_url=f"{base_url}/accounts/{report.account_id}",
    )
    return _enqueue(session, report, readers, composed, now=now, base_url=base_url)


def post_leadership(
    session: Session,
    report: Report,
    content: PortfolioContent,
    readers: Sequence[Reader],
    *,
    now: datetime,
    base_url: str,
) -> int:
    """Enqueue the leadership report for each of its readers, once; gives how many messages were new."""
    risk, gross = content.at_risk, content.retention.gross
    facts = PortfolioFacts(
        accounts=content.accounts,
        decisions=len(content.decisions),
        at_risk=risk.value if risk else None,
        low=risk.low if risk else None,
        high=risk.high if risk else None,
        retention=gross.value if gross else None,
    )
    composed = leadership_mail(
        facts, month=_month(report, now), language=report.language, portfolio_url=f"{base_url}/portfolio"
    )
    return _enqueue(session, report, readers, composed, now=now, base_url=base_url)


def _enqueue(
    session: Session, report: Report, readers: Sequence[Reader], composed: Composed, *, now: datetime, base_url: str
) -> int:
    posted = 0
    for reader in readers:
        delivery_id = enqueue_delivery(
            session,
            DeliveryKind.REPORT,
            f"report:{report.id}:user:{reader.user_id}",
            Recipient(reader.address, report.language, user_id=reader.user_id),
            composed,
            now=now,
            base_url=base_url,
            about=About(account_id=report.account_id, report_id=report.id),
        )
        posted += delivery_id is not None
    return posted


def _renewal_facts(session: Session, account_id: int) -> RenewalFacts:
    account = session.get_one(Account, account_id)
    contract = session.execute(
        select(Contract)
        .where(col(Contract.account_id) == account_id, col(Contract.outcome) == ContractOutcome.OPEN)
        .order_by(col(Contract.ends_on), col(Contract.id))
        .limit(1)
    ).scalar_one_or_none()
    risk = soonest_risk(account_scores(session, the_service("reports"), account_id))
    if contract is None:
        return RenewalFacts(account.name, risk.band if risk else RiskBand.UNKNOWN)
    at_risk = None
    if risk is not None and risk.contract_id == contract.id:
        lost = (contract.arr * Decimal(str(risk.probability))).quantize(Decimal("0.01"))
        at_risk = Money(lost, contract.currency)
    return RenewalFacts(
        account=account.name,
        band=risk.band if risk else RiskBand.UNKNOWN,
        contract_end=contract.ends_on,
        arr=Money(contract.arr, contract.currency),
        at_risk=at_risk,
    )


def _month(report: Report, now: datetime) -> date:
    """The first day of the month that a report is for; one ordered by hand is for the month of its order."""
    try:
        return date.fromisoformat(f"{report.period}-01")
    except ValueError:
        return now.date().replace(day=1)
