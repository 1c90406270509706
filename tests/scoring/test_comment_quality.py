"""Quality on held-out comments: counted as said, and never judged on what was taught."""

from scoring.comment_quality import Share, best_band, cross_validated, judged
from scoring.comment_values import Comment, CommentParameters, CommentReading, Correction, Tone

GOOD, BAD, MIXED = Tone.POSITIVE, Tone.NEGATIVE, Tone.NEUTRAL


def read(tone: Tone) -> CommentReading:
    return CommentReading("", tone, 0.0, (), corrected=False)


def test_readings_are_compared_with_ratings_and_comments_without_one_are_left_out() -> None:
    rated = (GOOD, GOOD, BAD, BAD, BAD, MIXED, None)
    said = (GOOD, BAD, BAD, MIXED, BAD, BAD, BAD)
    found = judged([Comment("", "", tone) for tone in rated], [read(tone) for tone in said])
    assert (found.right, found.found, found.kept) == (Share(3, 6), Share(2, 3), Share(2, 4))


def test_a_share_of_nothing_has_no_value() -> None:
    assert (Share(0, 0).share, Share(0, 0).interval) == (None, None)


def test_a_comment_is_never_read_by_what_it_taught_itself() -> None:
    # One sentence about a word of its own each: whoever had seen it would read it right.
    comments = [Comment(str(n), f"zork{n} blip{n}", GOOD if n % 2 else BAD) for n in range(20)]
    assert {reading.tone for reading in cross_validated(comments)} == {MIXED}
    # The same text twice stands in one part, however it is written; its correction goes with it.
    twins = [comment for comment in comments for _ in range(2)]
    corrections = [Correction(comment.text.upper(), comment.rated) for comment in comments]
    assert {reading.tone for reading in cross_validated(twins, corrections)} == {MIXED}


def test_the_neutral_band_widens_only_where_neutral_ratings_ask_for_it() -> None:
    said = [Comment("", "", tone) for tone in (MIXED,) * 30 + (GOOD,) * 30 + (BAD,) * 30]
    values = [0.2] * 15 + [-0.25] * 15 + [0.7] * 30 + [-0.6] * 30
    read_so = [CommentReading("", GOOD, value, (), corrected=False) for value in values]
    assert best_band(said, read_so) == 0.3
    assert best_band(said[1:], read_so[1:]) == CommentParameters().neutral_band
    assert best_band(said[30:], read_so[30:]) == CommentParameters().neutral_band
