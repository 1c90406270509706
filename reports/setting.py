"""What every part of a report is written with: the typeface, the locale's formats, and the translation."""

from dataclasses import dataclass
from pathlib import Path

from babel import Locale

from reports.blocks import Text
from reports.fonts.typeface import DEFAULT_FOLDER, Typeface, typeface
from reports.formats import Formats
from reports.text import clean
from reports.theme import BODY, TextStyle
from reports.translation import Translate

# The longest texts that a place on the page has room for, in characters.
NAME_LIMIT = 80
LINE_LIMIT = 240
PARAGRAPH_LIMIT = 1200


@dataclass(frozen=True)
class Setting:
    """The typeface, the formats of the locale, and ``_``, which translates fixed words."""

    face: Typeface
    formats: Formats
    translate: Translate

    def text(self, text: str, style: TextStyle = BODY, *, limit: int = PARAGRAPH_LIMIT, most: int = 10_000) -> Text:
        """A text block; the only way by which text reaches a page (see :mod:`reports.text`)."""
        return Text(clean(text, self.face.covered, limit=limit), style, self.face, most)

    def width(self, text: str, style: TextStyle) -> float:
        """The width in points of a cleaned text on one line."""
        return self.face.weight(style.bold).width(text, style.size)


def setting(locale: str, translate: Translate, fonts: Path = DEFAULT_FOLDER) -> Setting:
    """The setting for ``locale`` ("en", "zh_Hans_CN"), with the fonts of the folder.

    Raises:
        babel.UnknownLocaleError, ValueError: if the locale is not known.
        reports.fonts.typeface.FontsNotBuiltError: if the folder does not hold the fonts.
    """
    parsed = Locale.parse(locale.replace("-", "_"))
    face = typeface(fonts, chinese=parsed.language == "zh")
    return Setting(face=face, formats=Formats(parsed, translate), translate=translate)
