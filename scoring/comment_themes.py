"""The themes of comments: the tenant's dictionary, what corrections taught, and suggestions of new ones."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.comment_classifier import TextClassifier, learn_classifier
from scoring.comment_function_words import ENGLISH_FUNCTION_WORDS, HAN_FUNCTION_CHARACTERS
from scoring.comment_polarity import is_tone_word
from scoring.comment_values import Comment, CommentParameters, Correction, Theme
from scoring.comment_words import han_grams, is_chinese, normalised, words


@dataclass(frozen=True)
class ThemeSuggestion:
    """A word that no theme covers yet: in how many comments, and their mean tone in [-1, 1]."""

    word: str
    comments: int
    mean_tone: float


def has_theme(text: str, theme: Theme) -> bool:
    """Whether one of the theme's words is in the text: Chinese anywhere, English as a whole word or phrase.

    >>> speed = Theme("speed", ("slow*", "响应"))
    >>> [has_theme(text, speed) for text in ("SLOWLY", "a slow-down", "aslow", "响应太慢")]
    [True, True, False, True]
    """
    where = normalised(text)
    return any(_holds(where, normalised(word)) for word in theme.words)


def _holds(text: str, word: str) -> bool:
    wanted = word.rstrip("*").strip()
    if not wanted:
        return False
    if is_chinese(wanted):
        return wanted in text
    ending = "" if word.endswith("*") else r"(?!\w)"
    return re.search(rf"(?<!\w){re.escape(wanted)}{ending}", text) is not None


def learn_theme(
    theme: Theme,
    comments: Sequence[Comment],
    corrections: Sequence[Correction],
    parameters: CommentParameters,
) -> TextClassifier | None:
    """A classifier of one theme once people have corrected it often enough; None until then.

    The dictionary labels all other comments; a correction weighs as much as several of those labels.
    """
    spoken = {
        normalised(c.text): (c.text, theme.name in c.themes_added)
        for c in corrections
        if theme.name in c.themes_added or theme.name in c.themes_removed
    }
    if len(spoken) < parameters.fewest_theme_corrections:
        return None
    others = [comment.text for comment in comments if normalised(comment.text) not in spoken]
    bare = [word.rstrip("*") for word in theme.words]
    texts = [*(text for text, _ in spoken.values()), *others, *bare]
    holds = [
        *(said for _, said in spoken.values()),
        *(has_theme(text, theme) for text in others),
        *(True for _ in bare),
    ]
    if len(set(holds)) < 2:
        return None
    weights = [parameters.correction_weight] * len(spoken) + [1.0] * (len(others) + len(bare))
    return learn_classifier(
        texts,
        np.array(holds, dtype=np.float64),
        np.array(weights),
        penalty=parameters.penalty,
        most_features=parameters.most_features,
    )


def themes_of(
    texts: Sequence[str], themes: Sequence[Theme], learned: Sequence[tuple[str, TextClassifier]]
) -> list[set[str]]:
    """The names of the themes of each text; a learned theme by its classifier, the others by their words."""
    classifiers = dict(learned)
    found: list[set[str]] = [set() for _ in texts]
    for theme in themes:
        if theme.name in classifiers:
            holds = (classifiers[theme.name].probability(texts) >= 0.5).tolist()
        else:
            holds = [has_theme(text, theme) for text in texts]
        for place, held in enumerate(holds):
            if held:
                found[place].add(theme.name)
    return found


def suggested_words(
    texts: Sequence[str], tones: Sequence[float], parameters: CommentParameters
) -> tuple[ThemeSuggestion, ...]:
    """Words that stand in many of these comments, those with the clearest tone first.

    Words of tone and the commonest function words are left out. Of Chinese grams that overlap and stand in the same
    comments one is kept: of two characters before three, as most words have two, and the one that comes first. Ranked
    by comments x |mean tone|, then by comments, then by the word.
    """
    seen: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        line = normalised(text)
        for word in sorted(_candidates(text), key=lambda word: (line.find(word), word)):
            seen.setdefault(word, []).append(place)
    frequent = {word: found for word, found in seen.items() if len(found) >= parameters.fewest_suggested}
    by_comments: dict[tuple[int, ...], list[str]] = {}
    for word in sorted((word for word in frequent if is_chinese(word)), key=len):
        by_comments.setdefault(tuple(frequent[word]), []).append(word)
    left_out = {
        word
        for several in by_comments.values()
        for place, word in enumerate(several)
        if any(set(word) & set(kept) for kept in several[:place])
    }
    suggestions = [
        ThemeSuggestion(word, len(found), float(np.mean([tones[place] for place in found])))
        for word, found in frequent.items()
        if word not in left_out
    ]
    suggestions.sort(key=lambda s: (-s.comments * abs(s.mean_tone), -s.comments, s.word))
    return tuple(suggestions[: parameters.most_suggestions])


_SHORTEST_WORD = 3
_SHORTEST_GRAM = 2


def _candidates(text: str) -> set[str]:
    found: set[str] = set()
    for run in words(normalised(text)):
        if is_chinese(run):
            grams = {gram.removeprefix("z:") for gram in han_grams(run)}
            found |= {g for g in grams if len(g) >= _SHORTEST_GRAM and not HAN_FUNCTION_CHARACTERS & set(g)}
        elif len(run) >= _SHORTEST_WORD and run not in ENGLISH_FUNCTION_WORDS:
            found.add(run)
    return {word for word in found if not is_tone_word(word)}
