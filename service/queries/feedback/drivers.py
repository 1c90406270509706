"""What drives promoters and detractors: the rated questions of a survey, and the touchpoints of the journey."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.survey import Response
from service.auth.principal import Principal
from service.queries.feedback.accounts import accounts_frame
from service.queries.feedback.driver_figures import DriverAnalysis, FeedbackDrivers
from service.queries.feedback.people import leading_roles
from service.queries.feedback.question_drivers import question_drivers
from service.queries.feedback.rated_questions import RatedSurvey, rated_surveys
from service.queries.feedback.rows import Context, answer_rows, first_moment
from service.queries.feedback.surveys import surveys_frame
from service.queries.feedback.touchpoint_drivers import touchpoint_drivers
from service.queries.feedback.wanted import USUALLY, Wanted
from service.queries.known_on import KnownOn


def feedback_drivers(
    session: Session, principal: Principal, wanted: Wanted = USUALLY, *, now: datetime
) -> FeedbackDrivers:
    """How much each rated question and each touchpoint explains of who promotes and who detracts.

    The questions are those of the survey that the filter names, else of the one with most answers. Touchpoints explain
    the NPS of accounts by how satisfied an account's people were there; this leaves the survey and touchpoint of the
    filter aside.

    :raises Forbidden: the role sees no answers, not even in sums.
    """
    known = KnownOn.at(now)
    accounts = accounts_frame(session, principal)
    surveys = surveys_frame(session)
    wanted = surveys.of_its_family(wanted)
    context = Context(accounts, surveys, leading_roles(session, accounts.selection, known))
    since = wanted.period.since(known.day)
    rated = rated_surveys(session, wanted.family)
    chosen = _survey(session, rated, wanted, known, since)
    questions = DriverAnalysis() if chosen is None else question_drivers(session, context, wanted, chosen, known, since)
    return FeedbackDrivers(
        survey_id=None if chosen is None else chosen.id,
        survey=None if chosen is None else chosen.name,
        surveys=tuple((one.id, one.name) for one in rated),
        questions=questions,
        touchpoints=touchpoint_drivers(context, wanted, answer_rows(session, context, known, since)),
    )


def _survey(
    session: Session, rated: list[RatedSurvey], wanted: Wanted, known: KnownOn, since: date | None
) -> RatedSurvey | None:
    """The survey that was asked for, or the one with most answers."""
    if wanted.survey_id is not None:
        return next((one for one in rated if one.id == wanted.survey_id), None)
    statement = (
        select(col(Response.survey_version_id), func.count().label("answers"))
        .where(
            col(Response.survey_version_id).in_([number for one in rated for number in one.version_ids]),
            col(Response.answered_at) >= first_moment(since),
            col(Response.answered_at) <= known.moment,
        )
        .group_by(col(Response.survey_version_id))
    )
    answers = {row.survey_version_id: row.answers for row in session.execute(statement)}
    return max(rated, key=lambda one: sum(answers.get(number, 0) for number in one.version_ids), default=None)
