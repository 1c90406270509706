"""The questions of surveys that take a number, beside the one that leads each survey."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from models.survey import Question, Survey, SurveyVersion
from scoring.vocabulary import QuestionKind, ScoreFamily
from service.surveys.question import METRICS, SCALES

_NUMBERED = (*METRICS, QuestionKind.SCALE)


@dataclass(frozen=True, slots=True)
class RatedQuestion:
    """A question with a number as its answer: its row, key, words and scale."""

    id: int
    key: str
    texts: Mapping[str, str]
    low: float
    high: float
    low_is_good: bool


@dataclass(frozen=True, slots=True)
class RatedSurvey:
    """A survey with its versions and the rated questions of all of them, those of the latest version first."""

    id: int
    name: str
    leads_with: QuestionKind
    version_ids: tuple[int, ...]
    questions: tuple[RatedQuestion, ...]


def rated_surveys(session: Session, family: ScoreFamily) -> list[RatedSurvey]:
    """Every survey of a family that leads with a number and has others rated besides, by name."""
    statement: Select[*tuple[Any, ...]] = (
        select(
            Question,
            col(SurveyVersion.survey_id),
            col(SurveyVersion.id).label("version_id"),
            col(Survey.name),
        )
        .join(SurveyVersion, col(SurveyVersion.id) == col(Question.survey_version_id))
        .join(Survey, col(Survey.id) == col(SurveyVersion.survey_id))
        .where(col(Survey.family) == family, col(Question.kind).in_(_NUMBERED))
        .order_by(col(Survey.name), col(Survey.id), col(SurveyVersion.number).desc(), col(Question.position))
    )
    questions: dict[tuple[int, str], dict[int, list[Question]]] = defaultdict(lambda: defaultdict(list))
    for question, survey_id, version_id, name in session.execute(statement):
        questions[survey_id, name][version_id].append(question)
    found = []
    for (survey_id, name), by_version in questions.items():
        leading = [next((one for one in asked if one.kind in METRICS), None) for asked in by_version.values()]
        led = {one.id for one in leading if one is not None}
        rated = [_rated(one) for asked in by_version.values() for one in asked if one.id not in led]
        if rated and leading[0] is not None:
            found.append(RatedSurvey(survey_id, name, leading[0].kind, tuple(by_version), tuple(rated)))
    return found


def _rated(row: Question) -> RatedQuestion:
    low, high = SCALES[row.kind]
    if row.scale_low is not None and row.scale_high is not None:
        low, high = row.scale_low, row.scale_high
    return RatedQuestion(row.id, row.key, dict(row.texts), float(low), float(high), row.low_is_good)
