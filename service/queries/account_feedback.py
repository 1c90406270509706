"""Feedback of one account by role: who was asked, who answered, what they said, and who is silent."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Row, select
from sqlmodel import Session, col

from models.person import RoleAssignment
from models.survey import Invitation, Response, SurveyVersion
from models.vocabulary import SurveyPurpose
from scoring.feedback import RoleFeedback, feedback_by_role
from scoring.feedback_parameters import DEFAULT_FEEDBACK, FeedbackParameters
from scoring.response_coverage import SilentPerson, has_valid_answer, response_coverage, silent_people
from scoring.vocabulary import QuestionKind, Role
from service.auth.policy import Action, Reach, Resource, reach
from service.auth.principal import Principal
from service.queries.known_on import KnownOn
from service.queries.scores import account_scores
from service.queries.visibility import may, visible_account

# Below this many answers of different people nothing is shown to a reader who may see figures over several only.
ANONYMITY_THRESHOLD = 5
ASKED_WITHIN = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Quote:
    """A comment as it was written; ``person_id`` None where the answer is anonymous."""

    response_id: int
    text: str
    metric: QuestionKind | None
    score: float | None
    person_id: int | None
    role: Role | None
    answered_on: date


@dataclass(frozen=True, slots=True)
class RoleResult:
    """What one role said. ``withheld``: fewer answers than may be shown to this reader; counts are then 0.

    ``invited`` and ``answered`` count people of the last year; ``response_coverage`` is the share of the role's
    decision weight with a valid answer, in [0, 1], None where the role carries no weight.
    """

    role: Role
    invited: int
    answered: int
    feedback: RoleFeedback
    response_coverage: float | None
    latest: date | None
    withheld: bool


@dataclass(frozen=True, slots=True)
class AccountFeedback:
    """Feedback by role of one account on one day.

    ``weighted_nps`` in [-1, 1]: the roles' NPS as used, weighted by the decision weight of the roles' people; None
    where nothing was answered or nothing may be shown. ``response_coverage`` in [0, 1], None without people.
    """

    roles: list[RoleResult]
    weighted_nps: float | None
    response_coverage: float | None
    silent: list[SilentPerson]
    quotes: list[Quote]
    answers: int
    # Person -> the day they were last asked, of the last year.
    asked: dict[int, date]


def account_feedback(
    session: Session,
    principal: Principal,
    account_id: int,
    known: KnownOn,
    parameters: FeedbackParameters = DEFAULT_FEEDBACK,
    quotes: int = 20,
) -> AccountFeedback:
    """What the people of one account have said, by role, as known on one day.

    A reader with an aggregate reach gets figures over at least five people, no names and no quotes.

    :raises NotFound: absent, or not within reach.
    """
    visible_account(session, principal, account_id, Resource.ACCOUNT)
    named = may(session, principal, account_id, Resource.RESPONSE, Action.READ)
    aggregate = reach(principal, Resource.RESPONSE, Action.READ) >= Reach.AGGREGATE
    roles = _roles(session, account_id, known)
    rows = _answers(session, account_id, known)
    weights = _weights(session, principal, account_id, known)
    latest = _latest_days(rows)
    people = sorted(set(roles) | set(weights))
    asked = _asked(session, account_id, known)
    said = _Said(
        people=people,
        roles=roles,
        rows=rows,
        weights=weights,
        asked=asked,
        latest=latest,
        today=known.day,
        named=named,
        aggregate=aggregate,
        parameters=parameters,
    )
    results = [said.result(role) for role in Role]
    days = _days(people, latest)
    omega = np.array([weights.get(person, 0.0) for person in people])
    covered = response_coverage(np.zeros(len(people), dtype=np.intp), omega, days, 1, known.day, parameters)[0]
    # Who left keeps their role on record, but is in no chain any more.
    here = [person for person in people if person in weights] or people
    silent = silent_people(
        [str(person) for person in here],
        [roles.get(person) for person in here],
        np.array([weights.get(person, 0.0) for person in here]),
        _days(here, latest),
        known.day,
        parameters,
    )
    return AccountFeedback(
        roles=results,
        weighted_nps=_weighted_nps(results, roles, weights),
        response_coverage=None if np.isnan(covered) else float(covered),
        silent=list(silent) if named else [],
        quotes=_quotes(rows, roles, quotes) if named else [],
        answers=len(rows) if named or len(rows) >= ANONYMITY_THRESHOLD else 0,
        asked=asked if named else {},
    )


def _roles(session: Session, account_id: int, known: KnownOn) -> dict[int, Role]:
    """The leading role of each person, by what it decides."""
    statement = select(col(RoleAssignment.person_id), col(RoleAssignment.role)).where(
        col(RoleAssignment.account_id) == account_id,
        known.effective(RoleAssignment),
        col(RoleAssignment.suggested).is_(False),
    )
    order = list(Role)
    leading: dict[int, Role] = {}
    for person_id, role in session.execute(statement):
        if person_id not in leading or order.index(role) < order.index(leading[person_id]):
            leading[person_id] = role
    return leading


def _answers(session: Session, account_id: int, known: KnownOn) -> list[Row[Any]]:
    statement = (
        select(
            col(Response.id),
            col(Response.person_id),
            col(Response.metric),
            col(Response.score),
            col(Response.purpose),
            col(Response.comment),
            col(Response.answered_at),
            col(SurveyVersion.survey_id),
        )
        .outerjoin(SurveyVersion, col(SurveyVersion.id) == col(Response.survey_version_id))
        .where(
            col(Response.account_id) == account_id,
            col(Response.answered_at) <= known.moment,
            known.recorded(Response),
        )
        .order_by(col(Response.answered_at), col(Response.id))
    )
    return list(session.execute(statement))


def _weights(session: Session, principal: Principal, account_id: int, known: KnownOn) -> dict[int, float]:
    scores = account_scores(session, principal, account_id, known)
    return {} if scores is None else {person.person_id: person.weight for person in scores.chain.people}


def _asked(session: Session, account_id: int, known: KnownOn) -> dict[int, date]:
    statement = (
        select(col(Invitation.person_id), col(Invitation.sent_at))
        .where(
            col(Invitation.account_id) == account_id,
            col(Invitation.sent_at) <= known.moment,
            col(Invitation.sent_at) > known.moment - ASKED_WITHIN,
        )
        .order_by(col(Invitation.sent_at))
    )
    return {row.person_id: _day(row.sent_at) for row in session.execute(statement)}


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()


def _latest_days(rows: list[Row[Any]]) -> dict[int, date]:
    # Rows come oldest first.
    return {row.person_id: _day(row.answered_at) for row in rows if row.person_id is not None}


def _days(people: list[int], latest: dict[int, date]) -> np.ndarray[Any, np.dtype[np.datetime64]]:
    return np.array([latest.get(person, np.datetime64("NaT")) for person in people], dtype="datetime64[D]")


@dataclass(frozen=True, eq=False)
class _Said:
    """All that was read about one account's feedback, and how much of it the reader may see."""

    people: list[int]
    roles: dict[int, Role]
    rows: list[Row[Any]]
    weights: dict[int, float]
    asked: dict[int, date]
    latest: dict[int, date]
    today: date
    named: bool
    aggregate: bool
    parameters: FeedbackParameters

    def result(self, role: Role) -> RoleResult:
        mine = [person for person in self.people if self.roles.get(person) is role]
        nps = [r for r in self.rows if r.metric is QuestionKind.NPS and self.roles.get(r.person_id) is role]
        answered = {row.person_id for row in self.rows if self.roles.get(row.person_id) is role}
        withheld = not self.named and (not self.aggregate or len(answered) < ANONYMITY_THRESHOLD)
        frame = _frame([] if withheld else nps, self.roles)
        last = [self.latest[person] for person in answered if person in self.latest]
        return RoleResult(
            role=role,
            invited=len(self.asked.keys() & set(mine)),
            answered=0 if withheld else len(answered),
            feedback=feedback_by_role(frame, self.today, None, self.parameters)[role],
            response_coverage=None if withheld else self._covered(mine),
            latest=None if withheld else max(last, default=None),
            withheld=withheld,
        )

    def _covered(self, people: list[int]) -> float | None:
        weight = sum(self.weights.get(person, 0.0) for person in people)
        valid = has_valid_answer(_days(people, self.latest), self.today, self.parameters)
        covered = sum(self.weights.get(person, 0.0) for person, good in zip(people, valid, strict=True) if good)
        return covered / weight if weight > 0 else None


def _frame(rows: list[Row[Any]], roles: dict[int, Role]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "person": [row.person_id for row in rows],
            "survey": [row.survey_id if row.survey_id is not None else row.purpose.value for row in rows],
            "answered_on": np.array([_day(row.answered_at) for row in rows], dtype="datetime64[s]"),
            "score": np.array([row.score for row in rows], dtype=np.float64),
            "role": [roles[row.person_id].value for row in rows],
            "transactional": np.array([row.purpose is SurveyPurpose.TRANSACTIONAL for row in rows], dtype=np.bool_),
        }
    )


def _weighted_nps(results: list[RoleResult], roles: dict[int, Role], weights: dict[int, float]) -> float | None:
    said = [result for result in results if result.feedback.reported.answers > 0]
    by_role = {
        result.role: sum(weight for person, weight in weights.items() if roles.get(person) is result.role)
        for result in said
    }
    total = sum(by_role.values())
    if total <= 0:
        return None
    return sum(result.feedback.mean * by_role[result.role] for result in said) / total


def _quotes(rows: list[Row[Any]], roles: dict[int, Role], most: int) -> list[Quote]:
    said = [row for row in rows if row.comment and row.comment.strip()]
    return [
        Quote(
            response_id=row.id,
            text=row.comment,
            metric=row.metric,
            score=row.score,
            person_id=row.person_id,
            role=roles.get(row.person_id) if row.person_id is not None else None,
            answered_on=_day(row.answered_at),
        )
        for row in reversed(said)
    ][:most]
