"""Write single questions of a draft: add one, change it, move it, take it out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _
from pydantic import ValidationError
from sqlalchemy import select
from sqlmodel import Session, col

from models.survey import Question as QuestionRow
from models.survey import Survey
from service.auth.principal import Principal
from service.errors import Conflict, Invalid, NotFound
from service.inputs.base import Change
from service.inputs.faults import refusal_of
from service.inputs.survey_draft import NewQuestion, QuestionBody, question_from
from service.operations.references import invalid
from service.operations.save_survey_draft import save_survey_draft
from service.operations.write_survey_version import draft_to_change
from service.queries.survey_versions import wording_of
from service.surveys.branching import stored_condition
from service.surveys.draft import Draft
from service.surveys.question import Question


def add_question(session: Session, principal: Principal, values: NewQuestion, *, now: datetime) -> QuestionRow:
    """One more question of a draft, flushed.

    :raises Invalid: there is no such version; :raises Conflict: it was published, or has a question of this key.
    """
    try:
        survey, version = draft_to_change(session, principal, values.survey_version_id)
    except NotFound as error:
        raise invalid("survey_version_id", "There is no such version of a survey.") from error
    draft = wording_of(session, version)
    if any(question.key == values.key for question in draft.questions):
        raise Conflict(_("There is another question with this key."))
    placed = _placed(draft.questions, question_from(values), values.position)
    return _kept(session, principal, survey, replace(draft, questions=placed), version.id, values.key, now)


def change_question(
    session: Session, principal: Principal, question_id: int, change: Change, *, now: datetime
) -> QuestionRow:
    """Set parts of a question, or move it (``position`` from 0); its key stays, since conditions name it.

    :raises NotFound: there is none; :raises Conflict: its version was published; :raises Invalid: it does not fit.
    """
    row = _row(session, question_id)
    survey, version = draft_to_change(session, principal, row.survey_version_id)
    draft = wording_of(session, version)
    former = next(question for question in draft.questions if question.key == row.key)
    given = change.model_dump(mode="json", by_alias=True, exclude_unset=True)
    position = given.pop("position", row.position)
    emptied = [name for name in given if given[name] is None and name not in {"scale_low", "scale_high"}]
    if emptied or position is None:
        missing = [{"path": name, "message": "Give a value."} for name in emptied or ["position"]]
        raise Invalid("A value is missing.", missing)
    others = tuple(question for question in draft.questions if question.key != row.key)
    placed = _placed(others, question_from(_merged(former, given)), position)
    return _kept(session, principal, survey, replace(draft, questions=placed), version.id, row.key, now)


def remove_question(session: Session, principal: Principal, question_id: int, *, now: datetime) -> None:
    """Take a question out of a draft; what depended on its answer no longer does.

    :raises NotFound: there is none; :raises Conflict: its version was published.
    """
    row = _row(session, question_id)
    survey, version = draft_to_change(session, principal, row.survey_version_id)
    save_survey_draft(session, principal, survey.id, wording_of(session, version).without(row.key), now=now)


def hold_question(session: Session, principal: Principal, question_id: int) -> None:
    """Hold the survey of a question before the question itself, in the order in which whole drafts are saved.

    :raises NotFound: there is none; :raises Conflict: its version was published.
    """
    draft_to_change(session, principal, _row(session, question_id).survey_version_id)


def _row(session: Session, question_id: int) -> QuestionRow:
    row = session.get(QuestionRow, question_id)
    if row is None:
        raise NotFound
    return row


def _placed(questions: Sequence[Question], one: Question, position: int | None) -> tuple[Question, ...]:
    place = len(questions) if position is None else min(position, len(questions))
    return (*questions[:place], one, *questions[place:])


def _merged(former: Question, given: dict[str, object]) -> QuestionBody:
    """The question as it would be, checked as a whole.

    :raises Invalid: its parts do not fit each other.
    """
    scale = former.scale or (None, None)
    if "kind" in given and given["kind"] != former.kind.value:
        # The ends of another kind's scale mean nothing here.
        scale = (None, None)
    whole = {
        "key": former.key,
        "kind": former.kind.value,
        "texts": dict(former.texts),
        "options": [{"value": option.value, "texts": dict(option.texts)} for option in former.options],
        "asked_when": stored_condition(former.asked_when),
        "scale_low": scale[0],
        "scale_high": scale[1],
        "ends": {end: dict(words) for end, words in former.ends.items()},
        "low_is_good": former.low_is_good,
        "required": former.required,
        **given,
    }
    try:
        return QuestionBody.model_validate(whole)
    except ValidationError as error:
        raise refusal_of(error) from error


def _kept(
    session: Session, principal: Principal, survey: Survey, draft: Draft, version_id: int, key: str, now: datetime
) -> QuestionRow:
    save_survey_draft(session, principal, survey.id, draft, now=now)
    statement = select(QuestionRow).where(col(QuestionRow.survey_version_id) == version_id, col(QuestionRow.key) == key)
    row: QuestionRow = session.execute(statement).scalar_one()
    return row
