"""Change what is known of a person, or take somebody out of the chains within reach."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.person import Membership, Person
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.inputs.base import Change
from service.keys import email_key, name_key
from service.operations.add_person import check_address_is_free
from service.operations.mark_stale import mark_stale
from service.operations.place_person import end_membership
from service.operations.tracked import row_to_change, set_fields
from service.queries.nouns.people import people_within
from service.queries.visibility import accounts_within


def change_person(
    session: Session, principal: Principal, person_id: int, change: Change, *, version: int | None = None, now: datetime
) -> Person:
    """Set the fields that ``change`` names (``service.inputs.person.PersonChange``).

    A day in ``left_on`` says that the person left; past days are still shown as they were known.

    :raises NotFound: absent, or not within reach; :raises StaleVersion: changed in between.
    :raises Conflict: somebody else of the same account has the address.
    """
    require(principal, Resource.ACCOUNT, Action.WRITE)
    within = people_within(principal, Action.WRITE)
    person = row_to_change(session, Person, person_id, within, version=version)
    places = _places(session, person_id)
    values = change.values
    if values.get("email"):
        for place in places:
            check_address_is_free(session, place.account_id, email_key(values["email"]), person_id)
    changed = set_fields(session, principal, person, values, now=now, kind="person")
    if not changed:
        return person
    person.name_key = name_key(person.name)
    person.email_key = None if person.email is None else email_key(person.email)
    if "left_on" in changed:
        person.left_recorded_at = None if person.left_on is None else now
    session.flush()
    mark_stale(session, [place.account_id for place in places], now)
    return person


def remove_person(session: Session, principal: Principal, person_id: int, *, now: datetime) -> None:
    """End somebody's places on all accounts within reach; what was known of past days stays.

    :raises NotFound: absent, or not within reach.
    """
    require(principal, Resource.ACCOUNT, Action.WRITE)
    row_to_change(session, Person, person_id, people_within(principal, Action.WRITE))
    own = select(col(Account.id)).where(accounts_within(principal, Resource.ACCOUNT, Action.WRITE))
    reached = set(session.execute(own.where(col(Account.id).in_(_accounts(session, person_id)))).scalars())
    for place in _places(session, person_id):
        if place.account_id in reached:
            end_membership(session, principal, place.id, now=now)


def _accounts(session: Session, person_id: int) -> list[int]:
    return [place.account_id for place in _places(session, person_id)]


def _places(session: Session, person_id: int) -> list[Membership]:
    statement = select(Membership).where(
        col(Membership.person_id) == person_id,
        col(Membership.superseded_at).is_(None),
        col(Membership.valid_to).is_(None),
    )
    return list(session.execute(statement).scalars())
