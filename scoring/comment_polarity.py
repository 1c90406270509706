"""How a comment leans by its words alone, before anything was learned: lexicon, negation, degree and contrast.

Of each word of tone in the comment: a negation before it turns it round (*not helpful*, 不好用 where the list does
not hold the whole), a word of degree makes it more or less, and what follows a *but* weighs more than what stands
before it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from scoring import comment_lexicon_chinese as chinese
from scoring import comment_lexicon_english as english
from scoring.comment_words import normalised

_PIECES = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[a-z]+(?:[-'][a-z]+)*|\d+|[.!?;,()…~]|[。!?;,、]")
_ENDS = frozenset(".!?;,()…~。!?;,、")
# How far a negation reaches: words of English, characters of Chinese.
_ENGLISH_REACH, _CHINESE_REACH = 4, 5
# A denied praise is a reproach; a denied reproach (not slow) is faint praise.
_PRAISE_DENIED, _REPROACH_DENIED = -1.0, -0.5
_NEVER_AGAIN = -1.2
_STRONGER, _WEAKER = 1.4, 0.6
_BEFORE_BUT, _AFTER_BUT = 0.6, 1.3
_WISH = -0.5
_WEAK_ALONE = -0.3
_LONGEST_PHRASE = 7


@dataclass(frozen=True)
class Leaning:
    """The weights of the words for and against in a comment, each at least 0; both 0: no word of tone."""

    good: float
    bad: float

    @property
    def score(self) -> float:
        """Which way the words lean and how clearly, as log-odds before scaling.

        >>> Leaning(0, 0).score, Leaning(4, 0).score > Leaning(4, 2).score > 0
        (0.0, True)
        """
        return float((self.good - self.bad) / (self.good + self.bad + 0.5) ** 0.5)


@dataclass(frozen=True)
class _Hit:
    """A word of tone, and before which mark of contrast it stands."""

    value: float
    clause: int


def leaning(text: str) -> Leaning:
    """The words for and against in a comment of either language, or of both.

    >>> leaning("Very helpful").good > leaning("helpful").good > 0 == leaning("helpful").bad
    True
    >>> leaning("not helpful at all").bad > 0, leaning("不太专业").bad > 0, leaning("问题没有解决").good
    (True, True, 0.0)
    """
    hits: list[_Hit] = []
    clause = 0
    run: list[str] = []
    for piece in [*_PIECES.findall(_tidied(text)), "."]:
        if piece[0].isalpha() and piece.isascii():
            run.append(piece)
            continue
        clause = _read_english(run, clause, hits)
        run = []
        if piece.isdigit() or piece in _ENDS:
            continue
        clause = _read_chinese(piece, clause, hits)
    good = bad = 0.0
    for hit in hits:
        weight = hit.value * (1.0 if clause == 0 else _AFTER_BUT if hit.clause == clause else _BEFORE_BUT)
        good, bad = good + max(weight, 0.0), bad + max(-weight, 0.0)
    return Leaning(good, bad)


def is_tone_word(word: str) -> bool:
    """Whether the lexicon of either language gives a normalised word a tone.

    >>> is_tone_word("slowly"), is_tone_word("很慢"), is_tone_word("invoice")
    (True, True, False)
    """
    return word in _TONES or _english_tone(word) != 0.0


def _tidied(text: str) -> str:
    """Normalised, with drawn-out letters pulled together (*sooo* to *so*) and apostrophes kept."""
    return re.sub(r"([a-z])\1{2,}", r"\1\1", normalised(text))


def _read_english(run: list[str], clause: int, hits: list[_Hit]) -> int:
    """Add the hits of one clause of English words; gives the number of the clause that follows."""
    place, negated_until, degree = 0, -1, 1.0
    while place < len(run):
        length, value = _phrase(run, place)
        word = run[place]
        negated = place <= negated_until
        if value is not None:
            hits.append(_Hit(_turned(value, negated) * degree, clause))
            place, degree = place + length, 1.0
            continue
        tone = _english_tone(word)
        if word in english.CONTRASTS:
            clause, negated_until = clause + 1, -1
        if word in english.NEGATIONS:
            negated_until = place + _ENGLISH_REACH
        if word in english.STRENGTHENING:
            degree = _STRONGER
        elif word in english.WEAKENING:
            degree = _WEAKER
        elif word == "too" and place + 1 < len(run) and place > negated_until:
            hits.append(_Hit(-0.8, clause))
        elif tone:
            hits.append(_Hit(_turned(tone, negated) * degree, clause))
            degree = 1.0
        place += 1
    if english.NEGATIONS.intersection(run):
        if "again" in run:
            hits.append(_Hit(_NEVER_AGAIN, clause))
        elif not any(hit.clause == clause for hit in hits):
            hits.append(_Hit(_WEAK_ALONE, clause))
    return clause


def _turned(value: float, negated: bool) -> float:
    if not negated:
        return value
    return value * (_PRAISE_DENIED if value > 0 else _REPROACH_DENIED)


def _phrase(run: list[str], place: int) -> tuple[int, float | None]:
    """The longest turn of phrase that begins here: its length in words and its tone."""
    if run[place] not in _FIRST_WORDS:
        return 0, None
    for length in range(min(_LONGEST_PHRASE, len(run) - place), 1, -1):
        value = english.PHRASES.get(" ".join(run[place : place + length]))
        if value is not None:
            return length, value
    return 0, None


_FIRST_WORDS = frozenset(phrase.split()[0] for phrase in english.PHRASES)
_ENDINGS = (
    ("iest", "y"), ("iness", "y"), ("ily", "y"), ("ier", "y"), ("ied", "y"), ("ies", "y"), ("ment", ""),
    ("ness", ""), ("fully", "ful"), ("ably", "able"), ("ibly", "ible"), ("ally", "al"), ("ing", ""),
    ("ing", "e"), ("est", ""), ("est", "e"), ("ers", ""), ("er", ""), ("er", "e"), ("ed", ""), ("ed", "e"),
    ("ly", ""), ("ly", "e"), ("es", ""), ("s", ""),
)  # fmt: skip
_SHORTEST_STEM = 3


@lru_cache(maxsize=50_000)
def _english_tone(word: str) -> float:
    """The tone of one word: as it stands, else by its base form; 0 for words without one.

    >>> [_english_tone(word) for word in ("crashes", "happily", "planned", "crashing", "table")]
    [-1.0, 1.0, 0.0, -1.0, 0.0]
    """
    for form in _forms(word):
        if form in english.STRONG_POSITIVE:
            return 2.0
        if form in english.STRONG_NEGATIVE:
            return -2.0
        if form in english.POSITIVE:
            return 1.0
        if form in english.NEGATIVE:
            return -1.0
    return 0.0


def _forms(word: str) -> list[str]:
    forms = [word, word.removesuffix("'s")]
    for ending, instead in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM:
            forms.append(stem + instead)
            if not instead and len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2]:
                forms.append(stem[:-1])
    return forms


_TONES = {
    **dict.fromkeys(chinese.NEGATIVE, -1.0),
    **dict.fromkeys(chinese.POSITIVE, 1.0),
    **dict.fromkeys(chinese.STRONG_NEGATIVE, -2.0),
    **dict.fromkeys(chinese.STRONG_POSITIVE, 2.0),
    **dict.fromkeys(chinese.WISHES, _WISH),
}
_ENTRIES: dict[str, str] = {
    **dict.fromkeys(_TONES, "tone"),
    **dict.fromkeys(chinese.NEUTRAL, "neutral"),
    **dict.fromkeys(chinese.CONTRASTS, "contrast"),
    **dict.fromkeys(chinese.WEAKENING, "weak"),
    **dict.fromkeys(chinese.STRENGTHENING, "strong"),
    **dict.fromkeys(chinese.NEGATIONS, "negation"),
}
_LONGEST_ENTRY = max(map(len, _ENTRIES))


def _read_chinese(run: str, clause: int, hits: list[_Hit]) -> int:
    """Add the hits of one run of Chinese characters; gives the number of the clause that follows."""
    place, negated_until, strong_until, weak_until = 0, -1, -1, -1
    while place < len(run):
        entry = next(
            (
                run[place : place + length]
                for length in range(min(_LONGEST_ENTRY, len(run) - place), 0, -1)
                if run[place : place + length] in _ENTRIES
            ),
            "",
        )
        kind, after = _ENTRIES.get(entry, ""), place + max(len(entry), 1)
        if kind == "contrast":
            clause, negated_until = clause + 1, -1
        elif kind == "negation":
            # Two in a row (不是不, 没有不) hold each other up.
            negated_until = -1 if place <= negated_until else after + _CHINESE_REACH - 1
        elif kind == "strong":
            strong_until = after + 1
        elif kind == "weak":
            weak_until = after + 2
            if entry.startswith("有"):
                hits.append(_Hit(_WEAK_ALONE, clause))
        elif kind == "tone":
            value = _TONES[entry]
            value = _turned(value, place <= negated_until and entry not in chinese.WISHES)
            value *= _STRONGER if place <= strong_until else _WEAKER if place <= weak_until else 1.0
            hits.append(_Hit(value, clause))
            negated_until = -1
        place = after
    return clause
