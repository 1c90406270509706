"""Touchpoints, surveys with their versions and questions, invitations and responses."""

from service.api.noun import Noun
from service.auth.policy import Resource
from service.inputs.survey import (
    NewInvitation,
    NewResponse,
    NewSurvey,
    NewTouchpoint,
    SurveyChange,
    TouchpointChange,
)
from service.inputs.wave import NewWave, WaveStart
from service.operations.cancel_wave import cancel_wave
from service.operations.invite_person import invite_person, withdraw_invitation
from service.operations.plan_wave import plan_wave
from service.operations.record_response import record_response, withdraw_response
from service.operations.shared_entries import SURVEYS, TOUCHPOINTS
from service.operations.start_wave import set_start
from service.queries.nouns import surveys as listed

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
    about="Surveys as people know them; what is asked stands in their versions.",
    listing=listed.SURVEYS,
    resource=Resource.SURVEY,
    parameter="survey_id",
    create=(NewSurvey, SURVEYS.create),
    change=(SurveyChange, SURVEYS.change),
    remove=SURVEYS.remove,
)

survey_versions = Noun(
    name="survey-versions",
    singular="survey version",
    about="Frozen wordings of surveys: once sent, a version never changes under its answers.",
    listing=listed.SURVEY_VERSIONS,
    resource=Resource.SURVEY,
    parameter="survey_version_id",
)

questions = Noun(
    name="questions",
    singular="question",
    about="The questions of survey versions.",
    listing=listed.QUESTIONS,
    resource=Resource.SURVEY,
    parameter="question_id",
)

waves = Noun(
    name="waves",
    singular="wave",
    about="Sendings of a survey to an audience. A change sets when one begins; removing a wave cancels it.",
    listing=listed.WAVES,
    resource=Resource.SURVEY,
    parameter="wave_id",
    create=(NewWave, plan_wave),
    change=(WaveStart, set_start),
    remove=cancel_wave,
)

invitations = Noun(
    name="invitations",
    singular="invitation",
    about="One person asked once. Removing an invitation withdraws it: its link opens nothing any more.",
    listing=listed.INVITATIONS,
    resource=Resource.SURVEY,
    parameter="invitation_id",
    create=(NewInvitation, invite_person),
    remove=withdraw_invitation,
)

responses = Noun(
    name="responses",
    singular="response",
    about="Answers that carry a name. Anonymous ones are told in sums only: see the feedback of an account.",
    listing=listed.RESPONSES,
    resource=Resource.RESPONSE,
    parameter="response_id",
    create=(NewResponse, record_response),
    remove=withdraw_response,
)

ROUTES = tuple(
    noun.routes for noun in (touchpoints, surveys, survey_versions, questions, waves, invitations, responses)
)
