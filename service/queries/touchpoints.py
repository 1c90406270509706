"""The map of the customer's journey: lifecycle stages, the touchpoints in each, and how customers feel there."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.survey import Survey, Touchpoint
from models.vocabulary import SurveyState
from scoring.vocabulary import LifecycleStage
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.queries.survey_figures import Figure, survey_numbers


@dataclass(frozen=True, slots=True)
class TouchpointFigure:
    """One moment of the journey with its surveys and their common figure."""

    touchpoint: Touchpoint
    surveys: list[Survey]
    figure: Figure

    @property
    def is_asked(self) -> bool:
        """Whether any survey is live there."""
        return any(survey.state is SurveyState.LIVE for survey in self.surveys)


@dataclass(frozen=True, slots=True)
class JourneyStage:
    """One stage with its touchpoints in their order, and the figure over all of them."""

    stage: LifecycleStage
    touchpoints: list[TouchpointFigure]
    figure: Figure


def journey(session: Session, principal: Principal, *, now: datetime) -> list[JourneyStage]:
    """The whole journey, also the stages at which nobody is asked yet.

    :raises Forbidden: the role has nothing to do with surveys.
    """
    require(principal, Resource.SURVEY, Action.READ)
    numbers = survey_numbers(session, principal, now=now)
    by_touchpoint: dict[int, list[Survey]] = defaultdict(list)
    for survey in session.execute(select(Survey).order_by(col(Survey.name))).scalars():
        if survey.touchpoint_id is not None:
            by_touchpoint[survey.touchpoint_id].append(survey)
    by_stage: dict[LifecycleStage, list[TouchpointFigure]] = defaultdict(list)
    order = (col(Touchpoint.position), col(Touchpoint.id))
    for touchpoint in session.execute(select(Touchpoint).order_by(*order)).scalars():
        asked = by_touchpoint[touchpoint.id]
        figure = numbers.figure(survey.id for survey in asked)
        by_stage[touchpoint.stage].append(TouchpointFigure(touchpoint, asked, figure))
    return [
        JourneyStage(stage, by_stage[stage], numbers.figure(s.id for one in by_stage[stage] for s in one.surveys))
        for stage in LifecycleStage
    ]


def touchpoint_choices(session: Session) -> list[tuple[int, str, LifecycleStage]]:
    """Number, name and stage of every touchpoint, in the order of the journey, to choose from."""
    rows = session.execute(
        select(col(Touchpoint.id), col(Touchpoint.name), col(Touchpoint.stage), col(Touchpoint.position))
    )
    stages = list(LifecycleStage)
    ordered = sorted(rows, key=lambda row: (stages.index(row.stage), row.position, row.id))
    return [(row.id, row.name, row.stage) for row in ordered]
