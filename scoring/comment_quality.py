"""How well tones are read on rated comments that the model was not fitted to."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from scoring.comment_tone import tone_of_value
from scoring.comment_values import DEFAULT_COMMENTS, Comment, CommentParameters, CommentReading, Correction, Tone
from scoring.comment_words import normalised
from scoring.comments import learn_comments, read_comments
from scoring.proportion import wilson_interval

FOLDS = 5


@dataclass(frozen=True)
class Share:
    """``hits`` of ``of``, with the 95 % Wilson interval; the shares are None where there is nothing to divide by."""

    hits: int
    of: int

    @property
    def share(self) -> float | None:
        """The share itself, in [0, 1]."""
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Its interval.

        >>> [round(end, 4) for end in Share(81, 263).interval]
        [0.2553, 0.3662]
        """
        if not self.of:
            return None
        low, high = wilson_interval(np.array([float(self.hits)]), np.array([float(self.of)]))
        return float(low[0]), float(high[0])


@dataclass(frozen=True)
class HeldOutQuality:
    """Readings of held-out comments against their ratings.

    ``right``: tone as rated, of the three; a clear comment read as neutral counts as wrong. ``found``: of the negative
    ones, those read as negative. ``kept``: of those read as negative, those that were.
    """

    right: Share
    found: Share
    kept: Share


def judged(comments: Sequence[Comment], readings: Sequence[CommentReading]) -> HeldOutQuality:
    """Compare readings with ratings, pair by pair; comments without a rating are left out."""
    pairs = [
        (comment.rated, reading.tone)
        for comment, reading in zip(comments, readings, strict=True)
        if comment.rated is not None
    ]
    negative = [tone for rated, tone in pairs if rated is Tone.NEGATIVE]
    called = [rated for rated, tone in pairs if tone is Tone.NEGATIVE]
    return HeldOutQuality(
        right=Share(sum(rated is tone for rated, tone in pairs), len(pairs)),
        found=Share(sum(tone is Tone.NEGATIVE for tone in negative), len(negative)),
        kept=Share(sum(rated is Tone.NEGATIVE for rated in called), len(called)),
    )


def cross_validated(
    comments: Sequence[Comment],
    corrections: Sequence[Correction] = (),
    parameters: CommentParameters = DEFAULT_COMMENTS,
) -> list[CommentReading]:
    """Each comment read by a model that was fitted to the others only, in the order given.

    Comments fall into five parts by a digest of their words, so that the same text never stands on both sides.
    Corrections of held-out texts are held out with them.
    """
    parts = [_part(comment.text) for comment in comments]
    read: dict[int, CommentReading] = {}
    for part in sorted(set(parts)):
        model = learn_comments(
            [comment for comment, where in zip(comments, parts, strict=True) if where != part],
            [correction for correction in corrections if _part(correction.text) != part],
            parameters=parameters,
        )
        places = [place for place, where in enumerate(parts) if where == part]
        read.update(zip(places, read_comments(model, [comments[place] for place in places]), strict=True))
    return [read[place] for place in range(len(comments))]


def best_band(
    comments: Sequence[Comment], readings: Sequence[CommentReading], parameters: CommentParameters = DEFAULT_COMMENTS
) -> float:
    """The neutral band with which most held-out comments are read as they were rated, neutral ones included.

    With fewer neutral or clear ratings than ``fewest_banded`` the band stays as it is given; of bands that do equally
    well the narrowest is taken.

    >>> said = [Comment("", "", tone) for tone in (Tone.NEUTRAL,) * 40 + (Tone.POSITIVE,) * 40]
    >>> read = [CommentReading("", Tone.POSITIVE, value, (), False) for value in [0.3] * 40 + [0.8] * 40]
    >>> best_band(said, read)
    0.35
    """
    rated = [(c.rated, r.tone_value) for c, r in zip(comments, readings, strict=True) if c.rated is not None]
    neutral = sum(tone is Tone.NEUTRAL for tone, _ in rated)
    if min(neutral, len(rated) - neutral) < parameters.fewest_banded:
        return parameters.neutral_band

    def right(band: float) -> int:
        several = replace(parameters, neutral_band=band)
        return sum(tone_of_value(value, several) is tone for tone, value in rated)

    return max(_BANDS, key=lambda band: (right(band), -band))


_BANDS = tuple(round(0.05 * step, 2) for step in range(1, 13))


def _part(text: str) -> int:
    return hashlib.sha256(normalised(text).encode()).digest()[0] % FOLDS
