"""The mail server that the settings name."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit


class BadServer(ValueError):
    """The settings name a mail server in a way that cannot be understood."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where and how mail is handed over.

    ``smtps://`` speaks TLS from the first byte (port 465), ``smtp://`` turns to it by STARTTLS where the server offers
    it (port 25, or 587 with a user name); a password never goes over a line in the clear, but on this very machine.
    """

    host: str
    port: int
    tls: bool
    user: str = ""
    password: str = ""

    @property
    def is_local(self) -> bool:
        """Whether it runs on this machine."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def server_of(url: str) -> Server:
    """Read ``smtp://user:password@host:port`` or ``smtps://...``; user, password and port may be left out.

    >>> server_of("smtps://ann%40x.example:s%2Fcret@mail.example")
    Server(host='mail.example', port=465, tls=True, user='ann@x.example', password='s/cret')
    >>> server_of("smtp://127.0.0.1:2525").is_local
    True

    :raises BadServer: anything else.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadServer("LINCHPIN_SMTP_URL is not a valid address.") from error
    if parts.scheme not in {"smtp", "smtps"} or not host:
        raise BadServer("LINCHPIN_SMTP_URL must look like smtp://user:password@host:port or smtps://host.")
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise BadServer("LINCHPIN_SMTP_URL ends after the port; a / or ? in the password is written %2F or %3F.")
    tls = parts.scheme == "smtps"
    usual = 465 if tls else 587 if parts.username else 25
    return Server(host, port or usual, tls, unquote(parts.username or ""), unquote(parts.password or ""))
