"""Reading comments in English and Chinese: tone learned from ratings, themes from the tenant's dictionary.

A person's correction is always kept for the comment it was made on, and teaches the reading of others.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scoring.comment_classifier import TextClassifier, classifier_of
from scoring.comment_themes import ThemeSuggestion, has_theme, learn_theme, suggested_words, themes_of
from scoring.comment_tone import TONE_VALUES, ToneModel, learn_tone, tone_model_of, tone_of_value
from scoring.comment_values import (
    DEFAULT_COMMENTS,
    Comment,
    CommentParameters,
    CommentReading,
    Correction,
    Theme,
    Tone,
)
from scoring.comment_words import normalised, words


@dataclass(frozen=True)
class CommentModel:
    """What was learned: the tone, the themes of the dictionary, and what people said of single comments."""

    parameters: CommentParameters
    themes: tuple[Theme, ...]
    tone: ToneModel
    learned_themes: tuple[tuple[str, TextClassifier], ...]
    corrections: tuple[Correction, ...]


@dataclass(frozen=True)
class ToneQuality:
    """How well tones were read on comments that the model was not fitted to; None where not defined.

    ``negative_found`` is the share of negative comments that were read as negative, ``negative_right`` the
    share of those read as negative that were.
    """

    comments: int
    accuracy: float | None
    negative_found: float | None
    negative_right: float | None


def learn_comments(
    comments: Sequence[Comment],
    corrections: Sequence[Correction] = (),
    themes: Sequence[Theme] = (),
    parameters: CommentParameters = DEFAULT_COMMENTS,
) -> CommentModel:
    """Learn tone from ratings, and themes from the dictionary and the corrections.

    Without any rating the lexicon of both languages carries the tone. A theme with enough corrections is
    learned; until then its words decide. The result depends on its input alone.

    >>> model = learn_comments([])
    >>> [r.tone.value for r in read_comments(model, [Comment("1", "Great, quick help"), Comment("2", "响应太慢")])]
    ['positive', 'negative']
    """
    learned = [(theme.name, learn_theme(theme, comments, corrections, parameters)) for theme in themes]
    return CommentModel(
        parameters=parameters,
        themes=tuple(themes),
        tone=learn_tone(comments, corrections, parameters),
        learned_themes=tuple((name, classifier) for name, classifier in learned if classifier is not None),
        corrections=tuple(corrections),
    )


def read_comments(model: CommentModel, comments: Sequence[Comment]) -> tuple[CommentReading, ...]:
    """Tone and themes of each comment; a comment without a word is neutral.

    >>> slow = Theme("speed", ("slow*", "慢"))
    >>> read_comments(learn_comments([], themes=[slow]), [Comment("1", "It slowed down again")])[0].themes
    ('speed',)
    """
    texts = [comment.text for comment in comments]
    values = (2.0 * model.tone.probability(texts) - 1.0).tolist()
    found = themes_of(texts, model.themes, model.learned_themes)
    said = {normalised(correction.text): correction for correction in model.corrections}
    readings = []
    for comment, predicted, names in zip(comments, values, found, strict=True):
        value = predicted if words(normalised(comment.text)) else 0.0
        tone = tone_of_value(value, model.parameters)
        correction = said.get(normalised(comment.text))
        if correction is not None:
            if correction.tone is not None:
                tone, value = correction.tone, TONE_VALUES[correction.tone]
            names = (names | set(correction.themes_added)) - set(correction.themes_removed)
        ordered = tuple(theme.name for theme in model.themes if theme.name in names)
        readings.append(CommentReading(comment.reference, tone, value, ordered, correction is not None))
    return tuple(readings)


def document_of(model: CommentModel) -> dict[str, Any]:
    """What was learned, as plain values for keeping; themes and corrections are kept by whoever has them.

    >>> model = learn_comments([])
    >>> model_of(document_of(model), (), ()) == model
    True
    """
    return {"tone": model.tone.document(), "themes": {name: one.document() for name, one in model.learned_themes}}


def model_of(
    document: dict[str, Any],
    themes: Sequence[Theme],
    corrections: Sequence[Correction],
    parameters: CommentParameters = DEFAULT_COMMENTS,
) -> CommentModel:
    """The model that :func:`document_of` wrote down, with the dictionary and the corrections as they are now."""
    known = {theme.name for theme in themes}
    learned = tuple((name, classifier_of(one)) for name, one in document["themes"].items() if name in known)
    return CommentModel(parameters, tuple(themes), tone_model_of(document["tone"]), learned, tuple(corrections))


def suggest_themes(comments: Sequence[Comment], model: CommentModel) -> tuple[ThemeSuggestion, ...]:
    """Words worth a theme, from the comments that no theme of the model covers, the most telling first.

    >>> said = [Comment(str(i), f"invoice {what}") for i, what in enumerate(("wrong", "late again", "unclear"))]
    >>> suggest_themes(said, learn_comments([]))[0].word
    'invoice'
    """
    uncovered = [c for c in comments if not any(has_theme(c.text, theme) for theme in model.themes)]
    tones = [reading.tone_value for reading in read_comments(model, uncovered)]
    return suggested_words([c.text for c in uncovered], tones, model.parameters)


def judge_tone(model: CommentModel, comments: Sequence[Comment]) -> ToneQuality:
    """Compare the tones read with those of the ratings; comments without a rating are left out.

    >>> judge_tone(learn_comments([]), [Comment("1", "great help", Tone.POSITIVE), Comment("2", "太慢", Tone.NEGATIVE)])
    ToneQuality(comments=2, accuracy=1.0, negative_found=1.0, negative_right=1.0)
    """
    rated = [comment for comment in comments if comment.rated is not None]
    pairs = Counter((c.rated, r.tone) for c, r in zip(rated, read_comments(model, rated), strict=True))
    hits = pairs[Tone.NEGATIVE, Tone.NEGATIVE]
    negative = sum(count for (truth, _), count in pairs.items() if truth is Tone.NEGATIVE)
    called = sum(count for (_, read), count in pairs.items() if read is Tone.NEGATIVE)
    right = sum(count for (truth, read), count in pairs.items() if truth is read)
    return ToneQuality(
        comments=len(rated),
        accuracy=right / len(rated) if rated else None,
        negative_found=hits / negative if negative else None,
        negative_right=hits / called if called else None,
    )
