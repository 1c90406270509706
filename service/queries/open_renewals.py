"""The renewals that lay ahead on a day, each with its money and the risk as it was forecast then."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, and_, or_, select
from sqlmodel import Session, col

from models.account import Account, Contract
from models.money import ExchangeRate
from models.score import RenewalRisk
from models.user import User
from scoring.risk_parameters import DEFAULT_RISK_PARAMETERS
from scoring.vocabulary import ContractOutcome, RiskBand
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.queries.known_on import KnownOn
from service.queries.packed_scores import ReasonResult, unpack_reasons
from service.queries.scores import in_force
from service.queries.visibility import accounts_within

HORIZON = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class OpenRenewal:
    """One contract without an outcome on the day; ``arr`` in the company's own currency.

    ``loss`` is the forecast probability of loss in [0, 1], None where the account was not scored. ``outcome`` is what
    is known today, which on the day was not.
    """

    account_id: int
    contract_id: int
    name: str
    owner: str
    arr: Decimal
    ends_on: date
    notice_by: date
    notice_given: bool
    band: RiskBand
    loss: float | None
    loss_low: float | None
    loss_high: float | None
    calibrated: bool
    log_odds: float
    reasons: tuple[ReasonResult, ...]
    outcome: ContractOutcome
    outcome_recorded_at: datetime | None

    @property
    def at_risk(self) -> Decimal:
        """ARR times the probability of losing it, to the cent; 0 where there is no forecast."""
        return (self.arr * Decimal(str(self.loss or 0.0))).quantize(Decimal("0.01"))

    def due_by(self, day: date) -> bool:
        """Whether its renewal is due within a year of ``day``, or overdue."""
        return self.ends_on <= day + HORIZON

    def decided_by(self, known: KnownOn) -> bool:
        """Whether its outcome was on record by then."""
        recorded = self.outcome_recorded_at
        return self.outcome is not ContractOutcome.OPEN and recorded is not None and recorded <= known.moment


def open_renewals(session: Session, principal: Principal, known: KnownOn, currency: str) -> list[OpenRenewal]:
    """The contracts without an outcome, by their end; those in a currency without a rate are left out.

    The forecast is the one that was published by the moment of ``known``.
    """
    force = in_force(session, known)
    statement: Select[*tuple[Any, ...]] = (
        select(
            col(Contract.account_id),
            col(Contract.id),
            col(Account.name),
            col(User.name).label("owner"),
            col(Contract.arr),
            col(Contract.currency),
            col(ExchangeRate.rate),
            col(Contract.ends_on),
            col(Contract.notice_days),
            col(Contract.notice_given_on),
            col(Contract.outcome),
            col(Contract.outcome_recorded_at),
            col(RenewalRisk.probability),
            col(RenewalRisk.probability_low),
            col(RenewalRisk.probability_high),
            col(RenewalRisk.band),
            col(RenewalRisk.calibrated),
            col(RenewalRisk.segment_log_odds),
            col(RenewalRisk.reasons),
        )
        .join(Account, col(Account.id) == col(Contract.account_id))
        .outerjoin(User, col(User.id) == col(Account.owner_id))
        .outerjoin(ExchangeRate, col(ExchangeRate.currency) == col(Contract.currency))
        .outerjoin(force, force.c.account_id == col(Contract.account_id))
        .outerjoin(
            RenewalRisk,
            and_(
                col(RenewalRisk.generation_id) == force.c.generation_id,
                col(RenewalRisk.contract_id) == col(Contract.id),
            ),
        )
        .where(
            accounts_within(principal, Resource.ACCOUNT),
            accounts_within(principal, Resource.REVENUE),
            or_(col(Account.archived_at).is_(None), col(Account.archived_at) > known.moment),
            col(Contract.starts_on) <= known.day,
            or_(
                col(Contract.outcome) == ContractOutcome.OPEN,
                col(Contract.outcome_recorded_at) > known.moment,
            ),
            or_(col(Contract.currency) == currency, col(ExchangeRate.rate).is_not(None)),
        )
        .order_by(col(Contract.ends_on), col(Contract.id))
    )
    return [_renewal(row, known, currency) for row in session.execute(statement)]


def in_currency(amount: Decimal, own: bool, rate: float | None) -> Decimal:
    """An amount in the company's own currency, to the cent.

    >>> in_currency(Decimal("100.005"), False, 0.5)
    Decimal('50.00')
    """
    return (amount if own else amount * Decimal(str(rate))).quantize(Decimal("0.01"))


def _renewal(row: Row[Any], known: KnownOn, currency: str) -> OpenRenewal:
    scored = row.probability is not None
    reasons = tuple(unpack_reasons(row.reasons, DEFAULT_RISK_PARAMETERS)) if scored else ()
    return OpenRenewal(
        account_id=row.account_id,
        contract_id=row.id,
        name=row.name,
        owner=row.owner or "",
        arr=in_currency(row.arr, row.currency == currency, row.rate),
        ends_on=row.ends_on,
        notice_by=row.ends_on - timedelta(days=row.notice_days),
        notice_given=row.notice_given_on is not None and row.notice_given_on <= known.day,
        band=RiskBand(row.band) if scored else RiskBand.UNKNOWN,
        loss=row.probability,
        loss_low=row.probability_low,
        loss_high=row.probability_high,
        calibrated=bool(row.calibrated),
        log_odds=row.segment_log_odds + sum(reason.log_odds for reason in reasons) if scored else 0.0,
        reasons=reasons,
        outcome=row.outcome,
        outcome_recorded_at=row.outcome_recorded_at,
    )
