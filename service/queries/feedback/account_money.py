"""What each account is worth a year, and how much of it is at risk."""

from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, and_, case, func, select
from sqlalchemy import type_coerce as as_type
from sqlmodel import Session, col

from models.account import Account, Contract
from models.base import ExactDecimal
from models.money import ExchangeRate
from models.score import RenewalRisk
from scoring.vocabulary import ContractOutcome
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.queries.portfolio_frames.selection import Selection
from service.queries.scores import in_force
from service.queries.visibility import accounts_within

Floats = NDArray[np.float64]


def account_money(
    session: Session, principal: Principal, selection: Selection, today: date, currency: str
) -> tuple[Floats, Floats]:
    """ARR and money at risk (a,) of each account in ``currency``, over its open contracts.

    0 where the reader may not see the account's revenue, where there is no contract, and for contracts whose currency
    has no rate.
    """
    force = in_force(session)
    rate = case((col(Contract.currency) == currency, 1.0), else_=col(ExchangeRate.rate))
    arr = as_type(col(Contract.arr), BigInteger) * rate / float(ExactDecimal.units)
    risk = and_(
        col(RenewalRisk.generation_id) == force.c.generation_id, col(RenewalRisk.contract_id) == col(Contract.id)
    )
    statement = (
        select(
            col(Contract.account_id),
            func.coalesce(func.sum(arr), 0.0).label("arr"),
            func.coalesce(func.sum(arr * col(RenewalRisk.probability)), 0.0).label("at_risk"),
        )
        .select_from(Contract)
        .join(Account, col(Account.id) == col(Contract.account_id))
        .outerjoin(ExchangeRate, col(ExchangeRate.currency) == col(Contract.currency))
        .outerjoin(force, force.c.account_id == col(Contract.account_id))
        .outerjoin(RenewalRisk, risk)
        .where(
            col(Contract.outcome) == ContractOutcome.OPEN,
            col(Contract.starts_on) <= today,
            accounts_within(principal, Resource.REVENUE),
        )
        .group_by(col(Contract.account_id))
    )
    money = np.zeros((2, len(selection.ids)))
    rows = session.execute(statement).all()
    places = selection.places(np.array([row.account_id for row in rows], dtype=np.float64))
    for place, row in zip(places.tolist(), rows, strict=True):
        if place >= 0:
            money[:, place] = float(row.arr), float(row.at_risk)
    return money[0], money[1]
