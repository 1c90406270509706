"""Foreign text enters a page cleaned, shortened with a mark, and never interpreted."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.text import ELLIPSIS, REPLACEMENT, clean

COVERED = frozenset(range(0x20, 0x7F)) | frozenset(map(ord, "é王中…�"))


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("<b>bold</b>", "<b>bold</b>"),
        ("</para>", "</para>"),
        ("&#xFFFFFFFF;", "&#xFFFFFFFF;"),
        ("<img src=/etc/passwd>", "<img src=/etc/passwd>"),
        ("a\x00b", "a�b"),
        ("a\x07\x1b\x9fb", "a�b"),
        ("invoice\u202efdp.exe", "invoice�fdp.exe"),
        ("pay\u200bpal", "pay�pal"),
        ("\ud800 alone", "� alone"),
        ("smile 😀👍 now", "smile � now"),
        ("two\tlines\r\nhere", "two lines here"),
        ("e\u0301", "é"),
        ("  around  ", "around"),
        ("", ""),
    ],
)
def test_what_cannot_be_drawn_leaves_a_visible_mark(given_text: str, shown: str) -> None:
    assert clean(given_text, COVERED, limit=80) == shown


def test_a_long_text_ends_in_an_ellipsis_at_the_limit() -> None:
    shown = clean("word " * 40_000, COVERED, limit=50)
    assert shown == ("word " * 10).strip() + ELLIPSIS
    assert len(shown) == 50


@given(st.text(), st.integers(1, 60))
def test_every_result_can_be_drawn_and_fits(text: str, limit: int) -> None:
    shown = clean(text, COVERED, limit=limit)
    assert len(shown) <= limit
    assert all(ord(char) in COVERED for char in shown)
    assert not any(unicodedata.category(char).startswith("C") for char in shown)


@given(st.text(alphabet=[chr(code) for code in sorted(COVERED) if chr(code) not in (" ", REPLACEMENT)]))
def test_text_that_can_be_drawn_stays_as_it_is(text: str) -> None:
    assert clean(text, COVERED, limit=10_000) == text
