"""The link by which somebody answers an invitation: signed, for this purpose only, over a nonce that is used once."""

import secrets
from datetime import datetime, timedelta
from urllib.parse import urlencode

from service.auth.links import SignedLinks
from service.errors import NotFound

PURPOSE = "answer"
PATH = "/r/"


def new_nonce() -> str:
    """A nonce for a new invitation: 192 bits that nobody can guess."""
    return secrets.token_urlsafe(24)


def answer_token(links: SignedLinks, nonce: str, *, now: datetime) -> str:
    """The last part of the link's address. How long it can be used stands with the invitation."""
    return links.sign(PURPOSE, nonce, now=now)


def answer_address(base_url: str, token: str, *, score: int | None = None, language: str | None = None) -> str:
    """The address of the respondent's page; ``score`` marks a number there, which is sent by one press on the page.

    >>> answer_address("https://nps.example", "abc", score=9)
    'https://nps.example/r/abc?score=9'
    """
    query = {name: value for name, value in (("score", score), ("language", language)) if value is not None}
    return f"{base_url}{PATH}{token}" + (f"?{urlencode(query)}" if query else "")


def read_answer_token(links: SignedLinks, token: str, *, now: datetime) -> str:
    """The nonce of the invitation that a link answers.

    :raises NotFound: not ours, changed on the way, or made for another purpose.
    """
    nonce = links.read(PURPOSE, token, now=now, max_age=None)
    if not isinstance(nonce, str):
        raise NotFound
    return nonce


TRIAL_PURPOSE = "try-survey"
TRIAL_PATH = "/r/try/"
TRIAL_VALID_FOR = timedelta(days=7)


def trial_token(links: SignedLinks, version_id: int, *, now: datetime) -> str:
    """A token for trying a survey out, as in a test mail: the page looks the same and keeps nothing."""
    return links.sign(TRIAL_PURPOSE, version_id, now=now)


def trial_address(base_url: str, token: str, *, score: int | None = None) -> str:
    """The address at which a survey is tried out.

    >>> trial_address("https://nps.example", "abc")
    'https://nps.example/r/try/abc'
    """
    return f"{base_url}{TRIAL_PATH}{token}" + ("" if score is None else f"?score={score}")


def read_trial_token(links: SignedLinks, token: str, *, now: datetime) -> int:
    """The survey version that a trial link shows.

    :raises NotFound: not ours, or made for another purpose; :raises Gone: older than seven days.
    """
    version_id = links.read(TRIAL_PURPOSE, token, now=now, max_age=TRIAL_VALID_FOR)
    if not isinstance(version_id, int):
        raise NotFound
    return version_id
