"""Reading comments: tone from ratings, themes from the dictionary, a person's word above both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.comment_quotes import find_quotes, quote
from scoring.comment_themes import has_theme
from scoring.comment_values import (
    Comment,
    CommentParameters,
    Correction,
    Theme,
    Tone,
    tone_of_nps,
    tone_of_rating,
)
from scoring.comment_words import features, is_chinese, normalised
from scoring.comments import judge_tone, learn_comments, read_comments, suggest_themes
from scoring.feedback_parameters import CSAT_OF_FIVE, TopBox
from tests.scoring.comment_examples import DEVELOPMENT, HELD_OUT

SPEED = Theme("speed", ("slow*", "performance", "慢", "响应"))
PRICE = Theme("price", ("expensive", "price*", "贵", "价格"))
COLD = learn_comments([], themes=[SPEED, PRICE])


@pytest.mark.parametrize("chinese", [False, True])
def test_held_out_comments_are_read_as_their_ratings_say_mostly(chinese: bool) -> None:
    quality = judge_tone(learn_comments(DEVELOPMENT), [c for c in HELD_OUT if is_chinese(c.text) is chinese])
    assert quality.comments == 20
    assert quality.accuracy is not None
    assert quality.accuracy >= 0.75
    assert quality.negative_right is not None
    assert quality.negative_right >= 0.85


def test_ratings_overrule_the_lexicon() -> None:
    ironic = [Comment(str(i), f"wicked release {i}", Tone.POSITIVE) for i in range(30)]
    ironic += [Comment(f"n{i}", f"quick exit {i}", Tone.NEGATIVE) for i in range(30)]
    before, after = learn_comments([]), learn_comments(ironic)
    asked = [Comment("a", "wicked release"), Comment("b", "quick exit")]
    assert [r.tone for r in read_comments(before, asked)] == [Tone.NEUTRAL, Tone.POSITIVE]
    assert [r.tone for r in read_comments(after, asked)] == [Tone.POSITIVE, Tone.NEGATIVE]


def test_a_negation_turns_a_word_round_in_both_languages() -> None:
    asked = ("helpful", "not helpful", "好用", "不好用")
    values = [r.tone_value for r in read_comments(COLD, [Comment(t, t) for t in asked])]
    assert values[0] > 0 > values[1]
    assert values[2] > 0 > values[3]


def test_a_mass_of_promoters_does_not_make_every_comment_sound_happy() -> None:
    promoters = [Comment(str(i), "great service", Tone.POSITIVE) for i in range(500)]
    model = learn_comments([*promoters, Comment("x", "bad service", Tone.NEGATIVE)])
    assert read_comments(model, [Comment("y", "bad service")])[0].tone is Tone.NEGATIVE


def test_a_comment_without_words_is_neutral_and_has_no_theme() -> None:
    for text in ("", "   ", "12345", "!?", "👍"):
        reading = read_comments(COLD, [Comment("1", text)])[0]
        assert (reading.tone, reading.tone_value, reading.themes) == (Tone.NEUTRAL, 0.0, ())


def test_no_comments_give_no_readings() -> None:
    assert read_comments(COLD, []) == ()
    assert suggest_themes([], COLD) == ()
    assert judge_tone(COLD, []).accuracy is None


def test_themes_come_from_the_dictionary_in_either_language() -> None:
    texts = ("Slow and expensive", "价格太贵,响应慢", "Fine", "The prices rose")
    found = [r.themes for r in read_comments(COLD, [Comment(t, t) for t in texts])]
    assert found == [("speed", "price"), ("speed", "price"), (), ("price",)]


def test_full_width_letters_and_case_do_not_hide_a_theme() -> None:
    assert has_theme("ＥＸＰＥＮＳＩＶＥ!", PRICE)
    assert not has_theme("inexpensive", PRICE)


def test_a_theme_without_a_word_is_refused() -> None:
    for words in ((), ("  ",), ("*",)):
        with pytest.raises(ValueError, match="at least one word"):
            Theme("empty", words)


def test_a_correction_always_stands_on_its_comment() -> None:
    text = "Well, that was quick… to break"
    correction = Correction(text, Tone.NEGATIVE, themes_added=("price",), themes_removed=("speed",))
    model = learn_comments([Comment("1", text, Tone.POSITIVE)], [correction], [SPEED, PRICE])
    reading = read_comments(model, [Comment("1", f" {text.upper()} ")])[0]
    assert (reading.tone, reading.tone_value) == (Tone.NEGATIVE, -1.0)
    assert reading.themes == ("price",)
    assert reading.corrected
    assert not read_comments(model, [Comment("2", "something else")])[0].corrected


def test_a_corrected_tone_teaches_the_reading_of_others() -> None:
    corrections = [Correction(f"ticket reopened {i}", Tone.NEGATIVE) for i in range(5)]
    asked = [Comment("1", "our ticket was reopened")]
    before, after = (
        read_comments(learn_comments([]), asked)[0],
        read_comments(learn_comments([], corrections), asked)[0],
    )
    assert after.tone_value < before.tone_value
    assert after.tone is Tone.NEGATIVE


def test_enough_corrections_teach_a_theme_beyond_its_words() -> None:
    comments = [Comment(f"o{i}", f"the office was friendly {i}") for i in range(20)]
    laggy = [Correction(f"pages lag badly {i}", themes_added=("speed",)) for i in range(6)]
    asked = [Comment("1", "lag on all pages"), Comment("2", "the office")]
    untaught = learn_comments(comments, laggy[:5], [SPEED])
    taught = learn_comments(comments, laggy, [SPEED])
    assert [r.themes for r in read_comments(untaught, asked)] == [(), ()]
    assert [r.themes for r in read_comments(taught, asked)] == [("speed",), ()]


def test_words_that_no_theme_covers_are_suggested_with_their_tone() -> None:
    comments = [Comment(f"e{i}", f"the export fails, {what}") for i, what in enumerate(("again", "badly", "often"))]
    comments += [Comment(f"z{i}", f"{what}开票错误") for i, what in enumerate(("这次", "上月", "总是"))]
    comments += [Comment(f"p{i}", "too expensive") for i in range(5)]
    suggestions = {s.word: s for s in suggest_themes(comments, COLD)}
    assert suggestions["export"].comments == 3
    assert suggestions["export"].mean_tone < 0
    assert any("开票" in word for word in suggestions)
    assert not {"expensive", "the", "fails"} & set(suggestions)


def test_learning_twice_gives_the_same_reading() -> None:
    first, second = (read_comments(learn_comments(DEVELOPMENT), HELD_OUT) for _ in range(2))
    assert first == second


@given(st.text(max_size=200))
def test_any_text_is_read_without_failing(text: str) -> None:
    reading = read_comments(COLD, [Comment("1", text)])[0]
    assert -1.0 <= reading.tone_value <= 1.0
    assert normalised(normalised(text)) == normalised(text)
    assert features(text) == features(f"  {text}\n")


@given(st.text(max_size=120), st.integers(1, 60))
def test_a_quote_is_never_longer_than_asked_but_for_its_marks(text: str, longest: int) -> None:
    cut = quote(text, "a", CommentParameters(longest_quote=longest))
    assert len(cut) <= longest + 2
    assert "\n" not in cut


def test_quotes_hold_every_word_of_the_query() -> None:
    comments = [Comment("1", "Export is SLOW"), Comment("2", "slow"), Comment("3", "导出太慢")]
    assert find_quotes(comments, "slow export") == [("1", "Export is SLOW")]
    assert find_quotes(comments, "导出") == [("3", "导出太慢")]
    assert find_quotes(comments, "  ") == []


def test_ratings_turn_into_tones() -> None:
    assert [tone_of_nps(s) for s in (0, 6, 7, 8, 9, 10)] == [Tone.NEGATIVE] * 2 + [Tone.NEUTRAL] * 2 + [
        Tone.POSITIVE
    ] * 2
    effort = TopBox(1, 7, 3, high_is_good=False)
    assert [tone_of_rating(s, effort) for s in (1, 3, 4, 5)] == [
        Tone.POSITIVE,
        Tone.POSITIVE,
        Tone.NEUTRAL,
        Tone.NEGATIVE,
    ]
    with pytest.raises(ValueError, match="1 to 5"):
        tone_of_rating(0, CSAT_OF_FIVE)
