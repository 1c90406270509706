"""Change, archive and restore a customer account."""

from datetime import datetime

from sqlmodel import Session

from models.account import Account
from service.auth.principal import Principal
from service.errors import StaleVersion
from service.inputs.base import Change
from service.keys import name_key
from service.operations.account_fields import check_account_stays_in_reach, check_places
from service.operations.mark_stale import mark_stale
from service.operations.record_audit import record_audit
from service.operations.references import account_to_write
from service.operations.tracked import set_fields


def change_account(
    session: Session,
    principal: Principal,
    account_id: int,
    change: Change,
    *,
    version: int | None = None,
    now: datetime,
) -> Account:
    """Set the fields that ``change`` names (``service.inputs.account.AccountChange``).

    :raises NotFound: absent, or not within reach; :raises StaleVersion: changed in between.
    :raises Invalid: a reference that is not there, a loop of parents, or out of one's own reach.
    """
    account = account_to_write(session, principal, account_id)
    session.refresh(account)
    if version is not None and account.version != version:
        raise StaleVersion("Somebody else changed this in between. Read it again, then make your change again.")
    values = change.values
    check_places(session, principal, values, account_id)
    changed = set_fields(session, principal, account, values, now=now, kind="account", account_id=account_id)
    if "name" in changed:
        account.name_key = name_key(account.name)
    if changed:
        mark_stale(session, [account_id], now)
        session.flush()
        check_account_stays_in_reach(session, principal, account_id)
    return account


def archive_account(session: Session, principal: Principal, account_id: int, *, now: datetime) -> Account:
    """Take an account out of lists and scores; what is known of it stays. Twice is as good as once.

    :raises NotFound: absent, or not within reach.
    """
    return _set_archived(session, principal, account_id, now, now)


def restore_account(session: Session, principal: Principal, account_id: int, *, now: datetime) -> Account:
    """Take an archived account back into lists and scores.

    :raises NotFound: absent, or not within reach.
    """
    return _set_archived(session, principal, account_id, None, now)


def _set_archived(
    session: Session, principal: Principal, account_id: int, archived_at: datetime | None, now: datetime
) -> Account:
    account = account_to_write(session, principal, account_id)
    if (account.archived_at is None) == (archived_at is None):
        return account
    account.archived_at = archived_at
    account.version += 1
    account.updated_at = now
    session.add(account)
    session.flush()
    mark_stale(session, [account_id], now)
    action = "restored" if archived_at is None else "archived"
    record_audit(session, principal, action, "account", account_id, now=now, account_id=account_id)
    return account
