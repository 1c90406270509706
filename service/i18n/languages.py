"""The languages that pages, mails and documents are written in."""

LANGUAGES = {"en": "English", "zh": "中文"}
DEFAULT_LANGUAGE = "en"


def nearest_language(wanted: str | None) -> str:
    """The language we have that is nearest to a language tag; English where none is.

    >>> nearest_language("zh-Hans-CN"), nearest_language("fr"), nearest_language(None)
    ('zh', 'en', 'en')
    """
    primary = (wanted or "").replace("_", "-").split("-", 1)[0].lower()
    return primary if primary in LANGUAGES else DEFAULT_LANGUAGE
