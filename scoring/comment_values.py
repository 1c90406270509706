"""Comments, tones, themes and corrections as plain values, and the frozen parameters of reading them."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from scoring.feedback import nps_classes
from scoring.feedback_parameters import TopBox
from scoring.vocabulary import QuestionKind


class Tone(StrEnum):
    """How a comment sounds."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


@dataclass(frozen=True)
class Comment:
    """A comment and the tone of the rating that came with it (None = it came without one)."""

    reference: str
    text: str
    rated: Tone | None = None


@dataclass(frozen=True)
class Theme:
    """A tenant's theme: found where one of its ``words`` is. English words match whole, ``slow*`` any ending."""

    name: str
    words: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.name.strip() or not any(word.strip(" *") for word in self.words):
            raise ValueError("a theme needs a name and at least one word")


@dataclass(frozen=True)
class Correction:
    """What a person said of one comment: its tone (None = left as it was), themes that hold or do not."""

    text: str
    tone: Tone | None = None
    themes_added: tuple[str, ...] = ()
    themes_removed: tuple[str, ...] = ()


@dataclass(frozen=True)
class CommentReading:
    """A comment as read: ``tone_value`` in [-1, 1], the themes in the dictionary's order.

    ``corrected`` says that a person's word stands behind it.
    """

    reference: str
    tone: Tone
    tone_value: float
    themes: tuple[str, ...]
    corrected: bool


@dataclass(frozen=True)
class CommentParameters:
    """How comments are read; a correction weighs as much as several ratings."""

    version: str = "2026.2"
    words_weight: float = 1.2  # log-odds for one clear word of tone
    words_strength: float = 10.0  # how firmly ratings must speak before the words' own leaning weighs less
    correction_weight: float = 5.0
    neutral_band: float = 0.1  # |tone| below this is neutral
    fewest_banded: int = 30  # neutral and other ratings each, from which the band is fitted
    penalty: float = 5.0  # inverse strength of the ridge penalty
    most_features: int = 200_000
    fewest_theme_corrections: int = 6  # with fewer, the dictionary alone decides on other comments
    fewest_suggested: int = 3  # a suggested word occurs in at least this many comments
    most_suggestions: int = 20
    longest_quote: int = 280  # characters


DEFAULT_COMMENTS = CommentParameters()


def tone_of_nps(score: float) -> Tone:
    """Promoters sound positive, passives neutral, detractors negative; outside 0-10 raises ValueError.

    >>> tone_of_nps(9).value, tone_of_nps(7).value, tone_of_nps(6).value
    ('positive', 'neutral', 'negative')
    """
    return (Tone.NEGATIVE, Tone.NEUTRAL, Tone.POSITIVE)[int(nps_classes(np.array([float(score)]))[0])]


def tone_of_answer(metric: QuestionKind, score: float, low: float, high: float, low_is_good: bool) -> Tone | None:
    """The tone of a stored answer by its scale; None for metrics that do not ask for a judgement of us.

    NPS by its classes; of CSAT and CES the upper third is positive, the lower third negative.

    >>> tone_of_answer(QuestionKind.CSAT, 4, 1, 5, False).value, tone_of_answer(QuestionKind.CES, 5, 1, 7, True).value
    ('positive', 'negative')
    >>> tone_of_answer(QuestionKind.CSAT, 3, 1, 5, False).value, tone_of_answer(QuestionKind.SCALE, 3, 1, 5, False)
    ('neutral', None)
    """
    if metric not in {QuestionKind.NPS, QuestionKind.CSAT, QuestionKind.CES} or not low <= score <= high or low == high:
        return None
    if metric is QuestionKind.NPS and (low, high) == (0.0, 10.0):
        return tone_of_nps(score)
    place = (high - score if low_is_good else score - low) / (high - low)
    if place >= _UPPER_PART:
        return Tone.POSITIVE
    return Tone.NEGATIVE if place <= 1.0 - _UPPER_PART else Tone.NEUTRAL


# Of seven steps the upper three, of five the upper two.
_UPPER_PART = 0.65


def tone_of_rating(score: float, scale: TopBox) -> Tone:
    """The top boxes of a scale sound positive, as many at the other end negative, what lies between neutral.

    >>> from scoring.feedback_parameters import CSAT_OF_FIVE
    >>> [tone_of_rating(score, CSAT_OF_FIVE).value for score in (5, 3, 2)]
    ['positive', 'neutral', 'negative']
    """
    if not scale.low <= score <= scale.high:
        raise ValueError(f"an answer on this scale is a number from {scale.low:g} to {scale.high:g}")
    from_best = scale.high - score if scale.high_is_good else score - scale.low
    if from_best < scale.boxes:
        return Tone.POSITIVE
    return Tone.NEGATIVE if (scale.high - scale.low) - from_best < scale.boxes else Tone.NEUTRAL
