"""Cursors: where a page of a list ended, sealed so that nobody can write one."""

import hashlib
from typing import Any

import orjson
from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from pydantic import TypeAdapter, ValidationError

from service.errors import Invalid
from service.queries.listing import Asked, Listing

_SALT = "linchpin api cursor 1"


def seal(listing: Listing, asked: Asked, following: tuple[Any, Any] | None) -> str | None:
    """The cursor for the page after one that ended at ``following``; None after the last page."""
    if following is None:
        return None
    value, key = orjson.loads(orjson.dumps(following, default=str))
    return str(_serializer().dumps([_question(listing, asked), value, key]))


def unseal(listing: Listing, asked: Asked, cursor: str) -> tuple[Any, Any]:
    """The place that a cursor names.

    :raises Invalid: it was not made here, or for another question.
    """
    try:
        question, value, key = _serializer().loads(cursor)
        by = listing.fields[(asked.sort or listing.sorts[0]).removeprefix("-")]
        if question == _question(listing, asked):
            return _typed(by.kind, value), _typed(listing.fields[listing.key].kind, key)
    except (BadData, ValidationError, ValueError, TypeError):
        pass
    message = "This cursor does not belong to this question; start without one."
    raise Invalid(message, [{"path": "cursor", "message": message}])


def _typed(kind: Any, value: Any) -> Any:
    return TypeAdapter(kind | None).validate_json(orjson.dumps(value))


def _question(listing: Listing, asked: Asked) -> str:
    """What a cursor is bound to: the list, its order and all that restricts it."""
    parts = [listing.name, asked.sort, asked.equal, asked.least, asked.most, asked.word, asked.everything, asked.as_of]
    text = orjson.dumps(parts, default=str, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(text).hexdigest()[:16]


def _serializer() -> URLSafeSerializer:
    # Older keys first, as the library wants them; the last one seals.
    keys = [*reversed(current_app.config["SECRET_KEY_FALLBACKS"]), current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt=_SALT, signer_kwargs={"digest_method": hashlib.sha256})
