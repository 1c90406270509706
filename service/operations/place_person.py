"""Give a person a place on an account, change it, or end it."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.chain import Relationship, Tie
from models.person import Membership, Person, RoleAssignment
from service.auth.principal import Principal
from service.errors import Conflict
from service.inputs.base import Change
from service.inputs.person import NewMembership
from service.operations.effective import add_fact, end_fact, fact_to_change, replace_fact
from service.operations.references import (
    MOST_PEOPLE,
    account_to_write,
    check_room,
    check_start,
    invalid,
    members_of,
    standing,
)
from service.queries.nouns.people import people_within


def place_person(session: Session, principal: Principal, values: NewMembership, *, now: datetime) -> Membership:
    """A place for somebody who is known already, flushed.

    :raises NotFound: the account is absent, or not within reach; :raises Invalid: no such person, or a full account.
    :raises Conflict: the person has a place there.
    """
    account = account_to_write(session, principal, values.account_id)
    known = select(col(Person.id)).where(col(Person.id) == values.person_id, people_within(principal))
    if session.execute(known).first() is None:
        raise invalid("person_id", "There is no such person.")
    if values.person_id in members_of(session, account.id):
        raise Conflict("This person has a place on this account already.")
    check_room(session, Membership, account.id, MOST_PEOPLE, "people")
    fields = values.model_dump(exclude={"valid_from"})
    place = Membership(**fields, valid_from=check_start(values.valid_from, now))
    return add_fact(session, principal, place, "membership", now=now)


def change_membership(
    session: Session, principal: Principal, membership_id: int, change: Change, *, now: datetime
) -> Membership:
    """Replace a place by one with other values; since when the person has it does not change.

    :raises NotFound: absent, or not within reach; :raises Conflict: replaced or ended already.
    """
    place = fact_to_change(session, principal, Membership, membership_id)
    return replace_fact(session, principal, place, "membership", change.values, now=now, since=place.valid_from)


def end_membership(session: Session, principal: Principal, membership_id: int, *, now: datetime) -> None:
    """Take somebody out of a chain today, with the roles, ties and relationships that they had in it.

    :raises NotFound: absent, or not within reach; :raises Conflict: replaced or ended already.
    """
    place = fact_to_change(session, principal, Membership, membership_id)
    end_fact(session, principal, place, "membership", now=now)
    for kind, table, columns in (
        ("role", RoleAssignment, (RoleAssignment.person_id,)),
        ("relationship", Relationship, (Relationship.person_id,)),
        ("tie", Tie, (Tie.source_id, Tie.target_id)),
    ):
        for column in columns:
            held = select(table).where(*standing(table, place.account_id), col(column) == place.person_id)
            for fact in session.execute(held).scalars():
                end_fact(session, principal, fact, kind, now=now)
