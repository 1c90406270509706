"""The one who asks: a signed-in user, a token acting for its owner, or the service itself."""

from dataclasses import dataclass, field

from models.vocabulary import UserRole


@dataclass(frozen=True)
class Principal:
    """Everything a rule needs to know about the one who asks; read from the database anew for each request.

    ``user_id`` is None only for the service itself (jobs, commands on the machine). ``scopes`` is None for a
    person in a browser; a token holds just what its scopes name, within what its owner may do.
    ``glass_accounts`` are the accounts whose sensitive records an administrator has opened with a reason.
    """

    user_id: int | None
    label: str
    role: UserRole
    team_ids: frozenset[int] = frozenset()
    territory_ids: frozenset[int] = frozenset()
    sees_names: bool = False
    token_id: int | None = None
    scopes: frozenset[str] | None = None
    glass_accounts: frozenset[int] = field(default=frozenset())
    name: str = ""
    email: str = ""
    language: str = "en"
    time_zone: str = "UTC"
    is_service: bool = False


def the_service(label: str = "service") -> Principal:
    """The service acting by itself: it sees everything, and the audit trail says that it was no person.

    >>> the_service("nightly scoring").is_service
    True
    """
    return Principal(user_id=None, label=label, role=UserRole.ADMIN, is_service=True)
