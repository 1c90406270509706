"""Record a contract, change it or note how it ended, or remove it."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from models.account import Account, Contract
from scoring.vocabulary import ContractOutcome
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.inputs.account import NewContract
from service.inputs.base import Change
from service.operations.account_records import AccountRecord, add_record, change_record, remove_record
from service.operations.references import day_of, invalid


def _settle(_session: Session, _account: Account, values: dict[str, Any], now: datetime) -> None:
    if values["ends_on"] is not None and values["starts_on"] is not None and values["ends_on"] <= values["starts_on"]:
        raise invalid("ends_on", "A contract ends after it starts.")
    if values["outcome"] is ContractOutcome.OPEN:
        values["outcome_recorded_at"], values["closed_on"] = None, None
    else:
        # When we learnt it stays as it is: a forecast is judged by what was known before.
        values["outcome_recorded_at"] = values.get("outcome_recorded_at") or now
        values["closed_on"] = values["closed_on"] or day_of(now)


CONTRACT: AccountRecord[Contract] = AccountRecord(Contract, "contract", Resource.REVENUE, _settle)


def sign_contract(session: Session, principal: Principal, values: NewContract, *, now: datetime) -> Contract:
    """A contract, flushed.

    :raises Forbidden: the role writes no revenue; :raises NotFound: the account is absent, or not within reach.
    :raises Invalid: it ends before it starts.
    """
    return add_record(session, principal, CONTRACT, values, now=now)


def change_contract(
    session: Session,
    principal: Principal,
    contract_id: int,
    change: Change,
    *,
    version: int | None = None,
    now: datetime,
) -> Contract:
    """Change a contract, or note how it ended.

    :raises NotFound: absent, or not within reach; :raises StaleVersion: changed in between.
    :raises Invalid: it would end before it starts.
    """
    return change_record(session, principal, CONTRACT, contract_id, change, version=version, now=now)


def remove_contract(session: Session, principal: Principal, contract_id: int, *, now: datetime) -> None:
    """Remove a contract that should never have been there, with its forecasts.

    :raises NotFound: absent, or not within reach.
    """
    remove_record(session, principal, CONTRACT, contract_id, now=now)
