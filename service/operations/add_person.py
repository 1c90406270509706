"""Add somebody to the decision chain of an account."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.person import Membership, Person
from service.auth.principal import Principal
from service.errors import Conflict
from service.inputs.person import NewPerson
from service.keys import email_key, name_key
from service.operations.effective import add_fact
from service.operations.references import MOST_PEOPLE, account_to_write, check_room, day_of, standing
from service.operations.tracked import note_creation


def add_person(session: Session, principal: Principal, values: NewPerson, *, now: datetime) -> Person:
    """A new person with a place on an account, flushed. Somebody who only looks alike is added all the same.

    :raises NotFound: the account is absent, or not within reach.
    :raises Conflict: somebody with this address has a place there; :raises Invalid: the account is full.
    """
    account = account_to_write(session, principal, values.account_id)
    check_room(session, Membership, account.id, MOST_PEOPLE, "people")
    address = None if values.email is None else email_key(values.email)
    if address is not None:
        check_address_is_free(session, account.id, address)
    fields = values.model_dump(exclude={"account_id", "side", "placeholder"})
    person = Person(
        **fields,
        name_key=name_key(values.name),
        email_key=address,
        left_recorded_at=now if values.left_on else None,
        created_at=now,
        updated_at=now,
    )
    named = {"name": person.name}
    note_creation(session, principal, person, "person", now=now, account_id=account.id, fields=named)
    place = Membership(
        account_id=account.id,
        person_id=person.id,
        side=values.side,
        placeholder=values.placeholder,
        valid_from=day_of(now),
    )
    add_fact(session, principal, place, "membership", now=now)
    return person


def check_address_is_free(session: Session, account_id: int, address: str, person_id: int | None = None) -> None:
    """Refuse an address that another person of the account has.

    :raises Conflict: naming the field.
    """
    statement = (
        select(col(Person.id))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(
            *standing(Membership, account_id), col(Person.email_key) == address, col(Person.merged_into_id).is_(None)
        )
    )
    if any(found != person_id for found in session.execute(statement).scalars()):
        message = "Somebody with this address has a place on this account already."
        raise Conflict(message, [{"path": "email", "message": message}])
