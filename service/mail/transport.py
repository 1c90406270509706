"""The ways out of the house: one small contract, and what may go wrong on the way."""

from email.message import EmailMessage
from typing import Protocol

from service.addresses import Mailbox

#: Enhanced status codes (RFC 3463) that speak of the mailbox: no such one, moved without a trace, no such domain, shut
#: down. Others (full, too large, refused as spam) say nothing against writing again some other day.
NO_SUCH_MAILBOX = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})


class NotSent(Exception):
    """The mail was not taken; ``said`` is the reason in the server's or our words."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


class Deferred(NotSent):
    """Not now: the server does not answer, is busy, or will not have us for a reason that is ours to mend.

    ``whole_server``: it will hardly take the next mail either.
    """

    def __init__(self, said: str, *, whole_server: bool = False) -> None:
        super().__init__(said)
        self.whole_server = whole_server


class Bounced(NotSent):
    """Never: the server refused this mail for good. ``no_such_mailbox``: because there is no such recipient."""

    def __init__(self, said: str, *, no_such_mailbox: bool = False) -> None:
        super().__init__(said)
        self.no_such_mailbox = no_such_mailbox


class Transport(Protocol):
    """Hands mails over, one at a time."""

    def send(self, message: EmailMessage, sender: str, to: Mailbox) -> None:
        """Hand one mail over; it is ours no more when this returns.

        :raises Deferred: try again later; :raises Bounced: do not.
        """

    def rest(self) -> None:
        """Nothing to send for now: let go of what is held open."""
