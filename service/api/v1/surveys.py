"""Touchpoints, surveys with their versions and questions, and the surveys that come ready-made."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from scoring.vocabulary import LifecycleStage, ScoreFamily
from service.api.answers import Answer
from service.api.noun import Noun
from service.api.tags import check_tag
from service.auth.policy import Action, Resource
from service.edge.current import current_principal, current_session, now
from service.inputs.base import Input
from service.inputs.survey import NewSurvey, NewTouchpoint, SurveyChange, TouchpointChange
from service.inputs.survey_draft import NewQuestion, NewSurveyVersion, QuestionChange, SurveyVersionChange
from service.operations.create_survey import copy_survey, create_survey, create_survey_from_template
from service.operations.publish_survey import close_survey, publish_survey, reopen_survey
from service.operations.shared_entries import SURVEYS, TOUCHPOINTS
from service.operations.write_question import add_question, change_question, hold_question, remove_question
from service.operations.write_survey_version import (
    begin_survey_version,
    change_survey_version,
    discard_survey_version,
    draft_to_change,
)
from service.queries.listing import one
from service.queries.nouns import surveys as listed
from service.surveys.templates import TEMPLATES

_WRITE = (Resource.SURVEY, Action.WRITE)

touchpoints = Noun(
    name="touchpoints",
    singular="touchpoint",
    about="Moments of the customer's journey at which we can ask.",
    listing=listed.TOUCHPOINTS,
    resource=Resource.SURVEY,
    write=Resource.ADMIN,
    parameter="touchpoint_id",
    create=(NewTouchpoint, TOUCHPOINTS.create),
    change=(TouchpointChange, TOUCHPOINTS.change),
    remove=TOUCHPOINTS.remove,
)

surveys = Noun(
    name="surveys",
    singular="survey",
    about="Surveys as people know them; what is asked stands in their versions. A new one has an empty draft.",
    listing=listed.SURVEYS,
    resource=Resource.SURVEY,
    parameter="survey_id",
    create=(NewSurvey, create_survey),
    change=(SurveyChange, SURVEYS.change),
    remove=SURVEYS.remove,
)


class ReadyMade(BaseModel):
    """A ready-made survey: its key and, per language, its name and what it is for."""

    key: str
    name: dict[str, str]
    about: dict[str, str]
    family: ScoreFamily
    stage: LifecycleStage
    questions: int


class ReadyMades(BaseModel):
    """All ready-made surveys."""

    items: list[ReadyMade]


class FromTemplate(Input):
    """Which ready-made survey, and in which language it is called."""

    template: str = Field(min_length=1, max_length=60)
    language: Literal["en", "zh"] = "en"


def list_templates() -> dict[str, Any]:
    """The surveys that come ready-made, to begin one from."""
    return {
        "items": [
            {
                "key": key,
                "name": dict(template.name),
                "about": dict(template.about),
                "family": template.family,
                "stage": template.stage,
                "questions": len(template.questions),
            }
            for key, template in TEMPLATES.items()
        ]
    }


def from_template(body: FromTemplate) -> Answer:
    """A new survey whose draft has the questions of a ready-made one."""
    session, principal = current_session(), current_principal()
    made = create_survey_from_template(session, principal, body.template, language=body.language, now=now())
    return surveys.answer(session, principal, made.id, 201)


def copy(survey_id: int) -> Answer:
    """Another survey with the same questions, as a draft; answers stay with the first."""
    session, principal = current_session(), current_principal()
    made = copy_survey(session, principal, survey_id, now=now())
    return surveys.answer(session, principal, made.id, 201)


def close(survey_id: int) -> Answer:
    """Take no more answers and send no more invitations; what was answered stays."""
    session, principal = current_session(), current_principal()
    close_survey(session, principal, survey_id, now=now())
    return surveys.answer(session, principal, survey_id)


def reopen(survey_id: int) -> Answer:
    """Let a closed survey be sent and answered again."""
    session, principal = current_session(), current_principal()
    reopen_survey(session, principal, survey_id, now=now())
    return surveys.answer(session, principal, survey_id)


surveys.routes.get(
    "/survey-templates", list_templates, "List ready-made surveys", answer=ReadyMades, operation_id="list_templates"
)
surveys.routes.post(
    "/surveys/from-template",
    from_template,
    "Begin a survey from a ready-made one",
    body=FromTemplate,
    answer=surveys.row,
    needs=_WRITE,
    operation_id="create_survey_from_template",
)
for _path, _view, _summary, _status in (
    ("copy", copy, "Copy a survey", 201),
    ("close", close, "Close a survey", 200),
    ("reopen", reopen, "Open a closed survey again", 200),
):
    surveys.routes.post(
        f"{surveys.address}/{_path}",
        _view,
        _summary,
        answer=surveys.row,
        status=_status,
        needs=_WRITE,
        operation_id=f"{_path}_survey",
    )


survey_versions = Noun(
    name="survey-versions",
    singular="survey version",
    about="Wordings of surveys. A draft is changed until it is published; a published one never changes.",
    listing=listed.SURVEY_VERSIONS,
    resource=Resource.SURVEY,
    parameter="survey_version_id",
    create=(NewSurveyVersion, begin_survey_version),
    change=(SurveyVersionChange, change_survey_version),
    remove=discard_survey_version,
    hold=draft_to_change,
)


def publish(survey_version_id: int) -> Answer:
    """Put a draft in force: from now on it is what is sent. With If-Match only as it was read."""
    session, principal = current_session(), current_principal()
    survey, _draft = draft_to_change(session, principal, survey_version_id)
    check_tag(one(session, principal, listed.SURVEY_VERSIONS, survey_version_id))
    publish_survey(session, principal, survey.id, now=now())
    return survey_versions.answer(session, principal, survey_version_id)


survey_versions.routes.post(
    f"{survey_versions.address}/publish",
    publish,
    "Publish a draft",
    answer=survey_versions.row,
    status=200,
    needs=_WRITE,
    operation_id="publish_survey_version",
)

questions = Noun(
    name="questions",
    singular="question",
    about="The questions of survey versions; only those of a draft can be written.",
    listing=listed.QUESTIONS,
    resource=Resource.SURVEY,
    parameter="question_id",
    create=(NewQuestion, add_question),
    change=(QuestionChange, change_question),
    remove=remove_question,
    hold=hold_question,
)

ROUTES = tuple(noun.routes for noun in (touchpoints, surveys, survey_versions, questions))
