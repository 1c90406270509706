"""How often programs may ask: so many requests a minute for each token, and for each network address.

Each process takes a few requests at a time from the count in the database and then serves them without asking again.
So the limit holds over any number of processes, and the database is written to a few times a minute for each caller,
not with every request. What a process has left over at the end of a minute is lost.
"""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

import structlog
from flask import Flask, current_app, request
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError

from service.edge.current import apart, identity_or_none, now
from service.edge.state import settings
from service.errors import TooMany
from service.operations.take_allowance import allowance_digest, take_allowance, window_end

_log = structlog.get_logger(__name__)

WINDOW = timedelta(minutes=1)
# Of a limit, so much is taken at a time; the more at a time, the more may be left over.
PARTS = 20
MOST_REMEMBERED = 10_000
_NAME = "linchpin_rates"


class Allowances:
    """What this process has taken and not yet used, by caller; the least recently used are forgotten."""

    def __init__(self) -> None:
        self._left: OrderedDict[str, tuple[datetime, int]] = OrderedDict()
        self._lock = threading.Lock()

    def use(self, digest: str, ends_at: datetime) -> bool | None:
        """Use one of what is left in the window: True; False: the window is used up; None: ask the database."""
        with self._lock:
            held = self._left.get(digest)
            if held is None or held[0] != ends_at:
                return None
            if held[1] < 0:
                return False
            if held[1] == 0:
                return None
            self._left[digest] = (ends_at, held[1] - 1)
            return True

    def keep(self, digest: str, ends_at: datetime, left: int) -> None:
        """Remember what is left; below 0: nothing more in this window."""
        with self._lock:
            self._left[digest] = (ends_at, left)
            self._left.move_to_end(digest)
            while len(self._left) > MOST_REMEMBERED:
                self._left.popitem(last=False)


def install(app: Flask) -> None:
    """Count requests to the API before anything else is done for them."""
    app.extensions[_NAME] = Allowances()
    app.before_request(lambda: check_rate(app.extensions[_NAME]))


def check_rate(allowances: Allowances) -> None:
    """Refuse a request to the API beyond what its address, or its token, may ask in a minute.

    :raises TooMany: with the seconds until the next minute.
    """
    if not request.path.startswith("/api/"):
        return
    chosen = settings()
    if chosen.api_requests_per_address:
        _count(allowances, "address", request.remote_addr or "", chosen.api_requests_per_address)
    if chosen.api_requests_per_token and "Authorization" in request.headers:
        identity = identity_or_none()
        if identity is not None and identity.token_id is not None:
            _count(allowances, "token", str(identity.token_id), chosen.api_requests_per_token)


def _count(allowances: Allowances, purpose: str, whose: str, limit: int) -> None:
    ends_at = window_end(now(), WINDOW)
    digest = allowance_digest(f"api {purpose}", whose, str(current_app.secret_key))
    used = allowances.use(digest, ends_at)
    if used is None:
        used = _take(allowances, digest, limit)
    if not used:
        seconds = max(1, int((ends_at - now()).total_seconds()) + 1)
        raise TooMany(_words(purpose, limit, seconds), retry_after=seconds)


def _take(allowances: Allowances, digest: str, limit: int) -> bool:
    """Take some more from the database, and use one of them."""
    wanted = max(1, limit // PARTS)
    try:
        with apart() as session:
            got, ends_at = take_allowance(session, digest, wanted=wanted, limit=limit, window=WINDOW, now=now())
    except OperationalError:
        # A database that is busy is no reason to turn a program away, nor to let each of its requests wait for it.
        _log.warning("rate_not_counted")
        got, ends_at = wanted, window_end(now(), WINDOW)
    allowances.keep(digest, ends_at, got - 1)
    return got > 0


def _words(purpose: str, limit: int, seconds: int) -> str:
    if purpose == "token":
        return str(
            _(
                "This token has asked %(limit)s times within a minute, which is the limit. Try again in %(seconds)s s.",
                limit=limit,
                seconds=seconds,
            )
        )
    return str(
        _(
            "Your network address has asked %(limit)s times within a minute, which is the limit. Try again in "
            "%(seconds)s s.",
            limit=limit,
            seconds=seconds,
        )
    )
