"""What a template asks about the page it draws: its language, and its own address with one part changed."""

from typing import Any
from urllib.parse import urlencode

from flask import current_app, request, url_for
from flask_babel import get_locale
from werkzeug.datastructures import MultiDict
from werkzeug.urls import iri_to_uri


def page_language() -> str:
    """The language of the page as HTML names it: ``en``, ``zh`` or ``zh-Hans-CN``."""
    locale = get_locale()
    return str(locale).replace("_", "-") if locale else "en"


def query_with(changes: dict[str, str | int | None]) -> str:
    """The current address with these parts of its query set, or taken away where the value is ``None``.

    Only the path and the query are kept, so the address always leads to this very page.
    """
    query = MultiDict(request.args)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    text = urlencode(sorted(query.items(multi=True)))
    return iri_to_uri(request.path) + (f"?{text}" if text else "")


def address_of(endpoint: str, **values: Any) -> str | None:
    """The address of a page, or None where this installation has no such page."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None
