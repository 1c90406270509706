"""Turn what came over the network into typed values, or into a refusal that names every field at fault."""

from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from service.api.json_body import json_body
from service.errors import Invalid

M = TypeVar("M", bound=BaseModel)

MOST_PROBLEMS = 50
_WORDS = {
    "extra_forbidden": "There is no such field, or it cannot be set.",
    "missing": "This field is needed.",
}


def body_as(model: type[M]) -> M:
    """The JSON body as ``model``; numbers in quotes are not taken for numbers.

    :raises Invalid: naming each field at fault; :raises Malformed, WrongMediaType: see :mod:`service.api.json_body`.
    """
    try:
        return model.model_validate_json(json_body(), strict=True)
    except ValidationError as error:
        raise refusal_of(error) from error


def query_as(model: type[M]) -> M:
    """The query of the address as ``model``.

    :raises Invalid: an unknown or unacceptable parameter, or one that is given twice.
    """
    twice = [name for name in request.args if len(request.args.getlist(name)) > 1]
    if twice:
        problems = [{"path": name[:100], "message": "Given more than once."} for name in twice[:MOST_PROBLEMS]]
        raise Invalid("A parameter is given more than once.", problems)
    try:
        return model.model_validate(request.args.to_dict())
    except ValidationError as error:
        raise refusal_of(error) from error


def refusal_of(error: ValidationError) -> Invalid:
    """The refusal that names each field at fault by its path."""
    problems = [
        {"path": ".".join(str(part) for part in one["loc"])[:100], "message": _message(one)}
        for one in error.errors(include_url=False, include_context=False, include_input=False)[:MOST_PROBLEMS]
    ]
    named = ", ".join(dict.fromkeys(problem["path"] for problem in problems if problem["path"]))
    return Invalid(f"Not acceptable: {named[:300]}." if named else problems[0]["message"], problems)


def _message(problem: Any) -> str:
    text = str(_WORDS.get(problem["type"], problem["msg"])).removeprefix("Value error, ")
    return text[0].upper() + text[1:]
