"""Texts in a language that is not the asker's: for documents and mails, which have readers of their own."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations

from service.i18n.languages import nearest_language

FOLDER = Path(__file__).parent / "translations"

# How numbers and dates are written in each language that we write.
LOCALES = {"en": "en_GB", "zh": "zh_Hans_CN"}


@cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(str(FOLDER), [language])


def translator(language: str) -> Callable[[str], str]:
    """A gettext function for ``language`` (or the nearest that we have); it needs no request.

    >>> translator("en")("Owner")
    'Owner'
    """
    return _catalogue(nearest_language(language)).gettext


def locale_of(language: str) -> str:
    """The locale that documents in ``language`` are written in.

    >>> locale_of("zh-CN")
    'zh_Hans_CN'
    """
    return LOCALES[nearest_language(language)]
