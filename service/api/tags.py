"""Entity tags: which version of a thing somebody has seen, and whether a change was made from it."""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson
from flask import request

from service.errors import StaleVersion, VersionMissing


def tag_of(row: Mapping[str, Any]) -> str:
    """The entity tag of a thing: its version, or a digest of what is shown where it carries none.

    >>> tag_of({"id": 7, "version": 3})
    '"3"'
    """
    version = row.get("version")
    if version is not None:
        return f'"{version}"'
    text = orjson.dumps(dict(row), default=str, option=orjson.OPT_SORT_KEYS)
    return f'"{hashlib.sha256(text).hexdigest()[:16]}"'


def check_tag_is_sent() -> None:
    """Demand an If-Match header that names one version.

    :raises VersionMissing: there is none, or it names any version at all.
    """
    if request.headers.get("If-Match", "").strip() in {"", "*"}:
        raise VersionMissing("Say which version you change: If-Match, with the ETag that you read.")


def check_tag(row: Mapping[str, Any]) -> None:
    """Refuse a change that was made from another version than the one that is there; without If-Match it passes.

    :raises StaleVersion: somebody else changed the thing in between.
    """
    sent = request.headers.get("If-Match", "").strip()
    if sent and sent != "*" and sent.removeprefix("W/") != tag_of(row):
        raise StaleVersion("Somebody else changed this in between. Read it again, then make your change again.")
