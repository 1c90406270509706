"""How a comment leans by its words alone: negation, degree, contrast, wishes, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.comment_lexicon_chinese import NEGATIVE as CHINESE_NEGATIVE
from scoring.comment_lexicon_chinese import POSITIVE as CHINESE_POSITIVE
from scoring.comment_lexicon_chinese import STRONG_NEGATIVE as CHINESE_STRONG_NEGATIVE
from scoring.comment_lexicon_chinese import STRONG_POSITIVE as CHINESE_STRONG_POSITIVE
from scoring.comment_lexicon_english import NEGATIVE, POSITIVE, STRONG_NEGATIVE, STRONG_POSITIVE
from scoring.comment_polarity import Leaning, is_tone_word, leaning


@pytest.mark.parametrize(
    "text",
    [
        "not helpful",
        "The service is not very good.",
        "It isn't easy to find anything",
        "I would not recommend it",
        "never again",
        "Don't waste your money",
        "It was great until it stopped working",
        "Good idea, but it crashes all the time",
        "too expensive for us",
        "We need more reports",
        "不好用",
        "客服不专业",
        "不是很稳定",
        "没有解决",
        "功能不错,但是太慢了",
        "希望速度再快一些",
        "等了两个小时才回复",
        "一点也不方便",
        "从来没有准时过",
    ],
)
def test_what_speaks_against_us_leans_below_zero(text: str) -> None:
    assert leaning(text).score < 0


@pytest.mark.parametrize(
    "text",
    [
        "helpful",
        "no problems at all",
        "Not bad",
        "We could not be happier",
        "It looked complicated, but it is easy to use",
        "I can't recommend it enough, absolutely great and reliable",
        "SOOOO GOOOOD",
        "没有问题",
        "不错",
        "有点贵,但是非常好用",
        "响应很快,而且不贵",
        "遇到问题时客服很耐心",
        "特别好",
        "晚上也能及时回复",
    ],
)
def test_what_speaks_for_us_leans_above_zero(text: str) -> None:
    assert leaning(text).score > 0


@pytest.mark.parametrize(
    "text", ["", "the table", "快递", "晚上", "银行卡", "12 ... !!!", "👍", "la la la", "别人的区别"]
)
def test_what_has_no_tone_does_not_lean(text: str) -> None:
    assert leaning(text) == Leaning(0.0, 0.0)


def test_degree_makes_more_or_less_of_a_word() -> None:
    for stronger, plain, weaker in (("very good", "good", "fairly good"), ("非常方便", "方便", "比较方便")):
        assert leaning(stronger).good > leaning(plain).good > leaning(weaker).good > 0


def test_what_follows_a_but_weighs_more() -> None:
    assert leaning("slow but good").score > 0 > leaning("good but slow").score
    assert leaning("慢,但是很好").score > 0 > leaning("很好,但是慢").score


def test_no_word_stands_on_both_sides() -> None:
    assert not (POSITIVE | STRONG_POSITIVE) & (NEGATIVE | STRONG_NEGATIVE)
    assert not (CHINESE_POSITIVE | CHINESE_STRONG_POSITIVE) & (CHINESE_NEGATIVE | CHINESE_STRONG_NEGATIVE)


def test_tone_words_are_known_in_their_forms() -> None:
    assert [is_tone_word(word) for word in ("crashing", "happiest", "planned", "很慢", "发票")] == [
        True,
        True,
        False,
        True,
        False,
    ]


@given(st.text(max_size=300))
def test_any_text_leans_by_finite_numbers(text: str) -> None:
    found = leaning(text)
    assert found.good >= 0
    assert found.bad >= 0
    assert abs(found.score) <= (found.good + found.bad) ** 0.5
