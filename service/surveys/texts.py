"""The texts of a survey besides its questions, per language, and what is said where none is written."""

from collections.abc import Mapping, Sequence
from typing import Any

from service.surveys.wording import text_in

PAGE_TEXTS = ("title", "introduction", "thanks", "sender")
MAIL_TEXTS = ("mail_subject", "mail_text", "reminder_subject", "reminder_text")
TEXT_KEYS = (*PAGE_TEXTS, *MAIL_TEXTS)
"""``texts[language][key]`` of a version: the page's title, introduction, thanks and sender, and the mails' words."""


def survey_text(texts: Mapping[str, Mapping[str, Any]], key: str, language: str, languages: Sequence[str] = ()) -> str:
    """One text of a version in ``language``, with the fallback of :func:`service.surveys.wording.text_in`.

    >>> survey_text({"en": {"title": "One minute"}}, "title", "zh", ["en", "zh"])
    'One minute'
    """
    by_language = {code: said.get(key, "") for code, said in texts.items()}
    return text_in(by_language, language, languages)
