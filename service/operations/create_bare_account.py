"""Create an account of which only the name is known yet: the one that a file of people is for."""

from datetime import datetime

from sqlmodel import Session

from models.account import Account
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import Invalid
from service.keys import name_key
from service.operations.record_audit import record_audit


def create_bare_account(session: Session, principal: Principal, name: str, *, now: datetime) -> int:
    """Create the account and give its number; it is its creator's, and their team's.

    :raises Invalid: an empty or overlong name.
    """
    require(principal, Resource.IMPORT, Action.WRITE)
    name = " ".join(name.split())
    if not 0 < len(name) <= 300:
        raise Invalid("An account needs a name of at most 300 characters.")
    account = Account(
        name=name,
        name_key=name_key(name),
        owner_id=principal.user_id,
        team_id=min(principal.team_ids, default=None),
        created_at=now,
        updated_at=now,
    )
    session.add(account)
    session.flush()
    record_audit(session, principal, "create", "account", account.id, now=now, account_id=account.id)
    return account.id
