"""The tone of comments, learned from the ratings that came with them and from corrections."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from scoring.comment_seeds import NEGATIVE_CHINESE, NEGATIVE_ENGLISH, POSITIVE_CHINESE, POSITIVE_ENGLISH
from scoring.comment_values import Comment, CommentParameters, Correction, Tone
from scoring.comment_words import features, normalised

Floats = NDArray[np.float64]

TONE_VALUES = {Tone.POSITIVE: 1.0, Tone.NEUTRAL: 0.0, Tone.NEGATIVE: -1.0}
"""The tone value that a person's correction stands for."""


@dataclass(frozen=True)
class TextClassifier:
    """A ridge logistic regression on tf-idf features of texts."""

    vectoriser: TfidfVectorizer
    regression: LogisticRegression

    def probability(self, texts: Sequence[str]) -> Floats:
        """The probability of the positive class of each text, shape (n,)."""
        if not texts:
            return np.empty(0)
        both: Floats = self.regression.predict_proba(self.vectoriser.transform(texts))
        return both[:, 1]


def learn_classifier(
    texts: Sequence[str], positive: Floats, weights: Floats, parameters: CommentParameters
) -> TextClassifier:
    """A classifier from texts, classes (n,) in {0, 1}, both present, and weights (n,) > 0.

    Both classes weigh the same in all, so that a mass of the one does not drown the other.
    """
    vectoriser = TfidfVectorizer(
        analyzer=features, sublinear_tf=True, max_features=parameters.most_features, dtype=np.float64
    )
    table = vectoriser.fit_transform(texts)
    sides = np.array([weights[positive == side].sum() for side in (0.0, 1.0)])
    balanced = weights * (weights.sum() / 2.0 / sides)[positive.astype(int)]
    regression = LogisticRegression(C=parameters.penalty, max_iter=1000)
    regression.fit(table, positive.astype(int), sample_weight=balanced)
    return TextClassifier(vectoriser, regression)


def learn_tone(
    comments: Sequence[Comment], corrections: Sequence[Correction], parameters: CommentParameters
) -> TextClassifier:
    """A classifier of positive against negative from ratings, corrections and the seed words.

    A neutral comment counts half for either side. A corrected comment teaches its corrected tone with more
    weight, and its rating no longer.

    >>> (learn_tone([], [], CommentParameters()).probability(["great help", "太慢了"]) > 0.5).tolist()
    [True, False]
    """
    spoken = {normalised(c.text): c for c in corrections if c.tone is not None}
    taught = [(c.text, c.tone, parameters.correction_weight) for c in spoken.values()]
    taught += [(c.text, c.rated, 1.0) for c in comments if normalised(c.text) not in spoken]
    texts: list[str] = []
    positive: list[float] = []
    weights: list[float] = []
    for text, tone, weight in [*_seeds(parameters.seed_weight), *taught]:
        if tone is None or not features(text):
            continue
        for side in (1.0, 0.0) if tone is Tone.NEUTRAL else (float(tone is Tone.POSITIVE),):
            texts.append(text)
            positive.append(side)
            weights.append(weight / 2.0 if tone is Tone.NEUTRAL else weight)
    return learn_classifier(texts, np.array(positive), np.array(weights), parameters)


def tone_of_value(value: float, parameters: CommentParameters) -> Tone:
    """The named tone of a value in [-1, 1].

    >>> tone_of_value(-0.05, CommentParameters()).value
    'neutral'
    """
    if abs(value) < parameters.neutral_band:
        return Tone.NEUTRAL
    return Tone.POSITIVE if value > 0 else Tone.NEGATIVE


def _seeds(weight: float) -> list[tuple[str, Tone | None, float]]:
    positive = (*POSITIVE_ENGLISH, *POSITIVE_CHINESE, *(f"no {word}" for word in NEGATIVE_ENGLISH))
    negative = (*NEGATIVE_ENGLISH, *NEGATIVE_CHINESE, *(f"not {word}" for word in POSITIVE_ENGLISH))
    return [
        (words, tone, weight) for tone, side in ((Tone.POSITIVE, positive), (Tone.NEGATIVE, negative)) for words in side
    ]
