"""What people think, from their answers and from what colleagues observed."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Float, Integer, case, cast, func, literal_column, or_, select
from sqlmodel import Session, col

from models.chain import StanceObservation
from models.survey import Invitation, Response, SurveyVersion
from models.vocabulary import SurveyPurpose
from scoring.parameters import ChainParameters
from scoring.vocabulary import EvidenceKind, Stance
from service.queries.chain_reading import STANCE_METRICS
from service.queries.chains import EVIDENCE_OF
from service.queries.known_on import KnownOn
from service.queries.portfolio_frames.as_of import When
from service.queries.portfolio_frames.numbers import Floats, code, day, day_of, identity, numbers, unit
from service.queries.portfolio_frames.people import PeopleFrame
from service.queries.portfolio_frames.reading import Reading
from service.queries.portfolio_frames.selection import Indices, Selection

PURPOSES = tuple(SurveyPurpose)
STANCES = tuple(Stance)


@dataclass(frozen=True, eq=False)
class StancesFrame:
    """``stance`` and ``confidence`` (N,), NaN = unknown; ``answered`` (N,) the day of the latest answer
    (``numbers.days``), NaN = never; ``asked`` (a,) whether anybody of the account was ever asked, or answered.
    """

    stance: Floats
    confidence: Floats
    answered: Floats
    asked: NDArray[np.bool_]


@cache
def _invited(known: When) -> Reading:
    return Reading(
        col(Invitation.account_id),
        [],
        lambda statement: statement.where(col(Invitation.sent_at) <= known.moment).distinct(),
        when=known,
    )


def stances_frame(
    session: Session, selection: Selection, people: PeopleFrame, known: KnownOn, parameters: ChainParameters
) -> StancesFrame:
    """Evidence weighed as :func:`scoring.consensus.weigh_evidence` does, for everybody at once."""
    asked = np.zeros(len(selection.ids), dtype=np.bool_)
    invited = _invited(selection.when).rows(session, selection, known)
    asked[invited[:, 0].astype(np.intp)] = True
    rows = _answers(session, selection, known)
    asked[rows[:, 0].astype(np.intp)] = True
    position = people.positions(rows[:, 0], rows[:, 1])
    there = np.flatnonzero(position >= 0)
    answered = np.full(len(people.keys), -np.inf)
    np.maximum.at(answered, position[there], rows[there, 5])
    telling = there[rows[there, 2] >= 0]
    answers = _answer_evidence(session, rows, telling, position, known, parameters)
    seen = _observed_evidence(session, selection, people, known, parameters)
    stance, confidence = _weighed(
        np.concatenate([answers[0], seen[0]]),
        np.concatenate([answers[1], seen[1]]),
        np.concatenate([answers[2], seen[2]]),
        len(people.keys),
    )
    return StancesFrame(stance, confidence, np.where(np.isinf(answered), np.nan, answered), asked[people.order])


@cache
def _latest_last(known: When) -> Reading:
    table = Response
    score, low, high = col(table.score), col(table.scale_low), col(table.scale_high)
    clipped = case((or_(score > high, low > high), high), (score < low, low), else_=score)
    # Where low is good the scale is turned round: exact, and cheaper than a second way to work it out.
    one, two, zero = (literal_column(text, Float) for text in ("1.0", "2.0", "0.0"))
    turned = one - two * cast(col(table.low_is_good), Integer)
    stance = (two * clipped - low - high) / func.nullif(high - low, zero) * turned
    return Reading(
        col(table.account_id),
        [
            identity(col(table.person_id)),
            code(col(table.metric), STANCE_METRICS, only=score.is_not(None)),
            code(col(table.purpose), PURPOSES),
            identity(col(table.survey_version_id)),
            day(col(table.answered_at)),
            unit(stance),
        ],
        lambda statement: statement.where(col(table.answered_at) <= known.moment, known.recorded(table)).order_by(
            known.one(col(table.account_id)), col(table.metric), col(table.answered_at), col(table.id)
        ),
        when=known,
    )


def _answers(session: Session, selection: Selection, known: KnownOn) -> Floats:
    """Every answer, anonymous ones too, in the order of the index: per metric the latest last."""
    return _latest_last(selection.when).rows(session, selection, known)


_Evidence = tuple[Indices, Floats, Floats]
"""Whom it is about, the stance it tells, and its confidence today."""


def _answer_evidence(
    session: Session, rows: Floats, telling: Indices, position: Indices, known: KnownOn, parameters: ChainParameters
) -> _Evidence:
    """The latest answer of a person to a survey and metric; answers without a survey go by their purpose.

    ``telling``: the rows with a score, of people who are in a chain.
    """
    if np.isnan(rows[telling, 6]).any():
        raise ValueError("an answer is on a scale without length")
    purpose = rows[telling, 3].astype(np.int64)
    survey = _surveys(session, rows[telling, 4], purpose)
    # Purposes stand below the surveys, so that both fit one key; beside them the metric.
    survey = survey + len(PURPOSES)
    key = (position[telling].astype(np.int64) * (int(survey.max(initial=0)) + 1) + survey) * len(STANCE_METRICS)
    latest = _last_of(key + rows[telling, 2].astype(np.int64))
    purpose, telling = purpose[latest], telling[latest]
    weights = [parameters.evidence[EVIDENCE_OF[kind]] for kind in PURPOSES]
    half_life = np.array([weight.half_life for weight in weights])[purpose]
    fresh = np.array([weight.confidence for weight in weights])[purpose]
    age = np.maximum(day_of(known.day) - rows[telling, 5], 0.0)
    return position[telling], rows[telling, 6], fresh * 2.0 ** (-age / half_life)


def _surveys(session: Session, versions: Floats, purpose: NDArray[np.int64]) -> NDArray[np.int64]:
    """The survey of each version; for none -1 - purpose."""
    table = numbers(
        session, select(col(SurveyVersion.id), col(SurveyVersion.survey_id)).order_by(col(SurveyVersion.id))
    )
    if not len(table):
        return -1 - purpose
    found = np.minimum(np.searchsorted(table[:, 0], versions), len(table) - 1)
    return np.where(versions >= 0, table[found, 1].astype(np.int64), -1 - purpose)


@cache
def _observations(known: When) -> Reading:
    table = StanceObservation
    return Reading(
        col(table.account_id),
        [
            identity(col(table.person_id)),
            identity(col(table.observed_by_id)),
            code(col(table.stance), STANCES),
            day(col(table.observed_on)),
            identity(col(table.id)),
        ],
        lambda statement: statement.where(col(table.observed_on) <= known.day, known.recorded(table)),
        when=known,
    )


def _observed_evidence(
    session: Session, selection: Selection, people: PeopleFrame, known: KnownOn, parameters: ChainParameters
) -> _Evidence:
    """What each colleague believes now; it replaces what the same colleague believed before."""
    rows = _observations(selection.when).rows(session, selection, known)
    position = people.positions(rows[:, 0], rows[:, 1])
    rows, position = rows[position >= 0], position[position >= 0]
    order = np.lexsort((rows[:, 5], rows[:, 4]))
    rows, position = rows[order], position[order]
    observers = rows[:, 2].astype(np.int64) + 1
    latest = _last_of(position.astype(np.int64) * (int(observers.max(initial=0)) + 1) + observers)
    weight = parameters.evidence[EvidenceKind.OBSERVATION]
    age = np.maximum(day_of(known.day) - rows[latest, 4], 0.0)
    values = np.array([stance.value_on_scale for stance in STANCES])
    stance = values[rows[latest, 3].astype(np.intp)]
    return position[latest], stance, weight.confidence * 2.0 ** (-age / weight.half_life)


def _last_of(keys: NDArray[np.int64]) -> Indices:
    """The last row of each key."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    last = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True)) if len(ordered) else order
    return np.asarray(order[last], dtype=np.intp)


def _weighed(position: Indices, stance: Floats, confidence: Floats, people: int) -> tuple[Floats, Floats]:
    order = np.argsort(position, kind="stable")
    position, stance, confidence = position[order], stance[order], confidence[order]
    mean, known = np.full(people, np.nan), np.zeros(people)
    if len(position):
        first = np.flatnonzero(np.diff(position, prepend=-1))
        who = position[first]
        total = np.add.reduceat(confidence, first)
        weighed = np.add.reduceat(confidence * stance, first)
        some = total > 0
        mean[who[some]] = np.clip(weighed[some] / total[some], -1.0, 1.0)
        known[who[some]] = 1.0 - np.multiply.reduceat(1.0 - confidence, first)[some]
    return mean, known
