"""The query parameters of a list, made from what it is filtered and ordered by."""

import types
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, create_model

from service.edge.current import now
from service.inputs.fields import LARGEST_NUMBER, Day, Moment, Title
from service.queries.listing import MOST_ROWS, Asked, Listing


def _flag(value: Any) -> Any:
    if value not in {"true", "false", True, False}:
        raise ValueError("must be true or false")
    return value


def _whole(value: Any) -> Any:
    if isinstance(value, str) and not (value.removeprefix("-").isascii() and value.removeprefix("-").isdigit()):
        raise ValueError("must be a whole number")
    return value


Flag = Annotated[bool, BeforeValidator(_flag)]
Number = Annotated[int, BeforeValidator(_whole), Field(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)]
Figure = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
Limit = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=MOST_ROWS)]
Cursor = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^[A-Za-z0-9._-]+$")]


def _never_null(schema: dict[str, Any]) -> None:
    """An address has no way to say null: what need not be given is left out."""
    for part in schema.get("properties", {}).values():
        kinds = [kind for kind in part.get("anyOf", ()) if kind != {"type": "null"}]
        if len(kinds) == 1:
            del part["anyOf"]
            part.update(kinds[0])
        if "default" in part and part["default"] is None:
            del part["default"]


class Question(BaseModel):
    """What may be asked of a list; unknown parameters are refused."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_never_null)


def question_model(listing: Listing, name: str) -> type[Question]:
    """The query parameters of ``listing``: filters, bounds (``<field>_from``, ``<field>_to``), a word, an order."""
    fields: dict[str, Any] = {}
    for one in listing.filters:
        fields[one] = (_asked_type(listing.fields[one].kind), Field(default=None, description=f"Only this {one}."))
    for one in listing.ranges:
        kind = _asked_type(listing.fields[one].kind)
        fields[f"{one}_from"] = (kind, Field(default=None, description=f"{one} from here on."))
        fields[f"{one}_to"] = (kind, Field(default=None, description=f"{one} up to here, included."))
    if listing.searched is not None:
        fields["q"] = (Title, Field(default=None, description="Part of a name."))
    if listing.effective is not None:
        said = "What held on this day, as it was known when the day was over; usually what holds now."
        fields["as_of"] = (Day, Field(default=None, description=said))
        fields["history"] = (Flag, Field(default=False, description="Also what was replaced or is over."))
    if listing.usually is not None:
        fields["archived"] = (Flag, Field(default=False, description="Also what is over."))
    fields["sort"] = (
        Literal.__getitem__(listing.sorts),
        Field(default=listing.sorts[0], description="The order; “-” for descending."),
    )
    fields["limit"] = (Limit, Field(default=50, description="Rows a page."))
    fields["cursor"] = (Cursor, Field(default=None, description="The `next` of the page before."))
    made: type[Question] = create_model(name, __base__=Question, **fields)
    return made


def asked_of(listing: Listing, question: Question) -> Asked:
    """The question in the words of the query; the place of its cursor is set apart."""
    given = {name: getattr(question, name) for name in question.model_fields_set}
    return Asked(
        equal={name: given[name] for name in listing.filters if name in given},
        least={name: given[f"{name}_from"] for name in listing.ranges if f"{name}_from" in given},
        most={name: given[f"{name}_to"] for name in listing.ranges if f"{name}_to" in given},
        word=given.get("q"),
        sort=given.get("sort"),
        limit=given.get("limit", 50),
        as_of=given.get("as_of"),
        now=now(),
        everything=bool(given.get("history") or given.get("archived")),
    )


def _asked_type(kind: Any) -> Any:
    """The type of a field as it stands in an address: bounded, and never null."""
    if get_origin(kind) in {Union, types.UnionType}:
        kind = next(part for part in get_args(kind) if part is not type(None))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return {bool: Flag, int: Number, float: Figure, str: Title, date: Day, datetime: Moment}.get(kind, kind)
