"""What holds for the questions of a survey before it can be published."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from scoring.vocabulary import QuestionKind
from service.surveys.question import CHOICES, Question, first_metric

MOST_QUESTIONS = 50
MOST_OPTIONS = 30
MOST_LANGUAGES = 20
LONGEST_TEXT = 4_000
RESERVED_KEYS = frozenset({"language", "shown", "score", "csrf_token"})
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that keeps a survey from being published: at which question (None: the whole), and what."""

    key: str | None
    message: str


def faults_of(questions: Sequence[Question], languages: Sequence[str]) -> list[Fault]:
    """Everything that keeps these questions from being sent; empty where nothing does."""
    found: list[Fault] = []
    if not questions:
        found.append(Fault(None, _("Ask at least one question.")))
    if len(questions) > MOST_QUESTIONS:
        found.append(Fault(None, _("A survey has at most %(most)s questions.", most=MOST_QUESTIONS)))
    if not languages:
        found.append(Fault(None, _("Choose at least one language.")))
    earlier: dict[str, Question] = {}
    for question in questions:
        found.extend(Fault(question.key, message) for message in _faults(question, earlier, languages))
        earlier[question.key] = question
    return found


def warnings_of(questions: Sequence[Question], languages: Sequence[str]) -> list[Fault]:
    """What can be published but is probably not meant so."""
    found: list[Fault] = []
    if first_metric(questions) is None:
        found.append(Fault(None, _("No NPS, CSAT or CES is asked: the answers move no score.")))
    for question in questions:
        missing = [code for code in languages if not question.texts.get(code, "").strip()]
        if missing and len(missing) < len(languages):
            message = _(
                "Not written in %(languages)s: the first language is shown there.", languages=", ".join(missing)
            )
            found.append(Fault(question.key, message))
    return found


def _faults(question: Question, earlier: dict[str, Question], languages: Sequence[str]) -> list[str]:
    found = []
    if not _KEY.fullmatch(question.key) or question.key in RESERVED_KEYS:
        found.append(_("A key has small letters, digits and underlines, and begins with a letter."))
    if question.key in earlier:
        found.append(_("There is another question with this key."))
    if not any(question.texts.get(code, "").strip() for code in languages):
        found.append(_("The question has no text."))
    found.extend(_faults_of_options(question))
    found.extend(_faults_of_scale(question))
    found.extend(_faults_of_condition(question, earlier))
    return found


def _faults_of_options(question: Question) -> list[str]:
    if question.kind not in CHOICES:
        return []
    values = [option.value for option in question.options]
    found = []
    if len(values) < 2:
        found.append(_("Give at least two answers to choose from."))
    if len(values) > MOST_OPTIONS:
        found.append(_("Give at most %(most)s answers to choose from.", most=MOST_OPTIONS))
    if len(set(values)) < len(values) or "" in values:
        found.append(_("Each answer to choose from needs a value of its own."))
    if any(not any(text.strip() for text in option.texts.values()) for option in question.options):
        found.append(_("An answer to choose from has no text."))
    return found


def _faults_of_scale(question: Question) -> list[str]:
    if question.scale is None:
        return []
    low, high = question.scale
    if question.kind is QuestionKind.NPS and (low, high) != (0, 10):
        return [_("The scale of NPS goes from 0 to 10.")]
    if not 0 <= low < high <= 10:
        return [_("A scale lies within 0 and 10, the low end first.")]
    return []


def _faults_of_condition(question: Question, earlier: dict[str, Question]) -> list[str]:
    after = question.asked_when.after
    if after is None:
        return []
    asked = earlier.get(after.key)
    if asked is None:
        return [_("It depends on a question that does not come before it.")]
    possible = {str(step) for step in asked.steps} | {option.value for option in asked.options}
    if not possible:
        return [_("It depends on a question that is answered in words.")]
    if not after.values:
        return [_("Choose the answers after which it is asked.")]
    wrong = sorted(after.values - possible)
    if wrong:
        return [_("It depends on answers that cannot be given: %(values)s.", values=", ".join(wrong))]
    return []
