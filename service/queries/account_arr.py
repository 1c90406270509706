"""What accounts pay a year, in the company's own currency, as far as the reader may see it."""

from datetime import date

from sqlalchemy import BigInteger, func, select
from sqlalchemy import case as choose
from sqlalchemy import type_coerce as as_type
from sqlmodel import Session, col

from models.account import Account, Contract
from models.base import ExactDecimal
from models.money import ExchangeRate
from scoring.vocabulary import ContractOutcome
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.queries.visibility import accounts_within


def arr_of_accounts(session: Session, principal: Principal, today: date, currency: str) -> dict[int, float] | None:
    """The ARR of each account whose revenue the reader may see; None: of none.

    A contract whose currency has no rate is left out.
    """
    within = accounts_within(principal, Resource.REVENUE)
    rate = choose((col(Contract.currency) == currency, 1.0), else_=col(ExchangeRate.rate))
    amount = as_type(col(Contract.arr), BigInteger) * rate / float(ExactDecimal.units)
    statement = (
        select(col(Contract.account_id), func.sum(amount))
        .join(Account, col(Account.id) == col(Contract.account_id))
        .outerjoin(ExchangeRate, col(ExchangeRate.currency) == col(Contract.currency))
        .where(col(Contract.outcome) == ContractOutcome.OPEN, col(Contract.starts_on) <= today, within)
        .group_by(col(Contract.account_id))
    )
    found = {account_id: float(value or 0.0) for account_id, value in session.execute(statement)}
    return found or None
