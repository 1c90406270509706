"""Begin a survey: from a ready-made one, as a copy, or empty."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlmodel import Session, col

from models.survey import Survey, Touchpoint
from models.vocabulary import SurveyState
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict, NotFound
from service.inputs.survey import NewSurvey
from service.operations.save_survey_draft import save_survey_draft
from service.operations.shared_entries import SURVEYS
from service.operations.tracked import note_creation
from service.queries.survey_versions import draft_version, version_in_force, wording_of
from service.surveys.draft import Draft, draft_of
from service.surveys.template import SurveyTemplate
from service.surveys.templates import TEMPLATES
from service.surveys.wording import text_in


def create_survey(session: Session, principal: Principal, values: NewSurvey, *, now: datetime) -> Survey:
    """An empty survey with an empty draft.

    :raises Forbidden: the role writes no surveys; :raises Conflict: there is a survey of this name.
    :raises Invalid: the touchpoint is not there.
    """
    survey: Survey = SURVEYS.create(session, principal, values, now=now)
    save_survey_draft(session, principal, survey.id, Draft(), now=now)
    return survey


def create_survey_from_template(
    session: Session, principal: Principal, key: str, *, language: str, now: datetime
) -> Survey:
    """A draft with the questions of a ready-made survey, called in ``language``, tied to its moment of the journey.

    :raises NotFound: there is no such template; :raises Forbidden: the role writes no surveys.
    """
    require(principal, Resource.SURVEY, Action.WRITE)
    template = TEMPLATES.get(key)
    if template is None:
        raise NotFound
    survey = Survey(
        name=_free_name(session, text_in(template.name, language, template.languages)),
        family=template.family,
        purpose=template.purpose,
        state=SurveyState.DRAFT,
        touchpoint_id=_touchpoint(session, template, language, now).id,
        created_at=now,
        updated_at=now,
    )
    note_creation(session, principal, survey, "survey", now=now, fields={"name": survey.name, "template": key})
    save_survey_draft(session, principal, survey.id, draft_of(template), now=now)
    return survey


def copy_survey(session: Session, principal: Principal, survey_id: int, *, now: datetime) -> Survey:
    """Another survey with the same questions, as a draft; answers stay with the first.

    :raises NotFound: there is no such survey.
    """
    require(principal, Resource.SURVEY, Action.WRITE)
    former = session.get(Survey, survey_id)
    if former is None:
        raise NotFound
    version = draft_version(session, survey_id) or version_in_force(session, survey_id)
    kept = {"family", "purpose", "touchpoint_id", "anonymous"}
    survey = Survey(**former.model_dump(include=kept), name=_free_name(session, former.name))
    survey.created_at = survey.updated_at = now
    note_creation(session, principal, survey, "survey", now=now, fields={"name": survey.name, "copy_of": survey_id})
    save_survey_draft(session, principal, survey.id, wording_of(session, version) if version else Draft(), now=now)
    return survey


def _touchpoint(session: Session, template: SurveyTemplate, language: str, now: datetime) -> Touchpoint:
    """The template's moment of the journey under any of its names; made where it is missing."""
    named = select(Touchpoint).where(col(Touchpoint.name).in_(template.touchpoint.values()))
    found: Touchpoint | None = session.execute(named.order_by(col(Touchpoint.id)).limit(1)).scalar_one_or_none()
    if found is not None:
        return found
    last = session.execute(select(func.max(col(Touchpoint.position)))).scalar_one_or_none()
    made = Touchpoint(
        name=text_in(template.touchpoint, language, template.languages),
        stage=template.stage,
        position=0 if last is None else last + 1,
        created_at=now,
        updated_at=now,
    )
    session.add(made)
    session.flush()
    return made


def _free_name(session: Session, wanted: str) -> str:
    taken = set(session.execute(select(col(Survey.name)).where(col(Survey.name).startswith(wanted))).scalars())
    for number in range(1, len(taken) + 2):
        name = wanted if number == 1 else f"{wanted[:190]} ({number})"
        if name not in taken:
            return name
    raise Conflict(_("There is a survey of this name already."))
