"""Record a contact with an account, correct it, or remove it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlmodel import Session, col

from models.interaction import Interaction, InteractionPerson
from models.person import Membership
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.inputs.base import Change
from service.inputs.interaction import NewInteraction
from service.operations.mark_stale import mark_stale
from service.operations.references import account_to_write, check_user, invalid
from service.operations.tracked import note_creation, remove_row, row_to_change, set_fields
from service.queries.listing import of_accounts

# An appointment may be entered beforehand; it counts once it has taken place.
FURTHEST_AHEAD = timedelta(days=366)


def record_interaction(session: Session, principal: Principal, values: NewInteraction, *, now: datetime) -> Interaction:
    """A contact with who of theirs took part, flushed.

    :raises NotFound: the account is absent, or not within reach.
    :raises Invalid: people who never had a place there, none of our people, or more than a year ahead.
    """
    account = account_to_write(session, principal, values.account_id)
    fields = values.model_dump(exclude={"person_ids"})
    fields["user_id"] = values.user_id if values.user_id is not None else principal.user_id
    _check(session, values.occurred_at, fields["user_id"], now)
    _check_people(session, account.id, values.person_ids)
    contact = Interaction(**fields, created_at=now)
    shown = {"kind": values.kind, "occurred_at": values.occurred_at, "person_ids": sorted(set(values.person_ids))}
    note_creation(session, principal, contact, "interaction", now=now, account_id=account.id, fields=shown)
    _set_people(session, contact.id, values.person_ids)
    mark_stale(session, [account.id], now)
    return contact


def change_interaction(
    session: Session,
    principal: Principal,
    interaction_id: int,
    change: Change,
    *,
    version: int | None = None,
    now: datetime,
) -> Interaction:
    """Correct what was recorded of a contact.

    :raises NotFound: absent, or not within reach; :raises StaleVersion: changed in between.
    :raises Invalid: as :func:`record_interaction`.
    """
    contact = _held(session, principal, interaction_id, version)
    values = change.values
    people = values.pop("person_ids", None)
    _check(session, values.get("occurred_at") or contact.occurred_at, values.get("user_id"), now)
    if people is not None:
        _check_people(session, contact.account_id, people)
        if _set_people(session, contact.id, people) and not values:
            contact.version += 1
    set_fields(session, principal, contact, values, now=now, kind="interaction", account_id=contact.account_id)
    session.flush()
    mark_stale(session, [contact.account_id], now)
    return contact


def remove_interaction(session: Session, principal: Principal, interaction_id: int, *, now: datetime) -> None:
    """Remove a contact that did not take place.

    :raises NotFound: absent, or not within reach.
    """
    contact = _held(session, principal, interaction_id)
    account_id = contact.account_id
    _set_people(session, contact.id, ())
    remove_row(session, principal, contact, "interaction", now=now, account_id=account_id)
    mark_stale(session, [account_id], now)


def _held(session: Session, principal: Principal, interaction_id: int, version: int | None = None) -> Interaction:
    within = of_accounts(Interaction.account_id, Resource.ACCOUNT)(principal)
    contact = row_to_change(session, Interaction, interaction_id, within, version=version)
    account_to_write(session, principal, contact.account_id)
    return contact


def _check(session: Session, occurred_at: datetime, user_id: int | None, now: datetime) -> None:
    check_user(session, user_id, "user_id")
    if occurred_at > now + FURTHEST_AHEAD:
        raise invalid("occurred_at", "This lies more than a year ahead.")


def _check_people(session: Session, account_id: int, person_ids: Collection[int]) -> None:
    # Somebody who has left since may have taken part.
    placed = select(col(Membership.person_id)).where(col(Membership.account_id) == account_id)
    known = set(session.execute(placed).scalars())
    for number, person_id in enumerate(person_ids):
        if person_id not in known:
            raise invalid(f"person_ids.{number}", "Nobody of this number has a place on this account.")


def _set_people(session: Session, interaction_id: int, person_ids: Collection[int]) -> bool:
    held = col(InteractionPerson.interaction_id) == interaction_id
    before = set(session.execute(select(col(InteractionPerson.person_id)).where(held)).scalars())
    wanted = set(person_ids)
    session.execute(delete(InteractionPerson).where(held, col(InteractionPerson.person_id).in_(before - wanted)))
    session.add_all(
        InteractionPerson(interaction_id=interaction_id, person_id=person) for person in sorted(wanted - before)
    )
    session.flush()
    return before != wanted
