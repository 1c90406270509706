"""Put the draft of a survey in force, close the survey, and open it again."""

from datetime import datetime

from flask_babel import gettext as _
from sqlmodel import Session

from models.survey import Survey, SurveyVersion
from models.vocabulary import SurveyState
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict, Invalid
from service.operations.record_audit import record_audit
from service.operations.save_survey_draft import touch
from service.operations.tracked import row_to_change
from service.queries.survey_versions import draft_version, version_in_force, wording_of
from service.surveys.checking import faults_of


def publish_survey(
    session: Session, principal: Principal, survey_id: int, *, version: int | None = None, now: datetime
) -> SurveyVersion:
    """Freeze the draft: from now on it is what is sent, and what was sent before keeps its own wording.

    :raises NotFound: there is no such survey; :raises Conflict: there is no draft.
    :raises StaleVersion: changed in between; :raises Invalid: naming the questions that cannot be sent as they are.
    """
    require(principal, Resource.SURVEY, Action.WRITE)
    survey = row_to_change(session, Survey, survey_id, version=version)
    draft = draft_version(session, survey_id)
    if draft is None:
        raise Conflict(_("There is no draft: what is in force is what you see."))
    wording = wording_of(session, draft)
    faults = faults_of(wording.questions, wording.languages)
    if faults:
        problems = [{"path": fault.key or "", "message": fault.message} for fault in faults]
        raise Invalid(_("This survey cannot be sent yet. Nothing was published."), problems)
    draft.published_at = now
    session.add(draft)
    survey.state = SurveyState.LIVE
    touch(session, survey, now)
    record_audit(session, principal, "published", "survey", survey_id, now=now, fields={"version": draft.number})
    return draft


def close_survey(session: Session, principal: Principal, survey_id: int, *, now: datetime) -> Survey:
    """Take no more answers and send no more invitations; what was answered stays. Twice is as good as once.

    :raises NotFound: there is no such survey.
    """
    return _set_state(session, principal, survey_id, SurveyState.CLOSED, now)


def reopen_survey(session: Session, principal: Principal, survey_id: int, *, now: datetime) -> Survey:
    """Let a closed survey be sent and answered again.

    :raises NotFound: there is no such survey; :raises Conflict: it was never published.
    """
    if version_in_force(session, survey_id) is None:
        raise Conflict(_("This survey was never published."))
    return _set_state(session, principal, survey_id, SurveyState.LIVE, now)


def _set_state(session: Session, principal: Principal, survey_id: int, state: SurveyState, now: datetime) -> Survey:
    require(principal, Resource.SURVEY, Action.WRITE)
    survey = row_to_change(session, Survey, survey_id)
    if survey.state is state:
        return survey
    survey.state = state
    touch(session, survey, now)
    action = "closed" if state is SurveyState.CLOSED else "reopened"
    record_audit(session, principal, action, "survey", survey_id, now=now)
    return survey
