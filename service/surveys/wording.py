"""Words in the language of the reader, with a fallback where a survey does not speak it."""

from collections.abc import Mapping, Sequence
from typing import Any


def nearest_spoken(wanted: Sequence[str | None], languages: Sequence[str]) -> str:
    """The first wanted language that the survey speaks, exactly or by its main part; else the survey's first.

    >>> nearest_spoken(["zh-Hans-CN"], ["en", "zh"]), nearest_spoken([None, "fr"], ["de", "en"])
    ('zh', 'de')
    """
    exact = {language.casefold(): language for language in languages}
    by_main = {language.casefold().partition("-")[0]: language for language in reversed(languages)}
    for one in wanted:
        tag = (one or "").replace("_", "-").casefold()
        found = exact.get(tag) or by_main.get(tag.partition("-")[0])
        if found:
            return found
    return languages[0] if languages else "en"


def text_in(texts: Mapping[str, Any], language: str, languages: Sequence[str] = ()) -> str:
    """The text in ``language``; missing there, in the survey's languages in their order, then in any; else nothing.

    >>> text_in({"en": "Price", "zh": ""}, "zh", ["zh", "en"])
    'Price'
    """
    for one in (language, language.partition("-")[0], *languages, *sorted(texts)):
        text = texts.get(one)
        if isinstance(text, str) and text.strip():
            return text
    return ""
