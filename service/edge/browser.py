"""What the browser keeps for us: the signed cookie with the secret of the sign-in, and the chosen language."""

from flask import session

SIGN_IN = "sign_in"
_LANGUAGE = "language"


def browser_secret() -> str | None:
    """The secret of the browser's sign-in, where it has one."""
    found = session.get(SIGN_IN)
    return found if isinstance(found, str) else None


def remember_sign_in(secret: str) -> None:
    """Start the cookie anew: nothing that was in it before the sign-in, no token and no number, lives on."""
    language = browser_language()
    session.clear()
    session[SIGN_IN] = secret
    session.permanent = True
    if language:
        session[_LANGUAGE] = language


def forget_sign_in() -> None:
    """Empty the cookie but for the language."""
    language = browser_language()
    session.clear()
    if language:
        session[_LANGUAGE] = language


def browser_language() -> str | None:
    """The language chosen on this browser before signing in."""
    found = session.get(_LANGUAGE)
    return found if isinstance(found, str) else None


def remember_language(language: str) -> None:
    """Keep the language for this browser."""
    session[_LANGUAGE] = language
