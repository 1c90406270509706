"""Surveys, their versions and questions, invitations and responses, as they are listed."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, literal, select, type_coerce
from sqlmodel import Session, col

from models.survey import Invitation, Question, Response, Survey, SurveyVersion, Touchpoint, Wave
from models.vocabulary import InvitationState
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.queries.listing import Listing, Shown, contains, everything, of_accounts, replaced_version, shown
from service.queries.visible_waves import waves_within

TOUCHPOINTS = Listing(
    name="touchpoints",
    source=Touchpoint,
    shown=shown(Touchpoint, "id", "name", "stage", "position", "created_at", "updated_at", "version"),
    within=everything,
    filters=("stage",),
    sorts=("position", "-position", "name", "-name", "id"),
)

SURVEYS = Listing(
    name="surveys",
    source=Survey,
    shown=shown(
        Survey,
        *("id", "name", "family", "purpose", "state", "touchpoint_id", "anonymous", "created_at", "updated_at"),
        "version",
    ),
    within=everything,
    filters=("family", "purpose", "state", "touchpoint_id", "anonymous"),
    sorts=("id", "-id", "name", "-name"),
    searched=lambda word: contains([Survey.name], word),
)


def _of_survey(_session: Session, statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return statement.join(Survey, col(Survey.id) == col(SurveyVersion.survey_id))


SURVEY_VERSIONS = Listing(
    name="survey-versions",
    source=SurveyVersion,
    shown=(
        *shown(SurveyVersion, "id", "survey_id", "number", "languages", "texts", "published_at", "created_at"),
        # Whatever is written about a survey counts its version up, single questions of its draft too.
        Shown("version", type_coerce(col(Survey.version), Integer), int),
    ),
    joined=_of_survey,
    within=everything,
    filters=("survey_id", "number"),
    sorts=("id", "-id"),
)

QUESTIONS = Listing(
    name="questions",
    source=Question,
    shown=shown(
        Question,
        *("id", "survey_version_id", "key", "position", "kind", "texts", "options", "asked_when", "scale_low"),
        *("scale_high", "ends", "low_is_good", "required"),
    ),
    within=everything,
    filters=("survey_version_id", "kind", "key"),
    sorts=("position", "id", "-id"),
)

WAVES = Listing(
    name="waves",
    source=Wave,
    shown=shown(
        Wave,
        *("id", "name", "survey_version_id", "audience", "rules", "starts_at", "started_at", "cancelled_at"),
        *("created_by_id", "created_at", "updated_at", "version"),
    ),
    within=waves_within,
    filters=("survey_version_id", "created_by_id"),
    ranges=("created_at", "starts_at", "started_at"),
    sorts=("-created_at", "created_at", "id", "-id"),
)

_asked_anonymously = (
    select(col(SurveyVersion.id))
    .join(Survey, col(Survey.id) == col(SurveyVersion.survey_id))
    .where(col(SurveyVersion.id) == col(Invitation.survey_version_id), col(Survey.anonymous))
    .correlate(Invitation)
    .exists()
)
# Of an anonymous survey nobody is told who has answered: neither by the state nor by whom a reminder still reached.
_veiled = and_(
    _asked_anonymously, col(Invitation.sent_at).is_not(None), col(Invitation.state) != InvitationState.BOUNCED
)
_STATES = Invitation.__table__.c.state.type  # type: ignore[attr-defined]  # SQLModel adds it to table models
_state = case((_veiled, literal(InvitationState.SENT, _STATES)), else_=col(Invitation.state))
_reminders = case((_asked_anonymously, 0), else_=col(Invitation.reminders))

INVITATIONS = Listing(
    name="invitations",
    source=Invitation,
    # The nonce stays out: who holds it can answer in the respondent's place.
    shown=(
        *shown(Invitation, "id", "survey_version_id", "wave_id", "account_id", "person_id", "language", "created_at"),
        *shown(Invitation, "send_at", "sent_at", "expires_at", "answered_at"),
        Shown("state", _state, InvitationState),
        Shown("reminders", _reminders, int),
    ),
    within=of_accounts(Invitation.account_id, Resource.SURVEY),
    filters=("account_id", "person_id", "survey_version_id", "wave_id", "state"),
    ranges=("created_at", "sent_at", "answered_at"),
    sorts=("-created_at", "created_at", "id", "-id"),
)

_of_own_accounts = of_accounts(Response.account_id, Resource.RESPONSE)


def _attributed(principal: Principal) -> ColumnElement[bool]:
    """Answers that carry a name: anonymous ones are told in sums only (feedback of the account)."""
    return and_(_of_own_accounts(principal), col(Response.person_id).is_not(None))


RESPONSES = Listing(
    name="responses",
    source=Response,
    shown=(
        *shown(
            Response,
            *("id", "survey_version_id", "invitation_id", "account_id", "person_id", "source", "entered_by_id"),
            *("purpose", "family", "metric", "score", "scale_low", "scale_high", "low_is_good", "comment", "language"),
            *("answered_at", "recorded_at", "amended_at", "superseded_at"),
        ),
        replaced_version(Response),
    ),
    within=_attributed,
    filters=("account_id", "person_id", "survey_version_id", "metric", "purpose", "family", "source"),
    ranges=("answered_at", "recorded_at"),
    sorts=("-answered_at", "answered_at", "id", "-id"),
    usually=lambda: col(Response.superseded_at).is_(None),
    searched=lambda word: contains([Response.comment], word),
)
