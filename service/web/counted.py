"""Sentences with a count: the count is written with the language's grouping, as everywhere else on the pages."""

from typing import Any

from flask import Flask
from jinja2 import pass_context
from jinja2.runtime import Context

from service.web.formatting import number


class Count(int):
    """A count that writes itself as a reader of the current language expects it."""

    def __str__(self) -> str:
        return number(int(self))


def install(app: Flask) -> None:
    """Let ``ngettext`` of the templates group its count; flask-babel must be set up before."""
    plain: Any = app.jinja_env.globals["ngettext"]

    @pass_context
    def ngettext(context: Context, singular: str, plural: str, num: int, **variables: Any) -> str:
        found: str = plain(context, singular, plural, Count(num), **variables)
        return found

    app.jinja_env.globals["ngettext"] = ngettext
