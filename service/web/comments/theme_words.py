"""The names of themes in the reader's language."""

from collections.abc import Iterable

from babel import Locale
from babel.core import UnknownLocaleError
from flask_babel import get_locale

from models.comment import CommentTheme


def theme_name(theme: CommentTheme) -> str:
    """The theme's name in the language of the page, else as it was first called."""
    locale = get_locale()
    return theme.names.get(locale.language if locale else "", "") or theme.name


def theme_names(themes: Iterable[CommentTheme]) -> list[tuple[int, str]]:
    """Number and name of each, in the order given."""
    return [(theme.id, theme_name(theme)) for theme in themes]


def language_name(code: str) -> str:
    """The name of a language in the language of the page; one that nobody knows by its code."""
    try:
        return Locale.parse(code, sep="-").get_display_name(get_locale() or "en") or code
    except (UnknownLocaleError, ValueError):
        return code
