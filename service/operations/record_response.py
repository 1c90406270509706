"""Record an answer that our people or programs enter, amend it, or withdraw it."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.person import Membership
from models.survey import Response, Survey, SurveyVersion
from models.vocabulary import ResponseSource
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict
from service.inputs.survey import NewResponse
from service.operations.enter_answer import enter_answer
from service.operations.mark_stale import mark_stale
from service.operations.record_audit import record_audit
from service.operations.references import account_to_write, invalid
from service.operations.tracked import row_to_change
from service.queries.listing import of_accounts


def record_response(session: Session, principal: Principal, values: NewResponse, *, now: datetime) -> Response:
    """One row; the account is marked, so that its stance, coverage, score and risk follow within seconds.

    :raises NotFound: the account is absent, or not within reach.
    :raises Invalid: nobody of the account, a survey that is not there or is anonymous, or a moment that lies ahead.
    """
    if values.answers is not None:
        return enter_answer(session, principal, values, now=now)
    account = account_to_write(session, principal, values.account_id, Resource.RESPONSE)
    placed = select(col(Membership.id)).where(
        col(Membership.account_id) == account.id, col(Membership.person_id) == values.person_id
    )
    if session.execute(placed).first() is None:
        raise invalid("person_id", "Nobody of this number has a place on this account.")
    answered_at = values.answered_at or now
    if answered_at > now:
        raise invalid("answered_at", "This moment lies ahead.")
    survey = _survey(session, values.survey_version_id)
    low, high = values.scale
    response = Response(
        **values.model_dump(exclude={"answers", "scale_low", "scale_high", "answered_at", "purpose", "family"}),
        purpose=survey.purpose if survey else values.purpose,
        family=survey.family if survey else values.family,
        scale_low=low,
        scale_high=high,
        source=ResponseSource.COLLEAGUE if principal.token_id is None else ResponseSource.API,
        entered_by_id=principal.user_id,
        answered_at=answered_at,
        recorded_at=now,
    )
    session.add(response)
    session.flush()
    mark_stale(session, [account.id], now)
    fields = {"person_id": values.person_id, "source": response.source}
    record_audit(session, principal, "created", "response", response.id, now=now, account_id=account.id, fields=fields)
    return response


def withdraw_response(session: Session, principal: Principal, response_id: int, *, now: datetime) -> None:
    """Let an answer that was entered count no more from now on; past days still show it.

    :raises NotFound: absent, or not within reach.
    :raises Conflict: replaced or withdrawn already, or given by the respondent, whose word stands.
    """
    require(principal, Resource.RESPONSE, Action.WRITE)
    within = of_accounts(Response.account_id, Resource.RESPONSE)(principal)
    response = row_to_change(session, Response, response_id, within, col(Response.person_id).is_not(None))
    account_to_write(session, principal, response.account_id, Resource.RESPONSE)
    if response.superseded_at is not None:
        raise Conflict("This answer was replaced or withdrawn already.")
    if response.source is ResponseSource.RESPONDENT:
        raise Conflict("The respondent gave this answer; nobody else can withdraw it.")
    response.superseded_at = now
    session.add(response)
    session.flush()
    mark_stale(session, [response.account_id], now)
    record_audit(session, principal, "withdrawn", "response", response.id, now=now, account_id=response.account_id)


def _survey(session: Session, version_id: int | None) -> Survey | None:
    if version_id is None:
        return None
    statement = (
        select(Survey)
        .join(SurveyVersion, col(SurveyVersion.survey_id) == col(Survey.id))
        .where(col(SurveyVersion.id) == version_id, col(SurveyVersion.published_at).is_not(None))
    )
    survey: Survey | None = session.execute(statement).scalar_one_or_none()
    if survey is None:
        raise invalid("survey_version_id", "There is no such survey that was published.")
    if survey.anonymous:
        raise invalid("survey_version_id", "Answers to an anonymous survey come from its respondents only.")
    return survey
