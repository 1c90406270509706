"""Write a checked answer down: the response, its answers, and the mark by which its account is scored again."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.survey import Answer, Response, Survey, SurveyVersion
from models.vocabulary import ResponseSource
from service.operations.mark_stale import mark_stale
from service.surveys.answers import Answered


@dataclass(frozen=True)
class Origin:
    """How an answer reached us, and what it answers. ``entered_by_id``: the colleague or the token's owner."""

    survey: Survey
    version: SurveyVersion
    account_id: int
    source: ResponseSource
    language: str
    answered_at: datetime
    person_id: int | None = None
    invitation_id: int | None = None
    entered_by_id: int | None = None
    amended_at: datetime | None = None


def keep_response(session: Session, answered: Answered, origin: Origin, *, now: datetime) -> Response:
    """The response, flushed, with one answer row a question; its account waits to be scored.

    Of an anonymous survey neither person nor invitation is kept, and of its moments only the day: who answered at
    that second must not be read from anything else.
    """
    survey = origin.survey
    answered_at, recorded_at = origin.answered_at, now
    if survey.anonymous:
        answered_at, recorded_at = _day(answered_at), _day(now)
    response = Response(
        survey_version_id=origin.version.id,
        invitation_id=None if survey.anonymous else origin.invitation_id,
        account_id=origin.account_id,
        person_id=None if survey.anonymous else origin.person_id,
        source=origin.source,
        entered_by_id=None if survey.anonymous else origin.entered_by_id,
        purpose=survey.purpose,
        family=survey.family,
        comment=answered.comment,
        language=origin.language,
        answered_at=answered_at,
        recorded_at=recorded_at,
        amended_at=None if survey.anonymous else origin.amended_at,
    )
    leading = answered.leading
    if leading is not None:
        question, number = leading
        response.metric, response.score = question.kind, float(number)
        response.scale_low, response.scale_high = float(question.steps[0]), float(question.steps[-1])
        response.low_is_good = question.low_is_good
    session.add(response)
    session.flush()
    for question in answered.questions:
        given = answered.given.get(question.key)
        if given is not None and question.id is not None:
            session.add(
                Answer(
                    response_id=response.id,
                    question_id=question.id,
                    number=given.number,
                    choices=None if given.choices is None else list(given.choices),
                    text=given.text,
                )
            )
    session.flush()
    mark_stale(session, [origin.account_id], now)
    return response


def _day(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)
