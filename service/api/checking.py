"""Turn what came over the network into typed values, or into a refusal that names every field at fault."""

from typing import TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from service.api.json_body import json_body
from service.errors import Invalid
from service.inputs.faults import MOST_PROBLEMS, refusal_of

M = TypeVar("M", bound=BaseModel)


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
