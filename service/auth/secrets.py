"""Random secrets and their digests: what we hand out, and the little that we keep of it."""

import hashlib
import secrets
from dataclasses import dataclass

TOKEN_MARK = "lp"  # noqa: S105 - the public first letters of every token, not a secret
_PREFIX_CHARACTERS = 10


def digest(secret: str) -> str:
    """SHA-256 in hexadecimal; enough for secrets that are random and long, never for passwords.

    >>> digest("a")[:8]
    'ca978112'
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def new_secret() -> str:
    """256 random bits as text that fits a URL and a cookie."""
    return secrets.token_urlsafe(32)


def new_session_key() -> str:
    """A value whose change ends every session of a user."""
    return secrets.token_hex(32)


@dataclass(frozen=True)
class NewToken:
    """A fresh API token: shown once as ``text``; ``prefix`` and ``digest`` are kept."""

    text: str
    prefix: str
    digest: str


def new_token() -> NewToken:
    """Make an API token of the form ``lp_<prefix>_<secret>``."""
    prefix = secrets.token_hex(_PREFIX_CHARACTERS // 2)
    text = f"{TOKEN_MARK}_{prefix}_{secrets.token_urlsafe(32)}"
    return NewToken(text=text, prefix=prefix, digest=digest(text))


def token_prefix(text: str) -> str | None:
    """The kept prefix of a token, or None where it does not look like one of ours.

    >>> token_prefix("lp_0123456789_secret"), token_prefix("Basic x")
    ('0123456789', None)
    """
    parts = text.split("_", 2)
    if len(parts) != 3 or parts[0] != TOKEN_MARK or len(parts[1]) != _PREFIX_CHARACTERS or len(text) > 200:
        return None
    return parts[1]
