"""Answers and invitations as columns of numbers, with the dimensions by which they are told apart."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, and_, bindparam, func, literal_column
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from models.base import UtcDateTime
from models.survey import Invitation, Response
from models.vocabulary import InvitationState
from scoring.vocabulary import QuestionKind
from service.queries.feedback.accounts import AccountsFrame
from service.queries.feedback.people import ROLES, ByPerson, person_keys
from service.queries.feedback.surveys import FAMILIES, PURPOSES, SurveysFrame
from service.queries.feedback.wanted import Dimension
from service.queries.known_on import KnownOn
from service.queries.portfolio_frames.numbers import Field, code, day, days, flag, identity, number
from service.queries.portfolio_frames.reading import AS_OF, Reading

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]
Keys = NDArray[np.int64]
Days = NDArray[np.datetime64]

METRICS = (QuestionKind.NPS, QuestionKind.CSAT, QuestionKind.CES)
_STATES = (InvitationState.ANSWERED, InvitationState.BOUNCED)
# Beyond so many accounts a table is read from end to end instead of account by account.
_MANY = 500
_LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class Rows:
    """What answers and invitations (n,) have in common.

    ``account`` is the place in the accounts, ``person`` counts the people through, ``key`` is one number for each
    person of an account (negative: anonymous), ``dimension`` the code of each dimension (-1: none), ``family`` the
    place in :data:`FAMILIES`.
    """

    account: Indices
    person: Indices
    key: Keys
    family: Indices
    dimension: dict[Dimension, Indices]

    def __len__(self) -> int:
        return len(self.account)

    def people(self, chosen: Flags, group: Indices, groups: int) -> NDArray[np.int64]:
        """How many named people stand behind each group; one with a place on several accounts counts once."""
        named = chosen & (self.key >= 0) & (group >= 0)
        persons = int(self.person.max(initial=0)) + 1
        met = np.zeros((persons, groups), dtype=np.bool_)
        met[self.person[named], group[named]] = True
        counted: NDArray[np.int64] = met.sum(axis=0, dtype=np.int64)
        return counted


@dataclass(frozen=True, eq=False)
class AnswerRows(Rows):
    """Answers with a number that leads them, oldest first within one account and metric.

    ``metric`` is the place in :data:`METRICS`; ``survey`` tells one survey from another, also where none is on record.
    """

    day: Days
    metric: Indices
    score: Floats
    low: Floats
    high: Floats
    low_is_good: Flags
    survey: Indices


@dataclass(frozen=True, eq=False)
class InvitationRows(Rows):
    """Invitations that were sent, and what became of them."""

    answered: Flags
    bounced: Flags


@dataclass(frozen=True, eq=False)
class Context:
    """What gives rows their dimensions."""

    accounts: AccountsFrame
    surveys: SurveysFrame
    roles: ByPerson

    def dimensions(self, account: Indices, key: Keys, version: Keys, purpose: Indices) -> dict[Dimension, Indices]:
        """The code of each row in each dimension."""
        asked = self.surveys.rows_of(version)
        return {
            Dimension.PURPOSE: purpose,
            Dimension.SURVEY: self.surveys.survey.of_rows(asked),
            Dimension.TOUCHPOINT: self.surveys.touchpoint.of_rows(asked),
            Dimension.SEGMENT: self.accounts.segment.code[account],
            Dimension.REGION: self.accounts.region.code[account],
            Dimension.TEAM: self.accounts.team.code[account],
            Dimension.ROLE: self.roles.of(key, -1.0).astype(np.intp),
        }

    def code_of(self, dimension: Dimension, value: str | int) -> int:
        """The code that rows with this value have."""
        fixed: dict[Dimension, tuple[str, ...]] = {Dimension.PURPOSE: PURPOSES, Dimension.ROLE: ROLES}
        if dimension in fixed:
            return fixed[dimension].index(str(value))
        return {
            Dimension.SURVEY: self.surveys.survey,
            Dimension.TOUCHPOINT: self.surveys.touchpoint,
            Dimension.SEGMENT: self.accounts.segment,
            Dimension.REGION: self.accounts.region,
            Dimension.TEAM: self.accounts.team,
        }[dimension].place(value)


def _since(column: Mapped[datetime] | Mapped[datetime | None]) -> ColumnElement[bool]:
    return and_(column >= bindparam("since", type_=UtcDateTime), column <= AS_OF.moment)


def answer_reading(only: ColumnElement[bool], *more: Field) -> Reading:
    """Answers in force with a leading number that ``only`` lets through, each with the fields in ``more`` at its end.

    To be read by :func:`answers_read`; binds ``since`` beside the day.
    """
    table = Response
    return Reading(
        col(table.account_id),
        [
            day(col(table.answered_at)),
            identity(col(table.person_id)),
            code(col(table.purpose), PURPOSES),
            code(col(table.metric), METRICS),
            flag(col(table.low_is_good)),
            identity(col(table.survey_version_id)),
            number(col(table.score)),
            number(col(table.scale_low)),
            number(col(table.scale_high)),
            *more,
        ],
        lambda statement: statement.where(
            AS_OF.recorded(table),
            _since(col(table.answered_at)),
            col(table.metric).in_(METRICS),
            col(table.score).is_not(None),
            only,
        ).order_by(col(table.account_id), col(table.metric), col(table.answered_at), col(table.id)),
    )


@cache
def _of_surveys() -> Reading:
    return answer_reading(col(Response.survey_version_id).is_not(None))


@cache
def _of_none() -> Reading:
    # The family stands outside the index that holds all the rest: it is read only where no survey tells it.
    return answer_reading(col(Response.survey_version_id).is_(None), code(col(Response.family), FAMILIES))


def answer_rows(session: Session, context: Context, known: KnownOn, since: date | None) -> AnswerRows:
    """All answers with a leading number that were given from ``since`` on and are in force."""
    selection, begin = context.accounts.selection, first_moment(since)
    asked, alone = (one.rows(session, selection, known, since=begin) for one in (_of_surveys(), _of_none()))
    found = answers_read(np.concatenate((asked, alone[:, :-1])), context)
    found.family[len(asked) :] = alone[:, -1].astype(np.intp)
    return found


def answers_read(rows: Floats, context: Context) -> AnswerRows:
    """What an :func:`answer_reading` gave, without further fields; the family is that of the survey."""
    account, person, version = rows[:, 0].astype(np.intp), rows[:, 2].astype(np.int64), rows[:, 6].astype(np.int64)
    purpose, key = rows[:, 3].astype(np.intp), person_keys(account, person)
    places = context.surveys.rows_of(version)
    survey = context.surveys.survey.of_rows(places)
    return AnswerRows(
        account=account,
        person=pd.factorize(person)[0].astype(np.intp),
        key=key,
        day=days(rows[:, 1]),
        family=np.append(context.surveys.family, -1)[places],
        dimension=context.dimensions(account, key, version, purpose),
        metric=rows[:, 4].astype(np.intp),
        score=rows[:, 7],
        low=rows[:, 8],
        high=rows[:, 9],
        low_is_good=rows[:, 5] > 0,
        # Answers of surveys that are not on record are told apart by their purpose.
        survey=np.where(survey >= 0, survey + len(PURPOSES), purpose),
    )


@cache
def _invitations() -> Reading:
    table = Invitation
    # Most accounts are read at once: their index would lead to every row by a way of its own.
    return Reading(
        func.coalesce(col(table.account_id), literal_column("-1")),
        [identity(col(table.person_id)), code(col(table.state), _STATES), identity(col(table.survey_version_id))],
        lambda statement: statement.where(_since(col(table.sent_at))),
    )


@cache
def _invitations_of_few() -> Reading:
    table = Invitation
    return Reading(
        col(table.account_id),
        [identity(col(table.person_id)), code(col(table.state), _STATES), identity(col(table.survey_version_id))],
        lambda statement: statement.where(_since(col(table.sent_at))),
    )


def invitation_rows(session: Session, context: Context, known: KnownOn, since: date | None) -> InvitationRows:
    """All invitations that were sent from ``since`` on."""
    selection = context.accounts.selection
    reading = _invitations_of_few() if len(selection.ids) < _MANY else _invitations()
    rows = reading.rows(session, selection, known, since=first_moment(since))
    account, person, version = rows[:, 0].astype(np.intp), rows[:, 1].astype(np.int64), rows[:, 3].astype(np.int64)
    key, asked = person_keys(account, person), context.surveys.rows_of(version)
    return InvitationRows(
        account=account,
        person=pd.factorize(person)[0].astype(np.intp),
        key=key,
        family=np.append(context.surveys.family, -1)[asked],
        dimension=context.dimensions(account, key, version, np.append(context.surveys.purpose, -1)[asked]),
        answered=rows[:, 2] == _STATES.index(InvitationState.ANSWERED),
        bounced=rows[:, 2] == _STATES.index(InvitationState.BOUNCED),
    )


def first_moment(since: date | None) -> datetime:
    """The beginning of the first day that counts."""
    return _LONG_AGO if since is None else datetime.combine(since, time(0), UTC)
