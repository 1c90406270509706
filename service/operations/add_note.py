"""Write a note about an account or one of its people, change it, or remove it."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.chain import Note
from models.person import Membership
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.inputs.base import Change
from service.inputs.chain import NewNote
from service.operations.references import account_to_write, invalid
from service.operations.tracked import note_creation, remove_row, row_to_change, set_fields
from service.queries.listing import of_accounts

# What a note says about people stands in the note alone, never in the trail.
_SECRET = frozenset({"text"})


def add_note(session: Session, principal: Principal, values: NewNote, *, now: datetime) -> Note:
    """A note with its author, flushed.

    :raises NotFound: the account is absent, or not within reach; :raises Invalid: nobody of the account.
    """
    account = account_to_write(session, principal, values.account_id, Resource.OPINION)
    if values.person_id is not None:
        placed = select(col(Membership.id)).where(
            col(Membership.account_id) == account.id, col(Membership.person_id) == values.person_id
        )
        if session.execute(placed).first() is None:
            raise invalid("person_id", "Nobody of this number has a place on this account.")
    note = Note(**values.model_dump(), author_id=principal.user_id, created_at=now)
    fields = {"person_id": values.person_id}
    note_creation(session, principal, note, "note", now=now, account_id=account.id, fields=fields)
    return note


def change_note(
    session: Session, principal: Principal, note_id: int, change: Change, *, version: int | None = None, now: datetime
) -> Note:
    """Write a note anew.

    :raises NotFound: absent, or not within reach; :raises StaleVersion: changed in between.
    """
    note = _held(session, principal, note_id, version)
    account_id = note.account_id
    set_fields(session, principal, note, change.values, now=now, kind="note", account_id=account_id, secret=_SECRET)
    return note


def remove_note(session: Session, principal: Principal, note_id: int, *, now: datetime) -> None:
    """Remove a note for good.

    :raises NotFound: absent, or not within reach.
    """
    note = _held(session, principal, note_id)
    remove_row(session, principal, note, "note", now=now, account_id=note.account_id)


def _held(session: Session, principal: Principal, note_id: int, version: int | None = None) -> Note:
    require(principal, Resource.OPINION, Action.WRITE)
    within = of_accounts(Note.account_id, Resource.OPINION)(principal)
    note = row_to_change(session, Note, note_id, within, version=version)
    account_to_write(session, principal, note.account_id, Resource.OPINION)
    return note
