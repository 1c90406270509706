"""Reach turned into conditions on rows: the one place where *own* is spelt out."""

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlmodel import Session, col

from models.account import Account
from service.auth.policy import Action, Reach, Resource, reach, require
from service.auth.principal import Principal
from service.errors import NotFound


def own_accounts(principal: Principal) -> ColumnElement[bool]:
    """The condition on :class:`Account` that it is the principal's own, or of their teams or territories."""
    conditions = [col(Account.owner_id) == principal.user_id, col(Account.csm_id) == principal.user_id]
    if principal.team_ids:
        conditions.append(col(Account.team_id).in_(principal.team_ids))
    if principal.territory_ids:
        conditions.append(col(Account.territory_id).in_(principal.territory_ids))
    return or_(*conditions)


def accounts_within(principal: Principal, resource: Resource, action: Action = Action.READ) -> ColumnElement[bool]:
    """The condition on :class:`Account` under which ``principal`` may do ``action`` on its ``resource``.

    An aggregate reach counts as nothing here: it never opens a single account's records.
    """
    got = reach(principal, resource, action)
    if got is Reach.ALL:
        return true()
    if resource is Resource.OPINION and principal.glass_accounts and action is Action.READ:
        glass = col(Account.id).in_(principal.glass_accounts)
        return or_(glass, own_accounts(principal)) if got is Reach.OWN else glass
    if got is Reach.OWN:
        # An opinion, a revenue, a case: always within the accounts that can be seen at all.
        return own_accounts(principal)
    return false()


def may(session: Session, principal: Principal, account_id: int, resource: Resource, action: Action) -> bool:
    """Whether ``principal`` may do ``action`` on the ``resource`` of this account."""
    within = accounts_within(principal, resource, action)
    statement = select(col(Account.id)).where(col(Account.id) == account_id, within)
    return session.execute(statement).first() is not None


def visible_account(
    session: Session,
    principal: Principal,
    account_id: int,
    resource: Resource = Resource.ACCOUNT,
    action: Action = Action.READ,
) -> Account:
    """The account, or the same *not found* whether it is absent or somebody else's.

    :raises Forbidden: the role has no such permission on any account.
    :raises NotFound: absent, or not within reach.
    """
    if not (resource is Resource.OPINION and principal.glass_accounts):
        require(principal, resource, action)
    statement = select(Account).where(
        col(Account.id) == account_id,
        accounts_within(principal, Resource.ACCOUNT, Action.READ),
        accounts_within(principal, resource, action),
    )
    account: Account | None = session.execute(statement).scalar_one_or_none()
    if account is None:
        raise NotFound
    return account
