"""A survey as its page shows it: every word chosen, every value filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from models.survey import SurveyVersion
from scoring.vocabulary import QuestionKind
from service.errors import Invalid
from service.surveys.answers import Given, read_partly
from service.surveys.branching import Respondent, asked_questions, possible_questions
from service.surveys.question import Question, first_metric
from service.surveys.texts import survey_text
from service.surveys.wording import text_in


@dataclass(frozen=True)
class ShownQuestion:
    """One question; ``asked`` False: it waits on the page for the answer that leads to it (``after``)."""

    key: str
    kind: str
    text: str
    required: bool
    asked: bool
    steps: list[int]
    low: str
    high: str
    options: list[tuple[str, str]]
    multiple: bool
    value: Any
    chosen: list[str]
    error: str | None
    after: str | None
    after_values: list[str]


@dataclass(frozen=True)
class ShownSurvey:
    """A whole page of questions; ``shown`` are the keys asked at once, ``problems`` the messages by key."""

    title: str
    introduction: str
    thanks: str
    questions: list[ShownQuestion]
    shown: list[str]
    problems: dict[str, str] = field(default_factory=dict)


def shown_survey(
    version: SurveyVersion,
    questions: Sequence[Question],
    respondent: Respondent,
    raw: Mapping[str, Any],
    language: str,
    problems: Mapping[str, str] | None = None,
) -> ShownSurvey:
    """The page for a respondent who has entered ``raw`` so far."""
    possible = possible_questions(questions, respondent)
    asked = {question.key for question in asked_questions(questions, respondent, acceptable(questions, raw))}
    found = dict(problems or {})
    return ShownSurvey(
        title=survey_text(version.texts, "title", language, version.languages),
        introduction=survey_text(version.texts, "introduction", language, version.languages),
        thanks=survey_text(version.texts, "thanks", language, version.languages),
        questions=[_shown(one, one.key in asked, raw, language, version.languages, found) for one in possible],
        shown=[one.key for one in possible if one.key in asked],
        problems=found,
    )


def acceptable(questions: Sequence[Question], raw: Mapping[str, Any]) -> dict[str, Given]:
    """What of the entries can be taken; the rest is left out, since a page is only being shown."""
    keys = {question.key for question in questions}
    found: dict[str, Given] = {}
    for key, value in raw.items():
        if key in keys:
            try:
                found |= read_partly(questions, {key: value})
            except Invalid:
                continue
    return found


def preselected(questions: Sequence[Question], respondent: Respondent, score: str | None) -> dict[str, int]:
    """The number that was pressed in a mail, for the first NPS, CSAT or CES; nothing where it is no such number."""
    if score is None:
        return {}
    metric = first_metric(asked_questions(questions, respondent, {}))
    if metric is None:
        return {}
    given = acceptable([metric], {metric.key: score}).get(metric.key)
    return {metric.key: given.number} if given is not None and given.number is not None else {}


def _shown(
    question: Question,
    asked: bool,
    raw: Mapping[str, Any],
    language: str,
    languages: Sequence[str],
    problems: Mapping[str, str],
) -> ShownQuestion:
    value = raw.get(question.key)
    chosen = [str(one) for one in value] if isinstance(value, list | tuple) else [] if value is None else [str(value)]
    low, high = ends_of(question, language, languages)
    after = question.asked_when.after
    return ShownQuestion(
        key=question.key,
        kind=question.kind.value,
        text=text_in(question.texts, language, languages),
        required=question.required,
        asked=asked,
        steps=list(question.steps),
        low=low,
        high=high,
        options=[(one.value, text_in(one.texts, language, languages) or one.value) for one in question.options],
        multiple=question.kind is QuestionKind.MULTIPLE_CHOICE,
        value=int(str(value)) if question.steps and str(value).isdecimal() else value,
        chosen=chosen,
        error=problems.get(question.key),
        after=after.key if after else None,
        after_values=sorted(after.values) if after else [],
    )


def ends_of(question: Question, language: str, languages: Sequence[str]) -> tuple[str, str]:
    """The words at both ends of a scale: the survey's own, else the usual ones of its kind."""
    usual = _usual_ends(question)
    own = [text_in(question.ends.get(end, {}), language, languages) for end in ("low", "high")]
    return own[0] or usual[0], own[1] or usual[1]


def _usual_ends(question: Question) -> tuple[str, str]:
    if question.kind is QuestionKind.NPS:
        return _("Not at all likely"), _("Extremely likely")
    if question.kind is QuestionKind.CSAT:
        return _("Very dissatisfied"), _("Very satisfied")
    if question.kind is QuestionKind.CES:
        if question.low_is_good:
            return _("Very little effort"), _("A great deal of effort")
        return _("Strongly disagree"), _("Strongly agree")
    return "", ""
