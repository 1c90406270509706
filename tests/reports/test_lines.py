"""Lines break where the reader's writing allows it and never exceed the width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.fonts.typeface import Weight
from reports.lines import pieces, shorten, wrap

# Every character ten points wide at size 10, so that widths can be counted.
EVEN = Weight("Even", dict.fromkeys(range(0x11_0000), 1000.0))


def test_latin_text_breaks_at_spaces() -> None:
    assert wrap("the chief buyer", EVEN, 10, 90) == ("the chief", "buyer")


def test_chinese_text_breaks_anywhere_but_not_before_a_comma() -> None:
    assert wrap("可能续约，但是无人", EVEN, 10, 40) == ("可能续", "约，但是", "无人")


def test_a_figure_keeps_its_sign_and_unit() -> None:
    assert pieces("at 78 % on 2026年3月2日") == ("at ", "78 % ", "on ", "2026年3月2日")


def test_an_opening_quotation_mark_never_ends_a_line() -> None:
    assert wrap("他说“好的”", EVEN, 10, 30) == ("他说", "“好", "的”")


def test_a_word_wider_than_the_line_is_broken() -> None:
    assert wrap("abcdefgh", EVEN, 10, 30) == ("abc", "def", "gh")


def test_lines_beyond_the_most_end_in_an_ellipsis() -> None:
    assert wrap("one two three four", EVEN, 10, 50, most=2) == ("one", "two…")


@pytest.mark.parametrize(("width", "shown"), [(100, "abcdef"), (60, "abcdef"), (50, "abcd…"), (10, "a…")])
def test_shortening_leaves_room_for_the_mark(width: float, shown: str) -> None:
    assert shorten("abcdef", EVEN, 10, width) == shown


@given(st.text(alphabet="ab c，。中国“”-%7", max_size=80), st.integers(2, 12))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, room: int) -> None:
    lines = wrap(text, EVEN, 10, room * 10)
    assert all(len(line) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
