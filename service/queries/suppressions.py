"""Who must not be written to."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from models.report import Suppression
from service.auth.address_hash import address_hash, address_hashes


def is_suppressed(session: Session, address: str, keys: Sequence[str]) -> bool:
    """Whether an address is on the suppression list, however it is spelt. ``keys``: the one in force, then older."""
    hashes = address_hashes(address, keys)
    found = select(col(Suppression.id)).where(col(Suppression.address_hash).in_(hashes)).limit(1)
    return session.execute(found).first() is not None


def suppressed_among(session: Session, addresses: Sequence[str], keys: Sequence[str]) -> set[str]:
    """Those of ``addresses`` that are on the suppression list, for a whole wave at once."""
    by_hash = {address_hash(address, key): address for address in addresses for key in keys}
    wanted = list(by_hash)
    found: set[str] = set()
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        hashes = session.execute(select(col(Suppression.address_hash)).where(col(Suppression.address_hash).in_(part)))
        found.update(by_hash[one] for one in hashes.scalars())
    return found


def suppression_reasons(session: Session, addresses: Sequence[str], keys: Sequence[str]) -> dict[str, str]:
    """Why each of ``addresses`` that is on the suppression list stands there: "unsubscribed", "bounced", "erased"."""
    by_hash = {address_hash(address, key): address for address in addresses for key in keys}
    wanted = list(by_hash)
    found: dict[str, str] = {}
    for start in range(0, len(wanted), 500):
        columns = select(col(Suppression.address_hash), col(Suppression.reason))
        part = columns.where(col(Suppression.address_hash).in_(wanted[start : start + 500]))
        found.update((by_hash[digest], reason) for digest, reason in session.execute(part))
    return found
