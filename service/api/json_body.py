"""Read a JSON body strictly: what another reader could take for something else is refused, not guessed."""

import json
from typing import Any

import orjson
from flask import request

from service.errors import Malformed, WrongMediaType

DEEPEST = 32
LARGEST = 2**63 - 1
_TYPES = frozenset({"application/json", "application/merge-patch+json"})


def json_body() -> bytes:
    """The body of the request, in UTF-8, known to be one JSON value that every reader reads alike.

    :raises WrongMediaType: it says that it is something else.
    :raises Malformed: not JSON, not UTF-8, nested deeper than 32, a key twice, a number beyond 64 bits or
        infinity, half of a surrogate pair, or a NUL character.
    """
    if request.mimetype not in _TYPES or request.mimetype_params.get("charset", "utf-8").lower() != "utf-8":
        raise WrongMediaType("Send JSON: Content-Type: application/json.")
    raw = request.get_data(cache=True)
    check_json(raw)
    return raw


def check_json(raw: bytes) -> None:
    """Refuse what :func:`json_body` promises to refuse.

    >>> check_json(b'{"a": 1, "a": 2}')
    Traceback (most recent call last):
    service.errors.Malformed: The name "a" stands twice in one object.
    """
    try:
        # Refuses bad UTF-8, NaN, 1e999, halves of surrogate pairs and depths that would exhaust the next reader.
        orjson.loads(raw)
        value = json.loads(raw, object_pairs_hook=_object)
    except orjson.JSONDecodeError as error:
        raise Malformed(f"This is not JSON: {str(error)[:200]}") from error
    except (ValueError, RecursionError) as error:
        raise Malformed("This is not JSON that can be read safely.") from error
    _check(value, DEEPEST)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Malformed(f'The name "{name[:60]}" stands twice in one object.')
        found[name] = value
    return found


def _check(value: Any, depth: int) -> None:
    if isinstance(value, str):
        if "\0" in value:
            raise Malformed("A text contains a NUL character.")
        return
    if isinstance(value, int) and not -LARGEST - 1 <= value <= LARGEST:
        raise Malformed("A number is beyond 64 bits.")
    if not isinstance(value, dict | list):
        return
    if depth == 0:
        raise Malformed(f"The JSON is nested deeper than {DEEPEST} levels.")
    for inner in [*value, *value.values()] if isinstance(value, dict) else value:
        _check(inner, depth - 1)
