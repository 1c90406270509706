"""What the address of a page of feedback asks for, checked."""

from enum import StrEnum
from typing import TypeVar

from flask import Response, make_response, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from models.vocabulary import SurveyPurpose
from scoring.vocabulary import Role, ScoreFamily
from service.errors import Invalid
from service.queries.feedback.silence import SilenceSort, SilenceWanted
from service.queries.feedback.wanted import AccountWeight, Bucket, Period, Wanted
from service.web.page import query_with

MOST_PAGES = 100_000

Arguments = MultiDict[str, str]
E = TypeVar("E", bound=StrEnum)


def wanted_in(arguments: Arguments) -> Wanted:
    """Which answers the address asks for; what is empty does not restrict.

    :raises Invalid: a value that is none of those offered.

    >>> found = wanted_in(MultiDict({"role": "decision_maker", "period": "quarter", "segment": ""}))
    >>> found.role.value, found.period.value, found.segment
    ('decision_maker', 'quarter', None)
    """
    return Wanted(
        period=choice_in(arguments, "period", Period) or Period.YEAR,
        family=choice_in(arguments, "family", ScoreFamily) or ScoreFamily.CUSTOMER,
        purpose=choice_in(arguments, "purpose", SurveyPurpose),
        survey_id=number_in(arguments, "survey"),
        touchpoint_id=number_in(arguments, "touchpoint"),
        segment=arguments.get("segment") or None,
        region=arguments.get("region") or None,
        team_id=number_in(arguments, "team"),
        role=choice_in(arguments, "role", Role),
    )


def weighting_in(arguments: Arguments) -> AccountWeight:
    """What an account counts in the influence-weighted NPS."""
    return choice_in(arguments, "weight", AccountWeight) or AccountWeight.EQUAL


def bucket_in(arguments: Arguments) -> Bucket | None:
    """The steps of the course over time; None: the usual ones."""
    return choice_in(arguments, "by", Bucket)


def silence_in(arguments: Arguments) -> tuple[SilenceWanted, SilenceSort, int]:
    """Which of the silent, in which order, and the page from 1 on.

    :raises Invalid: a value that is none of those offered.
    """
    wanted = SilenceWanted(
        role=choice_in(arguments, "role", Role),
        segment=arguments.get("segment") or None,
        region=arguments.get("region") or None,
        team_id=number_in(arguments, "team"),
        mine=_one_of(arguments, "whose", ("mine", "all")) == "mine",
        never={None: None, "never": True, "before": False}[_one_of(arguments, "answered", ("never", "before"))],
    )
    # Heads of columns write "-" before a key to turn the order; these have one direction each.
    sort = (arguments.get("sort") or SilenceSort.WEIGHT).removeprefix("-")
    page = min(max(1, number_in(arguments, "page") or 1), MOST_PAGES)
    return wanted, _member("sort", sort, SilenceSort), page


def choice_in(arguments: Arguments, name: str, enum: type[E]) -> E | None:
    """One member of an enum; None where nothing is asked for."""
    value = arguments.get(name)
    return _member(name, value, enum) if value else None


def number_in(arguments: Arguments, name: str) -> int | None:
    """A number of a row; None where nothing is asked for."""
    value = arguments.get(name)
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise _refusal(name)
    return int(value)


def _one_of(arguments: Arguments, name: str, values: tuple[str, ...]) -> str | None:
    value = arguments.get(name) or None
    if value is not None and value not in values:
        raise _refusal(name)
    return value


def _member(name: str, value: str, enum: type[E]) -> E:
    if value not in set(enum):
        raise _refusal(name)
    return enum(value)


def _refusal(name: str) -> Invalid:
    return Invalid(
        _("The address of this page asks for something that there is not. Nothing was changed."),
        [{"path": name, "message": _("“%(name)s” has a value that is not offered.", name=name)}],
    )


def shown(page: str) -> Response:
    """The page; after a press the address keeps only what restricts."""
    answer = make_response(page)
    if request.headers.get("HX-Request"):
        answer.headers["HX-Push-Url"] = query_with({name: None for name, value in request.args.items() if not value})
    return answer
