"""Note how well one of our people knows one of theirs, confirm or change it, or end it."""

from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.chain import Relationship
from service.auth.principal import Principal
from service.errors import Conflict
from service.inputs.base import Change
from service.inputs.chain import NewRelationship
from service.operations.effective import add_fact, end_fact, fact_to_change, replace_fact
from service.operations.references import account_to_write, check_member, check_user, day_of, invalid, standing


def note_relationship(
    session: Session, principal: Principal, values: NewRelationship, *, now: datetime
) -> Relationship:
    """A relationship, flushed; it fades from the day on which it was last confirmed.

    :raises NotFound: the account is absent, or not within reach.
    :raises Invalid: nobody of the account, none of our people, or a day that lies ahead.
    :raises Conflict: the two know each other already; change that relationship.
    """
    account = account_to_write(session, principal, values.account_id)
    check_member(session, account.id, values.person_id)
    check_user(session, values.user_id, "user_id")
    known = select(col(Relationship.id)).where(
        *standing(Relationship, account.id),
        col(Relationship.user_id) == values.user_id,
        col(Relationship.person_id) == values.person_id,
    )
    if session.execute(known).first() is not None:
        raise Conflict("This relationship is on record already; change it.")
    relationship = Relationship(
        **values.model_dump(exclude={"confirmed_on"}),
        confirmed_on=_confirmed(values.confirmed_on, now),
        valid_from=day_of(now),
    )
    return add_fact(session, principal, relationship, "relationship", now=now)


def change_relationship(
    session: Session, principal: Principal, relationship_id: int, change: Change, *, now: datetime
) -> Relationship:
    """Replace a relationship from today on; a new strength without a day counts as confirmed today.

    :raises NotFound: absent, or not within reach; :raises Conflict: replaced or ended already.
    :raises Invalid: a day that lies ahead.
    """
    relationship = fact_to_change(session, principal, Relationship, relationship_id)
    values = change.values
    if values.get("strength", ...) is None:
        raise invalid("strength", "This field needs a value.")
    if "strength" in values or "confirmed_on" in values:
        values["confirmed_on"] = _confirmed(values.get("confirmed_on"), now)
    return replace_fact(session, principal, relationship, "relationship", values, now=now)


def end_relationship(session: Session, principal: Principal, relationship_id: int, *, now: datetime) -> None:
    """Let a relationship end today.

    :raises NotFound: absent, or not within reach; :raises Conflict: replaced or ended already.
    """
    relationship = fact_to_change(session, principal, Relationship, relationship_id)
    end_fact(session, principal, relationship, "relationship", now=now)


def _confirmed(day: date | None, now: datetime) -> date:
    if day is not None and day > day_of(now):
        raise invalid("confirmed_on", "Nothing was confirmed in the future.")
    return day or day_of(now)
