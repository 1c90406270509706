"""Signed links: a short statement that only we can have made, for one purpose, readable by whoever holds it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from service.errors import Gone, NotFound

LONGEST = 2000


@dataclass(frozen=True)
class SignedLinks:
    """Makes and reads the last part of a link's address with ``keys``: the one in force first, then older ones.

    A link says what it is for: one made for a survey cannot be used to unsubscribe. It carries the moment it was made
    instead of asking a clock, so the one who reads decides how old it may be.

    >>> from datetime import UTC
    >>> links, made = SignedLinks(["k" * 32]), datetime(2026, 3, 1, tzinfo=UTC)
    >>> token = links.sign("unsubscribe", {"person": 17}, now=made)
    >>> links.read("unsubscribe", token, now=made, max_age=None)
    {'person': 17}
    """

    keys: Sequence[str]

    def sign(self, purpose: str, payload: Any, *, now: datetime) -> str:
        """A token over ``payload`` (anything that JSON can say) that fits an address without quoting."""
        text = self._serializer(purpose).dumps([int(now.timestamp()), payload])
        return text if isinstance(text, str) else text.decode("ascii")

    def read(self, purpose: str, token: str, *, now: datetime, max_age: timedelta | None) -> Any:
        """The payload of ``token``; ``max_age`` None: it never grows too old.

        :raises NotFound: not ours, changed on the way, or made for another purpose; :raises Gone: too old.
        """
        if len(token) > LONGEST:
            raise NotFound
        try:
            made, payload = self._serializer(purpose).loads(token)
            made_at = int(made)
        except (BadData, ValueError, TypeError) as error:
            raise NotFound from error
        if max_age is not None and now.timestamp() - made_at > max_age.total_seconds():
            raise Gone("This link is too old.")
        return payload

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        # The library signs with the last key and accepts all.
        return URLSafeSerializer(
            list(reversed(self.keys)),
            salt=f"linchpin.link.{purpose}.1",
            signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
        )
