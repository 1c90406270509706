"""How often somebody may fail to sign in. Failures are counted in the database: every process sees all of them."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from models.sign_in import SignInFailure

WINDOW = timedelta(minutes=15)


@dataclass(frozen=True)
class Limits:
    """Failures within the window after which nobody is let in: by account name and address together, and by each."""

    pair: int = 5
    name: int = 20
    address: int = 100


@dataclass(frozen=True)
class Attempt:
    """One attempt, by keyed digests of the name that was typed and of the network address."""

    name: str
    address: str


def attempt(name: str, address: str, secret: str) -> Attempt:
    """The attempt of somebody at ``address`` to sign in as ``name``."""

    def keyed(kind: str, value: str) -> str:
        return hmac.new(secret.encode(), f"{kind}:{value}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    return Attempt(keyed("name", name.strip().casefold()), keyed("address", address))


def wait_for(session: Session, tried: Attempt, *, now: datetime, limits: Limits | None = None) -> int:
    """Seconds until the next attempt is allowed; 0: now."""
    limits = limits or Limits()
    failure = SignInFailure
    same_name = col(failure.name_digest) == tried.name
    same_address = col(failure.address_digest) == tried.address
    longest = 0
    for condition, limit in (
        (same_name & same_address, limits.pair),
        (same_name, limits.name),
        (same_address, limits.address),
    ):
        # The attempt that fell out of the count first makes room for the next one.
        decisive: datetime | None = session.execute(
            select(col(failure.at))
            .where(condition, col(failure.at) > now - WINDOW)
            .order_by(col(failure.at).desc())
            .offset(limit - 1)
            .limit(1)
        ).scalar_one_or_none()
        if decisive is not None:
            longest = max(longest, int((decisive + WINDOW - now).total_seconds()) + 1)
    return longest


def note_failure(session: Session, tried: Attempt, *, now: datetime) -> None:
    """Count a failure, and forget those that no longer count."""
    session.execute(delete(SignInFailure).where(col(SignInFailure.at) <= now - WINDOW))
    session.add(SignInFailure(name_digest=tried.name, address_digest=tried.address, at=now))
    session.flush()


def forget_failures(session: Session, tried: Attempt) -> None:
    """After a success the failures of this name from this address count no more."""
    session.execute(
        delete(SignInFailure).where(
            col(SignInFailure.name_digest) == tried.name, col(SignInFailure.address_digest) == tried.address
        )
    )


def failures(session: Session, *, now: datetime) -> int:
    """How many attempts failed within the window, for the administrator's eyes."""
    statement = select(func.count()).select_from(SignInFailure).where(col(SignInFailure.at) > now - WINDOW)
    return int(session.execute(statement).scalar_one())
