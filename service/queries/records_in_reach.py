"""People within reach: those who stand on an account that is."""

from sqlalchemy import ColumnElement, and_, exists, select, true
from sqlmodel import col

from models.account import Account
from models.person import Membership, Person
from service.auth.policy import Action, Reach, Resource, reach
from service.auth.principal import Principal
from service.queries.visibility import accounts_within


def people_in_reach(principal: Principal, resource: Resource, action: Action) -> ColumnElement[bool]:
    """The condition on :class:`Person` that they stand on an account whose ``resource`` may be touched.

    Merged and erased people are nobody's; who stands on no account is only for those who reach every account.
    """
    if reach(principal, resource, action) is Reach.ALL:
        return and_(col(Person.erased_at).is_(None), true())
    place = (
        select(col(Membership.id))
        .join(Account, col(Account.id) == col(Membership.account_id))
        .where(
            col(Membership.person_id) == col(Person.id),
            col(Membership.superseded_at).is_(None),
            accounts_within(principal, resource, action),
        )
    )
    return and_(col(Person.erased_at).is_(None), exists(place))
