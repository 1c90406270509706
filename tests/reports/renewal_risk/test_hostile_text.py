"""Whatever stands in a name, a title, a comment or a reason, the report shows it literally or marks it, and ends."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from reports.render import render
from reports.renewal_risk.content import Quote, RenewalRiskContent
from reports.renewal_risk.example import example_content
from scoring.vocabulary import Role

Reader = Callable[[bytes], str]
KEYS = {"key", "source", "target", "currency", "locale"}
MARKUP = [
    "<b>x</b>",
    "</para>",
    "&#xFFFFFFFF;",
    "<img src=/etc/passwd>",
    "{0} {name} %s %(x)s",
    "{{7*7}}",
    "javascript:alert(1)",
    "<font size=900>",
]
UNDRAWABLE = ["a\x00b", "\u202eabc", "z\u200bz", "\ud800", "👩‍👩‍👧", "مرحبا", "\ufeff", "\x1b[31m"]


def spoiled(value: Any, text: str, name: str = "") -> Any:
    """The same content with ``text`` in every place where free text can stand."""
    if isinstance(value, str) and type(value) is str and name not in KEYS:
        return text
    if isinstance(value, tuple):
        return tuple(spoiled(item, text, name) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: spoiled(getattr(value, f.name), text, f.name) for f in fields(value)})
    return value


def content_with(text: str) -> RenewalRiskContent:
    content: RenewalRiskContent = spoiled(example_content(12), text)
    return content


def images(pdf: bytes) -> Iterator[str]:
    for page in PdfReader(BytesIO(pdf)).pages:
        yield from (image.name for image in page.images)


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_shown_as_it_was_written(text_of: Reader, text: str) -> None:
    pdf = render(content_with(text), translate=str)
    pages = text_of(pdf).split("\f")
    assert text in pages[0]
    assert sum(page.count(text) for page in pages) >= 40
    assert list(images(pdf)) == []
    assert "root:" not in "".join(pages)


@pytest.mark.parametrize("text", UNDRAWABLE, ids=ascii)
def test_what_cannot_be_drawn_is_marked(text_of: Reader, text: str) -> None:
    assert "�" in text_of(render(content_with(text), translate=str))


def test_forty_thousand_words_are_cut_with_a_mark(text_of: Reader) -> None:
    text = text_of(render(content_with("word " * 40_000), translate=str))
    assert "word…" in text
    assert text.count("\f") + 1 <= 12


def test_a_word_without_any_space_stays_inside_its_cell(text_of: Reader) -> None:
    text = text_of(render(content_with("W" * 5_000), translate=str))
    assert "W…" in text
    assert text.count("\f") + 1 <= 12


def test_a_long_comment_is_cut_to_a_few_lines(text_of: Reader) -> None:
    content = example_content()
    long = Quote("late again, " * 4_000, Role.END_USER)
    text = text_of(render(replace(content, feedback=replace(content.feedback, quotes=(long,))), translate=str))
    assert 30 <= text.count("late again,") <= 36
    assert "…" in text


def test_chinese_without_spaces_wraps_in_every_cell(text_of: Reader) -> None:
    text = text_of(render(spoiled(example_content(12, "zh_Hans_CN"), "续约风险" * 400), translate=str))
    assert "…" in text
    assert text.count("\f") + 1 <= 12
