"""Everything that deciding on a wave rests on, read once: its rules, its survey as it stands, and who planned it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.survey import Survey, SurveyVersion, Wave
from models.user import User
from models.vocabulary import SurveyState
from service.auth.identify import principal_of
from service.auth.principal import Principal, the_service
from service.errors import Conflict
from service.queries.invitation_page import questions_of
from service.queries.survey_versions import version_in_force
from service.sending.audience import Audience, audience_of
from service.sending.rules import Rules, rules_of
from service.surveys.question import Question


@dataclass(frozen=True)
class WaveBasis:
    """A wave with all that decides about it; ``planner``: in whose name it is sent, with the reach they have now."""

    wave: Wave
    survey: Survey
    version: SurveyVersion
    questions: tuple[Question, ...]
    audience: Audience
    rules: Rules
    planner: Principal


def wave_basis(session: Session, wave: Wave, *, now: datetime) -> WaveBasis:
    """What deciding on a wave rests on.

    A wave of its own keeps the wording it was planned with; one that a trigger starts again and again asks in the
    wording that is in force.

    :raises Conflict: the survey is not live, or whoever planned the wave is not active any more.
    """
    audience = audience_of(wave.audience)
    version = session.get_one(SurveyVersion, wave.survey_version_id)
    survey = session.get_one(Survey, version.survey_id)
    if survey.state is not SurveyState.LIVE:
        raise Conflict("The survey is not live: nobody can be asked.")
    if audience.trigger is not None:
        version = version_in_force(session, survey.id) or version
    return WaveBasis(
        wave=wave,
        survey=survey,
        version=version,
        questions=questions_of(session, version.id),
        audience=audience,
        rules=rules_of(wave.rules),
        planner=planner_of(session, wave, now=now),
    )


def planner_of(session: Session, wave: Wave, *, now: datetime) -> Principal:
    """Whoever planned a wave, with the reach that they have now; the service where nobody did.

    :raises Conflict: they are not active any more.
    """
    if wave.created_by_id is None:
        return the_service("surveys")
    user = session.get(User, wave.created_by_id)
    if user is None or not user.active:
        raise Conflict("Whoever planned this wave is not active any more: plan it anew.")
    return principal_of(session, user, now=now)
