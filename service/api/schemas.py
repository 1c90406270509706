"""The parts of the description that many addresses share: problems, pages, headers, path parameters."""

import re
from types import GenericAlias
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from service.api.idempotency import LONGEST
from service.inputs.fields import LARGEST_NUMBER
from service.queries.listing import Listing


class ProblemField(BaseModel):
    """One place in the input that is at fault."""

    path: str
    message: str

    model_config = ConfigDict(extra="allow")


class Problem(BaseModel):
    """Why something was refused (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemField] = Field(default=[])
    request_id: str = ""


class IfMatch(BaseModel):
    """The version that a change was made from."""

    if_match: str = Field(alias="If-Match", description="The ETag of the version that is changed.", examples=['"3"'])


class MaybeIfMatch(BaseModel):
    """The version that is removed, where it matters."""

    if_match: str = Field(default="", alias="If-Match", description="Refuse where the version is another one.")


class MaybeKey(BaseModel):
    """The key under which a create is done once."""

    key: str = Field(
        default="",
        alias="Idempotency-Key",
        max_length=LONGEST,
        description="The same key with the same request is answered as before, and adds nothing.",
    )


class Upload(BaseModel):
    """A file to take in."""

    file: bytes = Field(json_schema_extra={"format": "binary"})


def problem(description: str) -> dict[str, Any]:
    """The description of a refusal."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {"application/problem+json": {"schema": schema}}}


def path_model(rule: str) -> type[BaseModel] | None:
    """The model of a rule's parameters: numbers from 1 on where the rule says int, else text."""
    found = re.findall(r"<(?:([^<:]+):)?([^>]+)>", rule)
    fields: dict[str, Any] = {
        name: (int, Field(ge=1, le=LARGEST_NUMBER)) if kind.startswith("int") else (str, Field(min_length=1))
        for kind, name in found
    }
    return create_model("Path", **fields) if fields else None


def row_model(listing: Listing, name: str) -> type[BaseModel]:
    """The model of one row of a list, as it is read."""
    fields: dict[str, Any] = {
        one.name: (one.kind | None if one.needs is not None else one.kind, ...) for one in listing.shown
    }
    fields.update({part: (GenericAlias(list, (declared.kind,)), ...) for part, declared in listing.parts.items()})
    return create_model(name, **fields)


def page_model(row: type[BaseModel]) -> type[BaseModel]:
    """The model of one page of rows."""
    fields: dict[str, Any] = {
        "items": (list[row], ...),  # type: ignore[valid-type]  # the type is made at run time
        "next": (str | None, Field(description="The cursor of the next page; null on the last one.")),
    }
    return create_model(row.__name__ + "Page", **fields)
