"""The rated questions of a survey as drivers of its leading number."""

from collections.abc import Iterator
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Integer, bindparam, select
from sqlmodel import Session, col

from models.survey import Answer, Response
from scoring.feedback_trends import latest_of_each
from scoring.vocabulary import QuestionKind
from service.queries.chunks import chunks
from service.queries.feedback.disclosed import Disclosure
from service.queries.feedback.driver_figures import DriverAnalysis
from service.queries.feedback.driver_table import BEST_SHARE, DriverTable, analysed, satisfied_share
from service.queries.feedback.measures import classes_of, survey_keys
from service.queries.feedback.rated_questions import RatedSurvey
from service.queries.feedback.rows import METRICS, AnswerRows, Context, answer_reading, answers_read, first_moment
from service.queries.feedback.wanted import Wanted
from service.queries.known_on import KnownOn
from service.queries.portfolio_frames.numbers import identity, number
from service.queries.portfolio_frames.packing import Packing
from service.queries.portfolio_frames.reading import Reading

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]

MOST_ANSWERS = 20_000
"""The latest answers that are looked at: more would not narrow the intervals to the eye, and take seconds."""
LEAST_RATED = 0.5
"""The share of answers that must rate a question for it to be compared with the others."""


@cache
def _of_versions() -> Reading:
    versions = bindparam("versions", type_=Integer, expanding=True)
    return answer_reading(col(Response.survey_version_id).in_(versions), identity(col(Response.id)))


def question_drivers(
    session: Session, context: Context, wanted: Wanted, survey: RatedSurvey, known: KnownOn, since: date | None
) -> DriverAnalysis:
    """The rated questions of a survey as drivers of the number that leads it."""
    selection = context.accounts.selection
    read = _of_versions().rows(session, selection, known, since=first_moment(since), versions=list(survey.version_ids))
    rows = answers_read(read[:, :-1], context)
    disclosure = Disclosure(rows, latest_of_each(survey_keys(rows)), context.accounts.attributed)
    choice = disclosure.choice(context, wanted)
    if choice.withheld:
        return DriverAnalysis(withheld=True)
    counts = choice.chosen & disclosure.latest & (rows.metric == METRICS.index(survey.leads_with))
    at = np.flatnonzero(counts)
    at = np.sort(at[np.argsort(rows.day[at], kind="stable")[-MOST_ANSWERS:]])
    ids = read[at, -1].astype(np.int64)
    table = _ratings(session, survey, ids, outcome_of(rows)[at])
    return analysed(table, survey.leads_with, LEAST_RATED)


def outcome_of(rows: AnswerRows) -> Floats:
    """What is to be explained of each answer: -1 for detractors, 0 for passives, 1 for promoters.

    Of another metric it is the place between the worst (0) and the best (1) end of the scale.
    """
    place = (rows.score - rows.low) / np.maximum(rows.high - rows.low, 1e-9)
    place = np.where(rows.low_is_good, 1.0 - place, place)
    return np.where(rows.metric == METRICS.index(QuestionKind.NPS), classes_of(rows) - 1.0, place)


def _ratings(session: Session, survey: RatedSurvey, ids: Ids, outcome: Floats) -> DriverTable:
    keys = list(dict.fromkeys(question.key for question in survey.questions))
    names = {question.key: question.texts for question in reversed(survey.questions)}
    shape = (len(ids), len(keys))
    ratings, satisfied = np.full(shape, np.nan), np.full(shape, np.nan)
    questions = sorted(survey.questions, key=lambda one: one.id)
    numbers_of = np.array([one.id for one in questions])
    columns = np.array([keys.index(one.key) for one in questions])
    low, high = (np.array([getattr(one, end) for one in questions]) for end in ("low", "high"))
    reverse = np.array([one.low_is_good for one in questions])
    order = np.argsort(ids)
    for found in _numbers(session, ids, numbers_of):
        row = order[np.searchsorted(ids[order], found[:, 0])]
        place = np.searchsorted(numbers_of, found[:, 1])
        given, ends = found[:, 2], (low[place], high[place])
        rating = np.clip((given - ends[0]) / np.maximum(ends[1] - ends[0], 1e-9), 0.0, 1.0)
        boxes = np.maximum(1.0, np.round(BEST_SHARE * (ends[1] - ends[0] + 1.0)))
        best = np.where(reverse[place], given < ends[0] + boxes, given > ends[1] - boxes)
        ratings[row, columns[place]] = np.where(reverse[place], 1.0 - rating, rating)
        satisfied[row, columns[place]] = best
    shares = tuple(satisfied_share(column[np.isfinite(column)]) for column in satisfied.T)
    return DriverTable(keys, names, ratings, shares, outcome)


@cache
def _packing(dialect: str) -> Packing:
    fields = [identity(col(Answer.response_id)), identity(col(Answer.question_id)), number(col(Answer.number))]
    return Packing.of(fields, dialect)


def _numbers(session: Session, ids: Ids, questions: Ids) -> Iterator[Floats]:
    """Response, question and number (rows, 3) of all answers to these questions, in runs."""
    packing = _packing(session.connection().dialect.name)
    asked = select(*(packed.column for packed in packing.columns)).where(
        col(Answer.response_id).in_(bindparam("responses", type_=Integer, expanding=True)),
        col(Answer.question_id).in_(bindparam("questions", type_=Integer, expanding=True)),
        col(Answer.number).is_not(None),
    )
    for run in chunks(ids.tolist()):
        yield packing.read(session, asked, {"responses": run, "questions": questions.tolist()})
