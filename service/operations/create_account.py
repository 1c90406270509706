"""Add a customer account."""

from datetime import datetime

from sqlmodel import Session

from models.account import Account
from models.vocabulary import UserRole
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.inputs.account import NewAccount
from service.keys import name_key
from service.operations.account_fields import check_account_stays_in_reach, check_places
from service.operations.tracked import note_creation


def create_account(session: Session, principal: Principal, values: NewAccount, *, now: datetime) -> Account:
    """A new account, flushed. Whoever names nobody becomes its owner, or its CSM, so that it is theirs.

    :raises Forbidden: the role adds no accounts.
    :raises Invalid: it refers to something that is not there, or would be out of the reach of who adds it.
    """
    require(principal, Resource.ACCOUNT, Action.WRITE)
    given = values.model_dump()
    check_places(session, principal, given)
    if not any(given[name] for name in ("owner_id", "csm_id", "team_id", "territory_id")):
        place = {UserRole.SALES: "owner_id", UserRole.CSM: "csm_id"}.get(principal.role)
        if place is not None:
            given[place] = principal.user_id
    account = Account(**given, name_key=name_key(values.name), created_at=now, updated_at=now, stale_since=now)
    session.add(account)
    session.flush()
    check_account_stays_in_reach(session, principal, account.id)
    note_creation(session, principal, account, "account", now=now, account_id=account.id, fields={"name": account.name})
    return account
