"""The link by which somebody asks to be left alone: signed, for this purpose only, and never too old."""

from datetime import datetime

from service.auth.links import SignedLinks
from service.errors import NotFound

PURPOSE = "unsubscribe"
PATH = "/unsubscribe/"


def unsubscribe_token(links: SignedLinks, person_id: int, *, now: datetime) -> str:
    """The last part of the link's address."""
    return links.sign(PURPOSE, person_id, now=now)


def unsubscribe_address(base_url: str, token: str) -> str:
    """The address at which a press (RFC 8058: one POST) unsubscribes; opening it only shows a form.

    >>> unsubscribe_address("https://nps.example", "abc")
    'https://nps.example/unsubscribe/abc'
    """
    return f"{base_url}{PATH}{token}"


def read_unsubscribe_token(links: SignedLinks, token: str, *, now: datetime) -> int:
    """The number of the person whom a link speaks for.

    :raises NotFound: not ours, changed on the way, or made for another purpose.
    """
    person_id = links.read(PURPOSE, token, now=now, max_age=None)
    if not isinstance(person_id, int):
        raise NotFound
    return person_id
