"""Break text into lines: at spaces for Latin, between characters for Chinese, by the rules of each."""

from functools import lru_cache

from reports.fonts.typeface import Weight
from reports.text import ELLIPSIS

# What must not begin a line, and what must not end one (GB/T 15834, with the Latin signs that behave alike).
_NOT_AT_START = frozenset("，。、；：？！）》」』】〉〕…—·％％%,.;:?!)]}’”")
_AFTER_FIGURES = frozenset("年月日天个人分")
_NOT_AT_END = frozenset("（《「『【〈〔([{“‘")


def is_ideographic(char: str) -> bool:
    """Whether a line may break on either side of ``char`` (Chinese, kana, full-width signs).

    >>> [is_ideographic(c) for c in "中，a"]
    [True, True, False]
    """
    code = ord(char)
    return 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xFE30 <= code <= 0xFFEF or code >= 0x20000


@lru_cache(maxsize=4096)
def pieces(text: str) -> tuple[str, ...]:
    """The unbreakable pieces of ``text`` in order; each keeps the space that follows it.

    >>> pieces("net 78 % now")
    ('net ', '78 % ', 'now')
    >>> pieces("续约，可能")
    ('续', '约，', '可', '能')
    """
    result: list[str] = []
    piece = ""
    for char in text:
        if piece and char != " " and _may_break(piece, char):
            result.append(piece)
            piece = ""
        piece += char
    if piece:
        result.append(piece)
    return tuple(result)


def _may_break(piece: str, char: str) -> bool:
    last = piece.rstrip(" ")[-1:] or piece[-1]
    if char in _NOT_AT_START or last in _NOT_AT_END:
        return False
    if (last.isdigit() and char in _AFTER_FIGURES) or (char.isdigit() and last in "年月"):
        return False
    if piece[-1] == " " or is_ideographic(char) or is_ideographic(last):
        return True
    return last in "-/" and len(piece) > 2 and char.isalpha()


@lru_cache(maxsize=4096)
def wrap(text: str, weight: Weight, size: float, width: float, *, most: int = 10_000) -> tuple[str, ...]:
    """``text`` in lines of at most ``width`` points; beyond ``most`` lines the last ends in an ellipsis.

    A piece wider than the line is broken between any two characters.

    Returns:
        The lines without trailing spaces; an empty text has no line.
    """
    lines: list[str] = []
    line = ""
    for piece in pieces(text):
        candidate = line + piece
        if weight.width(candidate.rstrip(" "), size) <= width:
            line = candidate
            continue
        if line:
            lines.append(line.rstrip(" "))
            if len(lines) > most:
                break
        line = piece
        while weight.width(line.rstrip(" "), size) > width and len(line) > 1:
            fitting = _fitting(line, weight, size, width)
            lines.append(line[:fitting])
            line = line[fitting:]
    if line.strip(" "):
        lines.append(line.rstrip(" "))
    if len(lines) > most:
        return (*lines[: most - 1], shorten(lines[most - 1] + ELLIPSIS, weight, size, width))
    return tuple(lines)


def _fitting(text: str, weight: Weight, size: float, width: float) -> int:
    """How many characters of ``text`` fit; at least one."""
    used = 0.0
    for count, char in enumerate(text):
        used += weight.width(char, size)
        if used > width:
            return max(1, count)
    return len(text)


def shorten(text: str, weight: Weight, size: float, width: float) -> str:
    """``text`` on one line of at most ``width`` points, with an ellipsis where something was left out."""
    if weight.width(text, size) <= width:
        return text
    mark = weight.width(ELLIPSIS, size)
    count = _fitting(text, weight, size, max(0.0, width - mark))
    return text[:count].rstrip(f" {ELLIPSIS}") + ELLIPSIS
