"""Write versions of surveys one by one, as programs do: begin the next draft, change it, throw it away."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session

from models.survey import Survey, SurveyVersion
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict, Invalid, NotFound
from service.inputs.base import Change
from service.inputs.survey_draft import NewSurveyVersion, question_from
from service.operations.references import invalid
from service.operations.save_survey_draft import discard_survey_draft, save_survey_draft
from service.operations.tracked import row_to_change
from service.queries.survey_versions import draft_version, version_in_force, wording_of
from service.surveys.draft import Draft


def begin_survey_version(
    session: Session, principal: Principal, values: NewSurveyVersion, *, now: datetime
) -> SurveyVersion:
    """The next version of a survey as a draft, flushed; what is not given is as in the version in force.

    :raises Forbidden: the role writes no surveys; :raises Invalid: there is no such survey.
    :raises Conflict: it has a draft already.
    """
    require(principal, Resource.SURVEY, Action.WRITE)
    try:
        survey = row_to_change(session, Survey, values.survey_id)
    except NotFound as error:
        raise invalid("survey_id", "There is no such survey.") from error
    if draft_version(session, survey.id) is not None:
        raise Conflict(_("This survey has a draft already: change that one, or throw it away first."))
    in_force = version_in_force(session, survey.id)
    begun = Draft() if in_force is None else wording_of(session, in_force)
    given = values.model_dump(exclude_unset=True, exclude={"survey_id"})
    return save_survey_draft(session, principal, survey.id, _with(begun, values, set(given)), now=now)


def change_survey_version(
    session: Session, principal: Principal, version_id: int, change: Change, *, now: datetime
) -> SurveyVersion:
    """Set languages, texts or all questions of a draft.

    :raises NotFound: there is none; :raises Conflict: it was published; :raises Invalid: more than can be kept.
    """
    survey, draft = draft_to_change(session, principal, version_id)
    changed = _with(wording_of(session, draft), change, set(change.model_fields_set))
    return save_survey_draft(session, principal, survey.id, changed, now=now)


def discard_survey_version(session: Session, principal: Principal, version_id: int, *, now: datetime) -> None:
    """Throw a draft away; what was published stays.

    :raises NotFound: there is none; :raises Conflict: it was published.
    """
    survey, _draft = draft_to_change(session, principal, version_id)
    discard_survey_draft(session, principal, survey.id, now=now)


def draft_to_change(session: Session, principal: Principal, version_id: int) -> tuple[Survey, SurveyVersion]:
    """A draft and its survey, held until the transaction ends: two changes to one survey come one after the other.

    :raises NotFound: there is none; :raises Conflict: it was published.
    """
    require(principal, Resource.SURVEY, Action.WRITE)
    version = session.get(SurveyVersion, version_id)
    if version is None:
        raise NotFound
    survey = row_to_change(session, Survey, version.survey_id)
    # Whoever held the survey before may have published it.
    session.refresh(version)
    if version.published_at is not None:
        raise Conflict(_("A published version never changes: begin the next one, and publish that."))
    return survey, version


def _with(draft: Draft, values: Any, given: set[str]) -> Draft:
    """The draft with those parts that were given.

    :raises Invalid: a part is emptied that must have a value, or two questions have one key.
    """
    emptied = [name for name in sorted(given) if getattr(values, name) is None]
    if emptied:
        raise Invalid("A value is missing.", [{"path": name, "message": "Give a value."} for name in emptied])
    languages = tuple(values.languages) if "languages" in given else draft.languages
    texts = values.texts if "texts" in given else draft.texts
    unspoken = sorted(set(texts) - set(languages)) if "texts" in given else []
    if unspoken:
        raise invalid("texts", f"These are not among the languages of the survey: {', '.join(unspoken)}.")
    if "questions" not in given:
        return Draft(languages, texts, draft.questions)
    keys = [body.key for body in values.questions]
    if len(set(keys)) < len(keys):
        raise invalid("questions", "Each question needs a key of its own.")
    return Draft(languages, texts, tuple(question_from(body) for body in values.questions))
