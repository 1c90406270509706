"""What every job is given."""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy.orm import sessionmaker
from sqlmodel import Session

from service.settings import Settings


def _now() -> datetime:
    return datetime.now(UTC)


def _owner() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


@dataclass(frozen=True)
class JobContext:
    """The settings, the database and the clock of one job process, and the name it holds its leases under."""

    settings: Settings
    factory: sessionmaker[Session]
    clock: Callable[[], datetime] = _now
    owner: str = field(default_factory=_owner)
