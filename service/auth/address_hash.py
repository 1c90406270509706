"""Addresses as salted hashes: enough to recognise one that must not be written to, too little to write to it."""

import hashlib
import hmac
from collections.abc import Sequence

from service.keys import email_key


def address_hash(address: str, key: str) -> str:
    """HMAC-SHA-256 of the address in its one spelling, keyed by the installation's secret; 64 hexadecimal digits.

    >>> address_hash(" Ann@Example.com", "k") == address_hash("ann@example.com", "k")
    True
    >>> address_hash("ann@example.com", "k") == address_hash("ann@example.com", "other")
    False
    """
    return hmac.new(key.encode(), b"suppression:" + email_key(address).encode(), hashlib.sha256).hexdigest()


def address_hashes(address: str, keys: Sequence[str]) -> list[str]:
    """The hashes of an address under the key in force and under those still honoured."""
    return [address_hash(address, key) for key in keys]
