"""E-mail addresses as a mail server takes them; what cannot be an address is refused before anything is sent."""

import re
from dataclasses import dataclass

import idna

_LOCAL = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f-\x9f]+")
LONGEST_LOCAL, LONGEST = 64, 254


class BadAddress(ValueError):
    """Not an address that mail can be sent to; says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address: ``local`` as written, ``domain`` in ASCII.

    ``international``: the part before the @ is not ASCII, so that only servers with SMTPUTF8 (RFC 6531) take it.
    """

    local: str
    domain: str

    @property
    def address(self) -> str:
        """The address as it goes over the wire."""
        return f"{self.local}@{self.domain}"

    @property
    def international(self) -> bool:
        """Whether it needs a server that takes international addresses."""
        return not self.local.isascii()


def mailbox(text: str) -> Mailbox:
    """Read an address; an internationalised domain is turned into its ASCII form (IDNA 2008).

    >>> mailbox("ann@bücher.example").address, mailbox("李@例子.example").international
    ('ann@xn--bcher-kva.example', True)
    >>> mailbox("ann@example.com\\r\\nBcc: bob@example.com")
    Traceback (most recent call last):
    ...
    service.addresses.BadAddress: not an e-mail address

    :raises BadAddress: not an address, or too long for any server.
    """
    local, at, domain = text.strip().rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or local.startswith(".") or local.endswith(".") or ".." in local:
        raise BadAddress("not an e-mail address")
    try:
        plain = idna.encode(domain, uts46=True, transitional=False).decode("ascii") if domain != "localhost" else domain
    except idna.IDNAError as error:
        raise BadAddress("its domain is not a valid one") from error
    if len(local.encode()) > LONGEST_LOCAL or len(local.encode()) + 1 + len(plain) > LONGEST:
        raise BadAddress("longer than any mail server takes")
    return Mailbox(local, plain)
