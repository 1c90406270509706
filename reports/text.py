"""The one door through which foreign text enters a page: cleaned, shortened with a mark, never interpreted.

Pages are drawn as plain strings; no markup language stands between the text and the paper, so nothing in it
can be
taken for markup. What remains are characters that cannot or must not be drawn.
"""

import unicodedata
from collections.abc import Set as AbstractSet

REPLACEMENT = "�"
ELLIPSIS = "…"
_SPACES = frozenset("\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029")


def clean(text: str, covered: AbstractSet[int], *, limit: int) -> str:
    """``text`` as it can be drawn on one or more lines.

    Control, format (right-to-left and zero-width) and private characters, lone surrogates, and characters
    that the
    font lacks become one visible replacement mark per run: a reader sees that something stood there. White
    space is
    collapsed. Text longer than ``limit`` characters ends in an ellipsis.

    Args:
        text: anything.
        covered: the code points that the font can show.
        limit: the largest number of characters to return; at least 1.

    >>> letters = set(range(0x20, 0x7f)) | {0x2026, 0xFFFD}
    >>> clean("<b>A</b> \\n  B", letters, limit=40)
    '<b>A</b> B'
    >>> clean("pay\\u202eeerf", letters, limit=40)
    'pay�eerf'
    >>> clean("a long story", letters, limit=7)
    'a long…'
    """
    if len(text) <= limit and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    # Four times the limit leaves room for what collapses, without walking through a megabyte.
    head = text[: limit * 4]
    cut = len(head) < len(text)
    kept: list[str] = []
    for char in unicodedata.normalize("NFC", head):
        if char in _SPACES or char.isspace():
            drawn = " "
        elif ord(char) in covered and unicodedata.category(char)[0] != "C":
            drawn = char
        else:
            drawn = REPLACEMENT
        if drawn in (" ", REPLACEMENT) and kept and kept[-1] == drawn:
            continue
        kept.append(drawn)
    result = "".join(kept).strip(" ")
    if cut or len(result) > limit:
        return result[: limit - 1].rstrip(" ") + ELLIPSIS
    return result
