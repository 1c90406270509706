"""A ready-made survey: plain data that becomes a draft, to be changed like any other."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.vocabulary import SurveyPurpose
from scoring.vocabulary import LifecycleStage, QuestionKind, ScoreFamily
from service.surveys.branching import After, Condition
from service.surveys.question import SCALES, Option, Question, Texts


@dataclass(frozen=True, slots=True)
class SurveyTemplate:
    """Name, what it is for, when it is sent, its texts per language and its questions.

    ``touchpoint`` names the moment of the journey (made where it is missing), ``stage`` where that lies.
    """

    key: str
    name: Texts
    about: Texts
    family: ScoreFamily
    purpose: SurveyPurpose
    stage: LifecycleStage
    touchpoint: Texts
    texts: Mapping[str, Mapping[str, str]]
    questions: tuple[Question, ...]
    languages: tuple[str, ...] = ("en", "zh")


def said(en: str, zh: str) -> Texts:
    """One text in both languages."""
    return {"en": en, "zh": zh}


def rating(
    key: str,
    kind: QuestionKind,
    text: Texts,
    low: Texts | None = None,
    high: Texts | None = None,
    *,
    when: Condition | None = None,
    required: bool = False,
    low_is_good: bool = False,
    scale: tuple[int, int] | None = None,
) -> Question:
    """A question that is answered by a number; without words the ends are called as usual."""
    ends = {name: words for name, words in (("low", low), ("high", high)) if words is not None}
    return Question(
        key,
        kind,
        text,
        scale=scale or SCALES[kind],
        ends=ends,
        required=required,
        low_is_good=low_is_good,
        asked_when=when or Condition(),
    )


def choice(
    key: str, text: Texts, *options: tuple[str, str, str], when: Condition | None = None, several: bool = False
) -> Question:
    """A question with answers to choose from: (value, English, Chinese)."""
    kind = QuestionKind.MULTIPLE_CHOICE if several else QuestionKind.SINGLE_CHOICE
    offered = tuple(Option(value, said(en, zh)) for value, en, zh in options)
    return Question(key, kind, text, options=offered, asked_when=when or Condition())


def written(key: str, text: Texts, *, when: Condition | None = None) -> Question:
    """A question that is answered in one's own words."""
    return Question(key, QuestionKind.TEXT, text, asked_when=when or Condition())


def numbers(key: str, low: int, high: int, *, roles: frozenset[str] = frozenset()) -> Condition:
    """Asked of those whose answer to ``key`` lies from ``low`` to ``high``."""
    return Condition(roles=roles, after=After(key, frozenset(str(n) for n in range(low, high + 1))))


DECIDES = Condition(roles=frozenset({"decision_maker"}))
ADVISES = Condition(roles=frozenset({"influencer"}))
USES = Condition(roles=frozenset({"end_user"}))
