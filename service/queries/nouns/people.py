"""People, their places and roles on accounts, and the rules about roles, as they are listed."""

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import col

from models.account import Account
from models.person import Membership, Person, RequiredRole, RoleAssignment, TitleRule
from service.auth.policy import Action, Resource
from service.auth.principal import Principal
from service.keys import name_key
from service.queries.listing import Listing, contains, effective_fields, everything, of_accounts, shown
from service.queries.visibility import accounts_within


def people_within(principal: Principal, action: Action = Action.READ) -> ColumnElement[bool]:
    """The condition on :class:`Person` that somebody has, or had, a place on an account within reach."""
    own = select(col(Account.id)).where(
        accounts_within(principal, Resource.ACCOUNT), accounts_within(principal, Resource.ACCOUNT, action)
    )
    placed = select(col(Membership.person_id)).where(
        col(Membership.account_id).in_(own), col(Membership.superseded_at).is_(None)
    )
    there = and_(col(Person.erased_at).is_(None), col(Person.merged_into_id).is_(None))
    return and_(there, col(Person.id).in_(placed))


def _called(word: str) -> ColumnElement[bool]:
    named = col(Person.name_key).contains(name_key(word), autoescape=True)
    return or_(named, contains([Person.email, Person.title], word))


PEOPLE = Listing(
    name="people",
    source=Person,
    shown=shown(
        Person,
        *("id", "name", "email", "phone", "title", "department", "organisation", "language", "time_zone"),
        *("tags", "do_not_contact", "unsubscribed_at", "left_on", "created_at", "updated_at", "version"),
    ),
    within=people_within,
    filters=("email", "organisation", "department", "do_not_contact"),
    ranges=("left_on", "updated_at"),
    sorts=("id", "-id", "name", "-name", "-updated_at"),
    searched=_called,
)

MEMBERSHIPS = Listing(
    name="memberships",
    source=Membership,
    shown=(
        *shown(Membership, "id", "account_id", "person_id", "side", "openness", "contact_cost", "placeholder"),
        *effective_fields(Membership),
    ),
    within=of_accounts(Membership.account_id, Resource.ACCOUNT),
    filters=("account_id", "person_id", "side", "placeholder"),
    sorts=("id", "-id"),
    effective=Membership,
)

ROLES = Listing(
    name="roles",
    source=RoleAssignment,
    shown=(
        *shown(RoleAssignment, "id", "account_id", "person_id", "role", "sub_role", "suggested", "confirmed_at"),
        *effective_fields(RoleAssignment),
    ),
    within=of_accounts(RoleAssignment.account_id, Resource.ACCOUNT),
    filters=("account_id", "person_id", "role", "sub_role", "suggested"),
    sorts=("id", "-id"),
    effective=RoleAssignment,
)

REQUIRED_ROLES = Listing(
    name="required-roles",
    source=RequiredRole,
    shown=shown(RequiredRole, "id", "segment", "sub_role"),
    within=everything,
    filters=("segment", "sub_role"),
    sorts=("id", "segment", "-segment"),
)

TITLE_RULES = Listing(
    name="title-rules",
    source=TitleRule,
    shown=shown(TitleRule, "id", "language", "pattern", "sub_role"),
    within=everything,
    filters=("language", "sub_role"),
    sorts=("id", "pattern", "-pattern"),
    searched=lambda word: contains([TitleRule.pattern], word),
)
