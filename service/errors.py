"""Refusals as nouns that know their status; one handler at the edge renders them as problem details (RFC 9457)."""

from collections.abc import Mapping, Sequence


class Refusal(Exception):
    """Something that cannot be done as asked, in a sentence for the one who asked.

    ``status`` is the HTTP status, ``title`` the short name of its kind, ``problems`` the places in the input
    that are at fault, each ``{"path": ..., "message": ...}``.
    """

    status = 400
    title = "Not possible"

    def __init__(self, detail: str, problems: Sequence[Mapping[str, str]] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.problems = [dict(p) for p in problems]


class Malformed(Refusal):
    """The input cannot even be read."""

    status = 400
    title = "Malformed request"


class NotSignedIn(Refusal):
    """Nobody is signed in, or the token is unknown, expired or revoked."""

    status = 401
    title = "Sign in first"


class Forbidden(Refusal):
    """Signed in, but not allowed to do this kind of thing at all."""

    status = 403
    title = "Not allowed"


class NotFound(Refusal):
    """There is no such thing, or it is not yours: the two answers are the same to the byte."""

    status = 404
    title = "Not found"

    def __init__(self, detail: str = "There is no such thing, or you may not see it.") -> None:
        super().__init__(detail)


class Conflict(Refusal):
    """It clashes with what is there."""

    status = 409
    title = "Conflict"


class Gone(Refusal):
    """It was there once, and is over."""

    status = 410
    title = "Over"


class StaleVersion(Refusal):
    """Somebody else changed it in between."""

    status = 412
    title = "Changed in between"


class TooLarge(Refusal):
    """More than we take."""

    status = 413
    title = "Too large"


class WrongMediaType(Refusal):
    """Not in a form that we read."""

    status = 415
    title = "Unsupported media type"


class Invalid(Refusal):
    """Read, but not acceptable: the places at fault are named."""

    status = 422
    title = "Not valid"


class VersionMissing(Refusal):
    """A change must say which version it was made from."""

    status = 428
    title = "Version missing"


class TooMany(Refusal):
    """Too often in too short a time; ``retry_after`` says in how many seconds it may be tried again."""

    status = 429
    title = "Too many attempts"

    def __init__(self, detail: str, retry_after: int = 60) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Unavailable(Refusal):
    """Not now: the database or another part does not answer."""

    status = 503
    title = "Not available at the moment"

    def __init__(self, detail: str, retry_after: int = 5) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class StorageFull(Refusal):
    """The disk is full; nothing was changed."""

    status = 507
    title = "Storage full"
