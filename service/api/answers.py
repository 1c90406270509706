"""What views give back, and how it is written: JSON by orjson, exact amounts as text, moments in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import orjson
from flask import Response

_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS


@dataclass(frozen=True)
class Answer:
    """A body, its status and headers."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def written(answer: Answer | Response | Any) -> Response:
    """The response for what a view gave back; None is an empty one."""
    if isinstance(answer, Response):
        return answer
    if not isinstance(answer, Answer):
        answer = Answer(answer, 204 if answer is None else 200)
    body = b"" if answer.body is None else dumped(answer.body)
    response = Response(body, answer.status, mimetype="application/json")
    if answer.body is None:
        del response.headers["Content-Type"]
    response.headers.update(dict(answer.headers))
    return response


def dumped(value: Any) -> bytes:
    """``value`` as JSON.

    >>> dumped({"arr": Decimal("10.5000")})
    b'{"arr":"10.5"}'
    """
    return orjson.dumps(value, default=_plain, option=_OPTIONS)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)
