"""What a list of comments can be narrowed to: segments, accounts, touchpoints and languages that occur in it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.comment import CommentReading
from models.survey import Response, Survey, SurveyVersion, Touchpoint
from service.auth.principal import Principal
from service.queries.comment_reach import comments_within

# Beyond these, the name of an account is typed into the search over accounts, and its page leads here.
MOST_ACCOUNTS = 500


@dataclass(frozen=True, slots=True)
class CommentChoices:
    """Each with its value and its words; an empty list: there is nothing to choose."""

    segments: list[str]
    accounts: list[tuple[int, str]]
    touchpoints: list[tuple[int, str]]
    languages: list[str]


def comment_choices(session: Session, principal: Principal) -> CommentChoices:
    """What occurs among the comments within reach."""
    within = comments_within(principal)
    accounts = (
        select(col(Account.id), col(Account.name), col(Account.segment))
        .where(col(Account.id).in_(select(col(Response.account_id)).where(within)))
        .order_by(col(Account.name))
    )
    rows = list(session.execute(accounts))
    touchpoints = (
        select(col(Touchpoint.id), col(Touchpoint.name))
        .where(
            col(Touchpoint.id).in_(
                select(col(Survey.touchpoint_id))
                .join(SurveyVersion, col(SurveyVersion.survey_id) == col(Survey.id))
                .join(Response, col(Response.survey_version_id) == col(SurveyVersion.id))
                .where(within)
            )
        )
        .order_by(col(Touchpoint.position), col(Touchpoint.name))
    )
    languages: Any = (
        select(col(CommentReading.language))
        .join(Response, col(Response.id) == col(CommentReading.response_id))
        .where(within)
        .distinct()
    )
    return CommentChoices(
        segments=sorted({row.segment for row in rows if row.segment}),
        accounts=[(row.id, row.name) for row in rows[:MOST_ACCOUNTS]],
        touchpoints=[(row.id, row.name) for row in session.execute(touchpoints)],
        languages=sorted(session.execute(languages).scalars()),
    )
