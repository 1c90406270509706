"""Quality on held-out comments: counted as said, and never judged on what was taught."""

from scoring.comment_quality import Share, cross_validated, judged
from scoring.comment_values import Comment, CommentReading, Correction, Tone

GOOD, BAD, MIXED = Tone.POSITIVE, Tone.NEGATIVE, Tone.NEUTRAL


def read(tone: Tone) -> CommentReading:
    return CommentReading("", tone, 0.0, (), corrected=False)


def test_clear_ratings_are_compared_and_others_are_left_out() -> None:
    rated = (GOOD, GOOD, BAD, BAD, BAD, MIXED, None)
    said = (GOOD, BAD, BAD, MIXED, BAD, BAD, BAD)
    found = judged([Comment("", "", tone) for tone in rated], [read(tone) for tone in said])
    assert (found.right, found.found, found.kept) == (Share(3, 5), Share(2, 3), Share(2, 3))


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
