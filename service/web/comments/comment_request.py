"""What the address of a list of comments asks for, checked."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from scoring.comment_values import Tone
from scoring.vocabulary import Role
from service.errors import Invalid
from service.queries.comments import PAGE, CommentFilter, CommentSort

MOST_PAGES = 100_000
LARGEST = 2**31 - 1
PERIODS = (30, 90, 365)

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class CommentRequest:
    """Filter, order and page, from 1."""

    wanted: CommentFilter
    sort: CommentSort
    page: int

    @property
    def offset(self) -> int:
        """The first row of the page, from 0."""
        return (self.page - 1) * PAGE


def comment_request(arguments: MultiDict[str, str]) -> CommentRequest:
    """Read the address; what is empty does not restrict.

    :raises Invalid: a value that is none of those offered.

    >>> found = comment_request(MultiDict({"q": " slow ", "tone": "negative", "theme": "none", "period": "90"}))
    >>> found.wanted.search, found.wanted.tone.value, found.wanted.without_theme, found.wanted.days
    ('slow', 'negative', True, 90)
    """
    theme = arguments.get("theme") or ""
    return CommentRequest(
        wanted=CommentFilter(
            search=(arguments.get("q") or "").strip()[:200] or None,
            tone=_choice(arguments, "tone", Tone),
            theme_id=_number("theme", "" if theme == "none" else theme),
            without_theme=theme == "none",
            role=_choice(arguments, "role", Role),
            segment=(arguments.get("segment") or "")[:200] or None,
            account_id=_number("account", arguments.get("account") or ""),
            touchpoint_id=_number("touchpoint", arguments.get("touchpoint") or ""),
            language=(arguments.get("language") or "")[:20] or None,
            days=_period(arguments.get("period") or ""),
            corrected=arguments.get("corrected") == "yes",
        ),
        sort=_choice(arguments, "sort", CommentSort) or CommentSort.LATEST,
        page=min(max(1, _number("page", arguments.get("page") or "") or 1), MOST_PAGES),
    )


def _period(text: str) -> int | None:
    days = _number("period", text)
    if days is not None and days not in PERIODS:
        raise _wrong("period")
    return days


def _choice(arguments: MultiDict[str, str], name: str, enum: type[E]) -> E | None:
    value = arguments.get(name)
    if not value:
        return None
    try:
        return enum(value)
    except ValueError as error:
        raise _wrong(name) from error


def _number(name: str, text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or int(text[:20]) > LARGEST:
        raise _wrong(name)
    return int(text)


def _wrong(name: str) -> Invalid:
    message = _("This address asks for something that is not offered.")
    return Invalid(message, [{"path": name, "message": message}])
