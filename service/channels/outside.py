"""Connections that may lead outside only: never to this machine, a private network or the cloud's own addresses.

The check sits where a connection is made, on the address that it is made to. So it holds whatever notation the address
was written in, wherever a redirect leads, and whatever a name resolves to the second time.
"""

import ipaddress
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_thread = threading.local()


class NotOutside(OSError):
    """The address lies within a network that messages must not reach."""


def is_outside(host: str) -> bool:
    """Whether an IP address is one of the public internet.

    >>> [is_outside(a) for a in ("93.184.216.34", "127.0.0.1", "169.254.169.254", "10.1.2.3", "::1", "::ffff:10.0.0.1")]
    [True, False, False, False, False, False]
    """
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        embedded = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if embedded is not None:
            address = embedded
    return address.is_global and not address.is_multicast


@contextmanager
def outside_only() -> Iterator[None]:
    """Within it, this thread connects to public addresses only.

    :raises NotOutside: from whatever tries to connect elsewhere.
    """
    before = getattr(_thread, "guarded", False)
    _thread.guarded = True
    try:
        yield
    finally:
        _thread.guarded = before


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "socket.connect" or not getattr(_thread, "guarded", False):
        return
    address = arguments[1]
    if not isinstance(address, tuple) or not is_outside(str(address[0])):
        raise NotOutside("Messages are not sent into private networks.")


# Python's own hook: it sees every connection that is made, by whichever library, and cannot be taken off again.
sys.addaudithook(_watch)
