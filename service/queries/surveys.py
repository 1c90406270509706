"""The list of surveys: what each is for, which version is sent, and how it does."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlmodel import Session, col

from models.survey import Survey, SurveyVersion, Touchpoint
from models.vocabulary import SurveyState
from scoring.vocabulary import LifecycleStage, ScoreFamily
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.queries.survey_figures import Figure, survey_numbers

_ORDER = {SurveyState.LIVE: 0, SurveyState.DRAFT: 1, SurveyState.CLOSED: 2}


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One survey as the list shows it; ``number`` is the version in force (None: never published)."""

    survey: Survey
    touchpoint: str | None
    stage: LifecycleStage | None
    number: int | None
    has_draft: bool
    figure: Figure


def surveys(
    session: Session,
    principal: Principal,
    *,
    family: ScoreFamily | None = None,
    state: SurveyState | None = None,
    now: datetime,
) -> list[SurveyRow]:
    """All surveys, those in force first; definitions are shared, figures are of the reader's own accounts.

    :raises Forbidden: the role has nothing to do with surveys.
    """
    require(principal, Resource.SURVEY, Action.READ)
    published = col(SurveyVersion.published_at).is_not(None)
    statement: Select[*tuple[Any, ...]] = (
        select(
            Survey,
            col(Touchpoint.name).label("touchpoint"),
            col(Touchpoint.stage).label("stage"),
            func.max(case((published, col(SurveyVersion.number)))).label("number"),
            func.sum(case((col(SurveyVersion.id).is_not(None) & ~published, 1), else_=0)).label("drafts"),
        )
        .outerjoin(Touchpoint, col(Touchpoint.id) == col(Survey.touchpoint_id))
        .outerjoin(SurveyVersion, col(SurveyVersion.survey_id) == col(Survey.id))
        .group_by(col(Survey.id), col(Touchpoint.id))
        .order_by(col(Survey.name))
    )
    if family is not None:
        statement = statement.where(col(Survey.family) == family)
    if state is not None:
        statement = statement.where(col(Survey.state) == state)
    numbers = survey_numbers(session, principal, now=now)
    rows = [
        SurveyRow(row[0], row.touchpoint, row.stage, row.number, bool(row.drafts), numbers.figure([row[0].id]))
        for row in session.execute(statement)
    ]
    return sorted(rows, key=lambda row: _ORDER[row.survey.state])
