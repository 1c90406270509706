"""How surveys do: who was asked, who answered, and the number that came out, per survey and together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, case, func, select
from sqlmodel import Session, col

from models.account import Account
from models.survey import Invitation, Response, SurveyVersion
from models.vocabulary import InvitationState
from scoring.feedback import nps_classes, nps_reported, top_box
from scoring.feedback_parameters import TopBox
from scoring.vocabulary import QuestionKind
from service.auth.policy import Action, Reach, Resource, reach
from service.auth.principal import Principal
from service.queries.account_feedback import ANONYMITY_THRESHOLD
from service.queries.visibility import accounts_within

WITHIN = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Figure:
    """What was answered to one or several surveys within a year.

    ``metric`` None: no number was asked. ``value`` with ``low`` and ``high``: NPS in points (-100 to 100), or the share
    of satisfied answers in [0, 1] of CSAT and CES; high is good. ``withheld``: answered by fewer people than may be
    shown; the numbers are then absent.
    """

    asked: int = 0
    answered_invitations: int = 0
    answers: int = 0
    metric: QuestionKind | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    withheld: bool = False

    @property
    def response_rate(self) -> float | None:
        """The share in [0, 1] of those asked by an invitation who answered; None where nobody was asked."""
        return self.answered_invitations / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Counted:
    """One score of one scale and how many people gave it last; ``named``: how many of them by name."""

    survey_id: int
    metric: QuestionKind
    score: float
    low: float
    high: float
    low_is_good: bool
    people: int
    named: int


@dataclass(frozen=True)
class SurveyNumbers:
    """The raw counts behind the figures, read once for any number of surveys."""

    asked: dict[int, tuple[int, int]]
    scores: dict[int, list[Counted]]
    attributed: bool

    def figure(self, survey_ids: Iterable[int]) -> Figure:
        """One figure over several surveys: of the metric that most answers speak of.

        A survey that too few people answered to be shown is left out of the sum as well: the difference of two
        figures must not tell what neither of them may.
        """
        ids = list(survey_ids)
        asked = sum(self.asked.get(one, (0, 0))[0] for one in ids)
        answered = sum(self.asked.get(one, (0, 0))[1] for one in ids)
        answering = [one for one in ids if self.scores.get(one)]
        shown = [one for one in answering if self._may_be_shown(self.scores[one])]
        counted = [count for one in shown for count in self.scores[one]]
        if not counted:
            return Figure(asked, answered, withheld=bool(answering))
        by_metric: dict[QuestionKind, int] = defaultdict(int)
        for count in counted:
            by_metric[count.metric] += count.people
        metric = max(by_metric, key=lambda kind: (by_metric[kind], kind is QuestionKind.NPS))
        same = [count for count in counted if count.metric is metric]
        value, low, high = _nps(same) if metric is QuestionKind.NPS else _satisfied(same)
        return Figure(
            asked, answered, by_metric[metric], metric, value, low, high, withheld=len(shown) < len(answering)
        )

    def _may_be_shown(self, counted: list[Counted]) -> bool:
        people = sum(count.people for count in counted)
        anonymous = people - sum(count.named for count in counted)
        hidden = anonymous if self.attributed else people
        return not 0 < hidden < ANONYMITY_THRESHOLD


def survey_numbers(session: Session, principal: Principal, *, now: datetime) -> SurveyNumbers:
    """Counts of the last year over the accounts whose answers the reader may see, or may see in sums."""
    got = reach(principal, Resource.RESPONSE, Action.READ)
    within = _accounts(principal, got)
    return SurveyNumbers(
        asked=_asked(session, within, now),
        scores=_scores(session, within, now),
        attributed=got >= Reach.OWN,
    )


def _accounts(principal: Principal, got: Reach) -> Any:
    resource = Resource.ACCOUNT if got is Reach.AGGREGATE else Resource.RESPONSE
    condition: ColumnElement[bool] = accounts_within(principal, resource)
    return select(col(Account.id)).where(condition)


def _asked(session: Session, within: Any, now: datetime) -> dict[int, tuple[int, int]]:
    answered = func.sum(case((col(Invitation.state) == InvitationState.ANSWERED, 1), else_=0))
    statement = (
        select(col(SurveyVersion.survey_id), func.count().label("asked"), answered.label("answered"))
        .select_from(Invitation)
        .join(SurveyVersion, col(SurveyVersion.id) == col(Invitation.survey_version_id))
        .where(
            col(Invitation.sent_at) > now - WITHIN,
            col(Invitation.sent_at) <= now,
            col(Invitation.account_id).in_(within),
        )
        .group_by(col(SurveyVersion.survey_id))
    )
    return {row.survey_id: (int(row.asked), int(row.answered)) for row in session.execute(statement)}


def _scores(session: Session, within: Any, now: datetime) -> dict[int, list[Counted]]:
    # The latest answer of a person to a survey counts; each anonymous one stands for itself.
    person = func.coalesce(col(Response.person_id), -col(Response.id))
    place = func.row_number().over(
        partition_by=(col(SurveyVersion.survey_id), col(Response.account_id), person, col(Response.metric)),
        order_by=(col(Response.answered_at).desc(), col(Response.id).desc()),
    )
    latest = (
        select(
            col(SurveyVersion.survey_id),
            col(Response.person_id),
            col(Response.metric),
            col(Response.score),
            col(Response.scale_low),
            col(Response.scale_high),
            col(Response.low_is_good),
            place.label("place"),
        )
        .join(SurveyVersion, col(SurveyVersion.id) == col(Response.survey_version_id))
        .where(
            col(Response.answered_at) > now - WITHIN,
            col(Response.answered_at) <= now,
            col(Response.superseded_at).is_(None),
            col(Response.metric).in_((QuestionKind.NPS, QuestionKind.CSAT, QuestionKind.CES)),
            col(Response.score).is_not(None),
            col(Response.account_id).in_(within),
        )
        .subquery()
    )
    kept = latest.c
    parts = (kept.survey_id, kept.metric, kept.score, kept.scale_low, kept.scale_high, kept.low_is_good)
    statement = (
        select(*parts, func.count().label("people"), func.count(kept.person_id).label("named"))
        .where(kept.place == 1)
        .group_by(*parts)
    )
    found: dict[int, list[Counted]] = defaultdict(list)
    for row in session.execute(statement):
        found[row.survey_id].append(Counted(*row))
    return found


def _nps(counted: list[Counted]) -> tuple[float, float, float]:
    classes = [0, 0, 0]
    for count in counted:
        classes[int(nps_classes(np.array([count.score]))[0])] += count.people
    reported = nps_reported(promoters=classes[2], passives=classes[1], detractors=classes[0])
    return reported.score, reported.low, reported.high


def _satisfied(counted: list[Counted]) -> tuple[float, float, float]:
    """The share in the best boxes: two of five ratings, three of seven; mixed scales by the place on their own."""
    best = [_is_best(count) for count in counted]
    marks = np.repeat(np.where(best, 2.0, 1.0), [count.people for count in counted])
    result = top_box(marks, TopBox(1.0, 2.0, 1))
    return result.share or 0.0, result.low, result.high


def _is_best(count: Counted) -> bool:
    boxes = max(1, round(0.4 * (count.high - count.low + 1)))
    if count.low_is_good:
        return count.score < count.low + boxes
    return count.score > count.high - boxes
