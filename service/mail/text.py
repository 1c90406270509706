"""A letter as plain text, for readers and programs that show no HTML."""

import re
import textwrap
import unicodedata

from service.mail.letter import Block, Button, Facts, Letter, Paragraph, Scale

WIDTH = 72
_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029\t ]+")


def one_line(text: str, most: int = 200) -> str:
    """``text`` on one line without control and direction-changing characters, shortened with a mark: safe in a header.

    >>> one_line("Renewal\\r\\nBcc: everybody@example.com")
    'Renewal Bcc: everybody@example.com'
    >>> one_line("abcdef", 4)
    'abc…'
    """
    plain = _BREAKS.sub(" ", text)
    plain = "".join(c for c in plain if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"}).strip()
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def plain_text(letter: Letter) -> str:
    """The letter as text, wrapped for reading, links on lines of their own.

    >>> print(plain_text(Letter("en", "s", "Hello", (Button("Open", "https://x.example/1"),), "You asked for it.")))
    Hello
    <BLANKLINE>
    Open:
    https://x.example/1
    <BLANKLINE>
    --
    You asked for it.
    """
    parts = [_wrapped(letter.heading), *(_block(block) for block in letter.blocks)]
    foot = ["--", _wrapped(letter.foot)]
    if letter.foot_link is not None:
        foot += [f"{letter.foot_link[0]}:", letter.foot_link[1]]
    return "\n\n".join(part for part in parts if part) + "\n\n" + "\n".join(foot) + "\n"


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return _wrapped(block.text)
        case Facts():
            return "\n".join(f"{name}: {value}" for name, value in block.rows)
        case Button():
            return f"{block.label}:\n{block.url}"
        case Scale():
            ends = f"({block.choices[0].label} = {block.low}, {block.choices[-1].label} = {block.high})"
            links = "\n".join(f"{choice.label}: {choice.url}" for choice in block.choices)
            return f"{_wrapped(block.question)}\n{ends}\n\n{links}"


def _wrapped(text: str) -> str:
    lines = [textwrap.fill(line, WIDTH, break_long_words=False, break_on_hyphens=False) for line in text.splitlines()]
    return "\n".join(lines)
