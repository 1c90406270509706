"""Note that an address must not be written to any more; the note outlives the person's record."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models.report import Suppression
from service.auth.address_hash import address_hash


def suppress_address(session: Session, address: str, reason: str, keys: Sequence[str], *, now: datetime) -> None:
    """Put an address on the suppression list; one that is there stays as it is.

    Only a keyed hash is kept. ``reason`` is a word: "unsubscribed", "bounced", "erased". ``keys``: the key in force
    first.
    """
    values = {"address_hash": address_hash(address, keys[0]), "reason": reason[:100], "created_at": now}
    session.execute(_insert(session).values(**values))


def _insert(session: Session) -> Insert:
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(Suppression).on_conflict_do_nothing(index_elements=["address_hash"])
    return sqlite.insert(Suppression).on_conflict_do_nothing(index_elements=["address_hash"])
