"""Passwords: argon2id digests, and which passwords are taken."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

from service.errors import Invalid

SHORTEST = 10
LONGEST = 200

# RFC 9106, second recommended option, with the memory that OWASP takes as its floor doubled: about 40 ms.
_hasher = PasswordHasher(time_cost=3, memory_cost=40_960, parallelism=1)
# Verified against where there is no password, so that a stranger cannot tell by the clock who has an account.
_DECOY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """An argon2id digest with its own salt and parameters."""
    return _hasher.hash(password)


def password_matches(digest: str | None, password: str) -> bool:
    """Whether ``password`` is the one of ``digest``; takes as long where there is none.

    >>> password_matches(hash_password("correct horse"), "correct horse"), password_matches(None, "x")
    (True, False)
    """
    if len(password) > LONGEST:
        return False
    try:
        _hasher.verify(digest or _DECOY, password.encode("utf-8", "surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False
    return digest is not None


def needs_rehash(digest: str) -> bool:
    """Whether the digest was made with weaker parameters than those in force."""
    return _hasher.check_needs_rehash(digest)


def check_new_password(password: str, *, email: str, name: str) -> None:
    """Refuse a password that would be guessed: length is what counts, not special characters (NIST SP 800-63B).

    :raises Invalid: too short, too long, one repeated character, or the user's own name or address.
    """
    folded = password.strip().casefold()
    message = None
    if len(password) < SHORTEST:
        message = _("Use at least %(count)s characters.", count=SHORTEST)
    elif len(password) > LONGEST:
        message = _("Use at most %(count)s characters.", count=LONGEST)
    elif len(set(folded)) < 4 or folded in _COMMON:
        message = _("This password is too easy to guess.")
    elif folded in {email.casefold(), email.casefold().split("@")[0] * 2, name.casefold()}:
        message = _("Your name or address is too easy to guess.")
    if message:
        raise Invalid(message, [{"path": "password", "message": message}])


# The long ones among the most common passwords of published leaks.
_COMMON = frozenset(
    {"1234567890", "12345678910", "0987654321", "qwertyuiop", "1q2w3e4r5t", "password12", "password123"}
    | {"passwordpassword", "1qaz2wsx3edc", "qwerty12345", "iloveyou12", "administrator", "welcome123"}
    | {"letmein123", "abcdefghij", "changeme123"}
)
