"""Write the draft of a survey: a new version beside the published ones, which never change under their answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from models.survey import Question as QuestionRow
from models.survey import Survey, SurveyVersion
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import Invalid, NotFound
from service.operations.record_audit import record_audit
from service.operations.tracked import row_to_change
from service.queries.survey_versions import draft_version, versions_of
from service.surveys.branching import stored_condition
from service.surveys.checking import LONGEST_TEXT, MOST_LANGUAGES, MOST_OPTIONS, MOST_QUESTIONS
from service.surveys.draft import Draft
from service.surveys.question import Question


def save_survey_draft(
    session: Session, principal: Principal, survey_id: int, draft: Draft, *, version: int | None = None, now: datetime
) -> SurveyVersion:
    """Keep the draft as it is, complete or not; the first change to a published survey begins its next version.

    ``version`` is that of the survey as the editor read it.

    :raises Forbidden: the role writes no surveys; :raises NotFound: there is no such survey.
    :raises StaleVersion: somebody else saved in between; :raises Invalid: more than can be kept.
    """
    require(principal, Resource.SURVEY, Action.WRITE)
    survey = row_to_change(session, Survey, survey_id, version=version)
    _check_size(draft)
    kept = draft_version(session, survey_id)
    if kept is None:
        numbers = [one.number for one in versions_of(session, survey_id)]
        kept = SurveyVersion(survey_id=survey_id, number=max(numbers, default=0) + 1, created_at=now)
    kept.languages = list(draft.languages)
    kept.texts = {code: dict(draft.texts.get(code, {})) for code in draft.languages}
    session.add(kept)
    session.flush()
    _keep_questions(session, kept.id, draft)
    touch(session, survey, now)
    return kept


def discard_survey_draft(session: Session, principal: Principal, survey_id: int, *, now: datetime) -> None:
    """Throw the draft away; the published versions stay.

    :raises NotFound: there is no such survey, or no draft of it.
    """
    require(principal, Resource.SURVEY, Action.WRITE)
    survey = row_to_change(session, Survey, survey_id)
    kept = draft_version(session, survey_id)
    if kept is None:
        raise NotFound
    number = kept.number
    session.execute(delete(QuestionRow).where(col(QuestionRow.survey_version_id) == kept.id))
    session.delete(kept)
    touch(session, survey, now)
    record_audit(session, principal, "discarded", "survey_version", kept.id, now=now, fields={"number": number})


def touch(session: Session, survey: Survey, now: datetime) -> None:
    """Count the survey's version up, so that whoever edits an older state is told."""
    survey.version += 1
    survey.updated_at = now
    session.add(survey)
    session.flush()


def _keep_questions(session: Session, version_id: int, draft: Draft) -> None:
    """Write the questions; one that keeps its key keeps its row, so that programs find it where it was."""
    statement = select(QuestionRow).where(col(QuestionRow.survey_version_id) == version_id)
    rows = {row.key: row for row in session.execute(statement).scalars()}
    for place, question in enumerate(draft.questions):
        columns = {**_stored(question), "position": place}
        row = rows.pop(question.key, None) or QuestionRow(survey_version_id=version_id, key=question.key, **columns)
        for name, value in columns.items():
            setattr(row, name, value)
        session.add(row)
    for row in rows.values():
        session.delete(row)
    session.flush()


def _stored(question: Question) -> dict[str, Any]:
    """The columns of a question."""
    return {
        "kind": question.kind,
        "texts": _filled(question.texts),
        "options": [{"value": option.value, "texts": _filled(option.texts)} for option in question.options],
        "asked_when": stored_condition(question.asked_when),
        "scale_low": question.scale[0] if question.scale else None,
        "scale_high": question.scale[1] if question.scale else None,
        "ends": {end: _filled(words) for end, words in question.ends.items()},
        "low_is_good": question.low_is_good,
        "required": question.required,
    }


def _filled(texts: Mapping[str, str]) -> dict[str, str]:
    return {code: text for code, text in texts.items() if text.strip()}


def _check_size(draft: Draft) -> None:
    keys = [question.key for question in draft.questions]
    texts = [text for said in draft.texts.values() for text in said.values()]
    for question in draft.questions:
        texts += [*question.texts.values(), *(text for words in question.ends.values() for text in words.values())]
        texts += [text for option in question.options for text in option.texts.values()]
    if (
        len(keys) > MOST_QUESTIONS
        or len(set(keys)) < len(keys)
        or any(len(question.options) > MOST_OPTIONS for question in draft.questions)
        or any(len(text) > LONGEST_TEXT for text in texts)
        or not 1 <= len(draft.languages) <= MOST_LANGUAGES
    ):
        raise Invalid(
            f"A survey has at most {MOST_QUESTIONS} questions, each with a key of its own and at most {MOST_OPTIONS} "
            f"answers to choose from, texts of at most {LONGEST_TEXT:,} characters and 1 to {MOST_LANGUAGES} languages."
        )
