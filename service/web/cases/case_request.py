"""What the address of a list of cases asks for, checked."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from models.vocabulary import CaseOrigin, CaseState, Urgency
from service.errors import Invalid
from service.queries.cases import PAGE, CaseFilter, Show, Whose

MOST_PAGES = 100_000
LARGEST = 2**31 - 1

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class CaseRequest:
    """Filter and page, from 1."""

    wanted: CaseFilter
    page: int

    @property
    def offset(self) -> int:
        """The first row of the page, from 0."""
        return (self.page - 1) * PAGE


def case_request(arguments: MultiDict[str, str], usual: Whose) -> CaseRequest:
    """Read the address; what is empty does not restrict, and ``usual`` is whose cases are meant.

    :raises Invalid: a value that is none of those offered.

    >>> found = case_request(MultiDict({"urgency": "high", "overdue": "yes", "cause": "none"}), Whose.MINE)
    >>> found.wanted.urgency.value, found.wanted.overdue, found.wanted.without_cause, found.wanted.whose.value
    ('high', True, True, 'mine')
    """
    cause = arguments.get("cause") or ""
    return CaseRequest(
        wanted=CaseFilter(
            whose=_choice(arguments, "whose", Whose) or usual,
            show=_choice(arguments, "show", Show) or Show.OPEN,
            overdue=arguments.get("overdue") == "yes",
            state=_choice(arguments, "state", CaseState),
            urgency=_choice(arguments, "urgency", Urgency),
            origin=_choice(arguments, "origin", CaseOrigin),
            root_cause_id=None if cause in {"", "none"} else _number("cause", cause),
            without_cause=cause == "none",
            account_id=_number("account", arguments["account"]) if arguments.get("account") else None,
            search=(arguments.get("q") or "").strip()[:200] or None,
        ),
        page=min(max(1, _number("page", arguments.get("page") or "1")), MOST_PAGES),
    )


def _choice(arguments: MultiDict[str, str], name: str, enum: type[E]) -> E | None:
    value = arguments.get(name)
    if not value:
        return None
    try:
        return enum(value)
    except ValueError as error:
        raise _wrong(name) from error


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text[:20]) > LARGEST:
        raise _wrong(name)
    return int(text)


def _wrong(name: str) -> Invalid:
    message = _("This address asks for something that is not offered.")
    return Invalid(message, [{"path": name, "message": message}])
