"""The tone of comments: what the words say by themselves, moved by ratings and corrections."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.comment_classifier import TextClassifier, classifier_of, learn_classifier
from scoring.comment_polarity import leaning
from scoring.comment_values import Comment, CommentParameters, Correction, Tone
from scoring.comment_words import features, normalised

Floats = NDArray[np.float64]

TONE_VALUES = {Tone.POSITIVE: 1.0, Tone.NEUTRAL: 0.0, Tone.NEGATIVE: -1.0}
"""The tone value that a person's correction stands for."""


@dataclass(frozen=True)
class ToneModel:
    """The words' own leaning, and what was learned on top; ``learned`` None while only one tone was ever rated."""

    words_weight: float
    learned: TextClassifier | None = None

    def probability(self, texts: Sequence[str]) -> Floats:
        """The probability that each text sounds positive, shape (n,).

        >>> ToneModel(1.0).probability(["great help", "table", "太慢了"]).round(2).tolist()
        [0.69, 0.5, 0.22]
        """
        prior = self.words_weight * leanings(texts)
        if self.learned is None:
            return 1.0 / (1.0 + np.exp(-prior))
        return self.learned.probability(texts, prior)

    def document(self) -> dict[str, Any]:
        """As plain values, for keeping."""
        return {"words": self.words_weight, "learned": None if self.learned is None else self.learned.document()}


def tone_model_of(document: dict[str, Any]) -> ToneModel:
    """The model that :meth:`ToneModel.document` wrote down."""
    learned = document["learned"]
    return ToneModel(float(document["words"]), None if learned is None else classifier_of(learned))


def leanings(texts: Sequence[str]) -> Floats:
    """The words' own leaning of each text, shape (n,): above 0 for, below 0 against."""
    return np.array([leaning(text).score for text in texts], dtype=np.float64)


def learn_tone(
    comments: Sequence[Comment], corrections: Sequence[Correction], parameters: CommentParameters
) -> ToneModel:
    """A model of positive against negative from ratings and corrections, on top of the words' own leaning.

    A neutral comment counts half for either side. A corrected comment teaches its corrected tone with more
    weight, and its rating no longer.

    >>> (learn_tone([], [], CommentParameters()).probability(["great help", "太慢了"]) > 0.5).tolist()
    [True, False]
    """
    texts: list[str] = []
    positive: list[float] = []
    weights: list[float] = []
    for text, tone, weight in _taught(comments, corrections, parameters):
        for side in (1.0, 0.0) if tone is Tone.NEUTRAL else (float(tone is Tone.POSITIVE),):
            texts.append(text)
            positive.append(side)
            weights.append(weight / 2.0 if tone is Tone.NEUTRAL else weight)
    if not texts:
        return ToneModel(parameters.words_weight)
    learned = learn_classifier(
        texts,
        np.array(positive),
        np.array(weights),
        penalty=parameters.penalty,
        most_features=parameters.most_features,
        prior=parameters.words_weight * leanings(texts),
        slope=1.0,
        prior_strength=parameters.words_strength,
    )
    return ToneModel(parameters.words_weight, learned)


def _taught(
    comments: Sequence[Comment], corrections: Sequence[Correction], parameters: CommentParameters
) -> list[tuple[str, Tone, float]]:
    """Text, tone and weight of everything that teaches.

    Ratings of one side only are left out: they would teach that every word is praise (or blame). Corrections never
    are: each was made for the words of its comment.
    """
    spoken = {normalised(c.text): c for c in corrections if c.tone is not None}
    said = [(c.text, c.tone, parameters.correction_weight) for c in spoken.values()]
    rated = [(c.text, c.rated, 1.0) for c in comments if normalised(c.text) not in spoken]
    both = {Tone.POSITIVE, Tone.NEGATIVE} <= {tone for _, tone, _ in [*said, *rated]}
    found = [*said, *rated] if both else said
    return [(text, tone, weight) for text, tone, weight in found if tone is not None and features(text)]


def tone_of_value(value: float, parameters: CommentParameters) -> Tone:
    """The named tone of a value in [-1, 1].

    >>> tone_of_value(-0.05, CommentParameters()).value
    'neutral'
    """
    if abs(value) < parameters.neutral_band:
        return Tone.NEUTRAL
    return Tone.POSITIVE if value > 0 else Tone.NEGATIVE
