"""What the address of a portfolio asks for, checked."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from scoring.vocabulary import LifecycleStage, RiskBand
from service.errors import Invalid
from service.queries.portfolio import PortfolioFilter, PortfolioSort

PAGE = 50
MOST_PAGES = 100_000
RENEWAL_DAYS = (30, 60, 90, 120)

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class PortfolioRequest:
    """Filter, order (with ``sort`` as it stands in the address) and page, from 1."""

    wanted: PortfolioFilter
    order: PortfolioSort
    descending: bool
    sort: str
    page: int

    @property
    def offset(self) -> int:
        """The first row of the page, from 0."""
        return (self.page - 1) * PAGE


def portfolio_request(arguments: MultiDict[str, str]) -> PortfolioRequest:
    """Read the address; what is empty does not restrict.

    :raises Invalid: a value that is none of those offered.

    >>> found = portfolio_request(MultiDict({"band": "high", "within": "60", "sort": "-arr"}))
    >>> found.wanted.band.value, found.wanted.ends_within_days, found.order.value, found.descending
    ('high', 60, 'arr', True)
    """
    sort = arguments.get("sort") or f"-{PortfolioSort.AT_RISK}"
    return PortfolioRequest(
        wanted=PortfolioFilter(
            search=(arguments.get("q") or "").strip()[:200] or None,
            segment=arguments.get("segment") or None,
            region=arguments.get("region") or None,
            stage=_choice(arguments, "stage", LifecycleStage),
            owner_id=_number(arguments, "owner"),
            team_id=_number(arguments, "team"),
            band=_choice(arguments, "band", RiskBand),
            ends_within_days=_number(arguments, "within", most=3650),
            single_threaded=_yes_or_no(arguments, "single"),
        ),
        order=_member("sort", sort.removeprefix("-"), PortfolioSort),
        descending=sort.startswith("-"),
        sort=sort,
        page=min(max(1, _number(arguments, "page") or 1), MOST_PAGES),
    )


def _choice(arguments: MultiDict[str, str], name: str, enum: type[E]) -> E | None:
    value = arguments.get(name)
    return _member(name, value, enum) if value else None


def _member(name: str, value: str, enum: type[E]) -> E:
    if value not in set(enum):
        raise _refusal(name)
    return enum(value)


def _number(arguments: MultiDict[str, str], name: str, most: int = 2**31 - 1) -> int | None:
    value = arguments.get(name)
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 11 and int(value) <= most):
        raise _refusal(name)
    return int(value)


def _yes_or_no(arguments: MultiDict[str, str], name: str) -> bool | None:
    value = arguments.get(name)
    if value not in {None, "", "yes", "no"}:
        raise _refusal(name)
    return None if not value else value == "yes"


def _refusal(name: str) -> Invalid:
    return Invalid(
        _("The address of this list asks for something that there is not. Nothing was changed."),
        [{"path": name, "message": _("“%(name)s” has a value that is not offered.", name=name)}],
    )
