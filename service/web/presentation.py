"""One call that gives an application the design system: filters, globals, macros and built files."""

from typing import Any

from flask import Flask

from service.edge.current import today
from service.web import counted, dates, formatting
from service.web.assets import asset, assets
from service.web.components import Components
from service.web.frontend_messages import frontend_messages
from service.web.navigation import is_current, places
from service.web.page import page_language, query_with
from service.web.translated import sentence, translated
from service.web.words import initials, word

FILTERS = {
    "money": formatting.money,
    "number": formatting.number,
    "signed": formatting.signed,
    "percent": formatting.percent,
    "percent_range": formatting.percent_range,
    "direction": formatting.direction,
    "score": formatting.score,
    "file_size": formatting.file_size,
    "day": dates.day,
    "moment": dates.moment,
    "relative_day": dates.relative_day,
    "word": word,
    "initials": initials,
    "sentence": sentence,
    "translated": translated,
}


def install(app: Flask) -> None:
    """Register the built files, filters, globals and the ``ui`` macros with ``app``; flask-babel must be set up too."""
    app.register_blueprint(assets)
    counted.install(app)
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    names: dict[str, Any] = {
        "ui": Components(app),
        "asset": asset,
        "places": places,
        "is_current_place": is_current,
        "frontend_messages": frontend_messages,
        "today": today,
        "page_language": page_language,
        "query_with": query_with,
    }
    app.jinja_env.globals.update(names)
