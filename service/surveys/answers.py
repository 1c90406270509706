"""Answers as they come in, checked against the questions: acceptable ones typed, the others named."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from scoring.vocabulary import QuestionKind
from service.errors import Invalid
from service.surveys.branching import Respondent, asked_questions
from service.surveys.question import CHOICES, METRICS, Question

LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to one question: a number, chosen options, or text; just one of them."""

    number: int | None = None
    choices: tuple[str, ...] | None = None
    text: str | None = None

    @property
    def values(self) -> frozenset[str]:
        """What branching compares: the number or the chosen options, as text.

        >>> Given(number=7).values
        frozenset({'7'})
        """
        if self.number is not None:
            return frozenset({str(self.number)})
        return frozenset(self.choices or ())

    @property
    def plain(self) -> Any:
        """What a form or a draft holds."""
        if self.number is not None:
            return self.number
        return list(self.choices) if self.choices is not None else self.text


@dataclass(frozen=True, slots=True)
class Answered:
    """A whole answer: what was asked and answered, in the order of the questions."""

    given: Mapping[str, Given]
    questions: tuple[Question, ...]

    @property
    def leading(self) -> tuple[Question, int] | None:
        """The first NPS, CSAT or CES that was answered: the number by which the answer is known."""
        for question in self.questions:
            number = self.given[question.key].number if question.key in self.given else None
            if question.kind in METRICS and number is not None:
                return question, number
        return None

    @property
    def comment(self) -> str | None:
        """What was written, several texts one below the other; None where nothing was."""
        texts = [self.given[q.key].text for q in self.questions if q.key in self.given]
        written = "\n\n".join(text for text in texts if text)
        return written[:LONGEST_TEXT] or None


def read_partly(questions: Sequence[Question], raw: Mapping[str, Any]) -> dict[str, Given]:
    """What has been answered so far; what is empty is left out.

    :raises Invalid: naming every answer to no question of this survey, and every one that its question does not take.
    """
    by_key = {question.key: question for question in questions}
    found, problems = {}, []
    for key, value in raw.items():
        question = by_key.get(key)
        try:
            if question is None:
                raise _Unacceptable(_("This survey has no such question."))
            given = _read(question, value)
        except _Unacceptable as error:
            problems.append({"path": str(key)[:100], "message": str(error)})
        else:
            if given is not None:
                found[key] = given
    if problems:
        raise Invalid(_("Something in this answer cannot be taken as it is. Nothing was changed."), problems[:50])
    return found


def read_wholly(questions: Sequence[Question], respondent: Respondent, raw: Mapping[str, Any]) -> Answered:
    """A whole answer; what belongs to a branch that is not taken is left out.

    :raises Invalid: as :func:`read_partly`; also where a question that must be answered is not, or nothing is.
    """
    found = read_partly(questions, raw)
    asked = asked_questions(questions, respondent, found)
    missing = [question.key for question in asked if question.required and question.key not in found]
    if missing:
        message = _("This question needs an answer.")
        raise Invalid(
            _("A question is still open. Nothing was sent yet."), [{"path": key, "message": message} for key in missing]
        )
    kept = {question.key: found[question.key] for question in asked if question.key in found}
    if not kept:
        raise Invalid(_("There is no answer yet: choose or write something first."))
    return Answered(kept, asked)


class _Unacceptable(ValueError):
    """An answer that its question does not take; the text is for the respondent."""


def _read(question: Question, value: Any) -> Given | None:
    if question.kind in CHOICES:
        chosen = _choices(question, value)
        return Given(choices=chosen) if chosen else None
    if question.kind is QuestionKind.TEXT:
        text = _text(value)
        return Given(text=text) if text else None
    number = _number(question, value)
    return None if number is None else Given(number=number)


def _number(question: Question, value: Any) -> int | None:
    if value is None or value == "":
        return None
    low, high = question.steps[0], question.steps[-1]
    wrong = _("Choose a number from %(low)s to %(high)s.", low=low, high=high)
    if isinstance(value, str):
        text = value.strip()
        if not (text.isascii() and text.lstrip("-").isdecimal() and len(text) <= 4):
            raise _Unacceptable(wrong)
        value = int(text)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1 or not low <= value <= high:
        raise _Unacceptable(wrong)
    return int(value)


def _choices(question: Question, value: Any) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if values is None:
        return ()
    if isinstance(values, Mapping) or not isinstance(values, Iterable):
        raise _Unacceptable(_("Choose from the answers that are offered."))
    chosen = [one for one in values if one != ""]
    offered = [option.value for option in question.options]
    if not all(isinstance(one, str) and one in offered for one in chosen) or len(chosen) > len(offered):
        raise _Unacceptable(_("Choose from the answers that are offered."))
    if question.kind is QuestionKind.SINGLE_CHOICE and len(set(chosen)) > 1:
        raise _Unacceptable(_("Choose one answer only."))
    return tuple(one for one in offered if one in chosen)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Unacceptable(_("This answer is text."))
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    # What no reader can see has no place in a comment; everything else is kept as it was written.
    seen = "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    text = unicodedata.normalize("NFC", seen).strip()
    if len(text) > LONGEST_TEXT:
        raise _Unacceptable(_("This text is too long: at most %(most)s characters.", most=f"{LONGEST_TEXT:,}"))
    return text
