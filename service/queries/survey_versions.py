"""The versions of a survey: the draft that is being written, the one in force, and those before it."""

from sqlalchemy import select
from sqlmodel import Session, col

from models.survey import Survey, SurveyVersion
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import NotFound
from service.queries.invitation_page import questions_of
from service.surveys.draft import Draft


def survey(session: Session, principal: Principal, survey_id: int) -> Survey:
    """One survey; definitions are shared by all who work with surveys.

    :raises Forbidden: the role has nothing to do with surveys; :raises NotFound: there is none.
    """
    require(principal, Resource.SURVEY, Action.READ)
    found = session.get(Survey, survey_id)
    if found is None:
        raise NotFound
    return found


def versions_of(session: Session, survey_id: int) -> list[SurveyVersion]:
    """All versions, the latest first."""
    statement = (
        select(SurveyVersion)
        .where(col(SurveyVersion.survey_id) == survey_id)
        .order_by(col(SurveyVersion.number).desc())
    )
    return list(session.execute(statement).scalars())


def draft_version(session: Session, survey_id: int) -> SurveyVersion | None:
    """The version that is being written; at most one."""
    return next((one for one in versions_of(session, survey_id) if one.published_at is None), None)


def version_in_force(session: Session, survey_id: int) -> SurveyVersion | None:
    """The latest published version: the one that is sent now; None where nothing was published yet."""
    return next((one for one in versions_of(session, survey_id) if one.published_at is not None), None)


def wording_of(session: Session, version: SurveyVersion) -> Draft:
    """What a version says, in the form that an editor changes."""
    return Draft(tuple(version.languages), version.texts, questions_of(session, version.id))
