"""Enter somebody's answers to a survey for them, as on the telephone; or one's own, to a survey of our own people."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.person import Person
from models.survey import Invitation, Response, Survey, SurveyVersion
from models.vocabulary import InvitationState, ResponseSource, SurveyState
from scoring.vocabulary import ScoreFamily
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.errors import Conflict
from service.inputs.survey import NewResponse
from service.operations.keep_response import Origin, keep_response
from service.operations.record_audit import record_audit
from service.operations.references import account_to_write, check_member, invalid
from service.queries.invitation_page import questions_of, roles_of, tags_of
from service.surveys.answers import read_wholly
from service.surveys.branching import Respondent

_WAITING = (InvitationState.PLANNED, InvitationState.SENT, InvitationState.BOUNCED, InvitationState.PARTIAL)


def enter_answer(session: Session, principal: Principal, values: NewResponse, *, now: datetime) -> Response:
    """The response, marked as entered by a colleague or a program; ``values.answers`` are by key of the question.

    An invitation of the same survey that the person has not answered counts as answered by it: nobody is reminded of
    what they have said already, and by their link they can still put right what was entered for them.

    :raises NotFound: the account is absent, or not within reach; :raises Conflict: the survey is not live.
    :raises Invalid: naming the person, the survey, the moment or the answers that cannot be taken.
    """
    account = account_to_write(session, principal, values.account_id, Resource.RESPONSE)
    version, survey = _published(session, values.survey_version_id)
    person = _person(session, account.id, survey, values.person_id)
    answered_at = values.answered_at or now
    if answered_at > now:
        raise invalid("answered_at", _("This moment lies ahead."))
    answered = read_wholly(
        questions_of(session, version.id), _respondent(session, account, person), dict(values.answers or {})
    )
    invitation = _waiting_invitation(session, account.id, person, survey.id)
    if invitation is not None:
        invitation.state, invitation.answered_at, invitation.draft = InvitationState.ANSWERED, now, None
        session.add(invitation)
    origin = Origin(
        survey=survey,
        version=version,
        account_id=account.id,
        person_id=person.id if person is not None else None,
        invitation_id=invitation.id if invitation is not None else None,
        source=ResponseSource.COLLEAGUE if principal.token_id is None else ResponseSource.API,
        entered_by_id=principal.user_id,
        language=values.language,
        answered_at=answered_at,
    )
    response = keep_response(session, answered, origin, now=now)
    fields = {"person_id": origin.person_id, "source": response.source}
    # Of an anonymous answer the trail names the survey, not who gave it.
    target, number = ("survey", survey.id) if survey.anonymous else ("response", response.id)
    record_audit(session, principal, "answered", target, number, now=now, account_id=account.id, fields=fields)
    return response


def _published(session: Session, version_id: int | None) -> tuple[SurveyVersion, Survey]:
    statement = (
        select(SurveyVersion, Survey)
        .join(Survey, col(Survey.id) == col(SurveyVersion.survey_id))
        .where(col(SurveyVersion.id) == version_id, col(SurveyVersion.published_at).is_not(None))
    )
    found = session.execute(statement).first()
    if found is None:
        raise invalid("survey_version_id", _("There is no such survey that was published."))
    version, survey = found
    if survey.state is not SurveyState.LIVE:
        raise Conflict(_("This survey is closed. Nothing was changed."))
    return version, survey


def _person(session: Session, account_id: int, survey: Survey, person_id: int | None) -> Person | None:
    if survey.family is ScoreFamily.INTERNAL:
        if person_id is not None:
            raise invalid("person_id", _("This survey asks our own people: name nobody of the customer."))
        return None
    if survey.anonymous:
        raise invalid("survey_version_id", _("Answers to an anonymous survey come from its respondents only."))
    if person_id is None:
        raise invalid("person_id", _("Name the person who answers."))
    check_member(session, account_id, person_id)
    return session.get_one(Person, person_id)


def _respondent(session: Session, account: Account, person: Person | None) -> Respondent:
    roles = roles_of(session, account.id, person.id) if person is not None else frozenset[str]()
    return Respondent(roles, tags_of(session, account.id, person))


def _waiting_invitation(session: Session, account_id: int, person: Person | None, survey_id: int) -> Invitation | None:
    if person is None:
        return None
    statement = (
        select(Invitation)
        .join(SurveyVersion, col(SurveyVersion.id) == col(Invitation.survey_version_id))
        .where(
            col(SurveyVersion.survey_id) == survey_id,
            col(Invitation.account_id) == account_id,
            col(Invitation.person_id) == person.id,
            col(Invitation.state).in_(_WAITING),
        )
        .order_by(col(Invitation.created_at).desc(), col(Invitation.id).desc())
        .limit(1)
        .with_for_update(of=Invitation)
    )
    found: Invitation | None = session.execute(statement).scalar_one_or_none()
    return found
