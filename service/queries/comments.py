"""Comments one by one: found by their words and by who said them, with tone, themes and what people corrected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, literal, select
from sqlmodel import Session, col

from models.account import Account
from models.comment import CommentCorrection, CommentReading, CommentReadingTheme
from models.person import Person, RoleAssignment
from models.survey import Response, Survey, SurveyVersion
from models.user import User
from scoring.comment_quotes import marked, quote
from scoring.comment_values import Tone
from scoring.comment_words import normalised
from scoring.vocabulary import QuestionKind, Role
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.queries.comment_reach import comments_within
from service.queries.known_on import KnownOn

PAGE = 25
MOST_WORDS = 10


class CommentSort(StrEnum):
    """In which order comments come."""

    LATEST = "latest"
    WORST = "worst"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class CommentFilter:
    """Which comments are wanted; what is None does not restrict. ``days``: answered within so many."""

    search: str | None = None
    tone: Tone | None = None
    theme_id: int | None = None
    without_theme: bool = False
    role: Role | None = None
    segment: str | None = None
    account_id: int | None = None
    touchpoint_id: int | None = None
    language: str | None = None
    days: int | None = None
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class CommentRow:
    """One comment. ``pieces`` are the quote, or all of it in ``full``, with whether each was searched for.

    ``person`` None: said anonymously; ``by`` says who corrected the reading, and when.
    """

    id: int
    pieces: list[tuple[str, bool]]
    full: list[tuple[str, bool]] | None
    tone: Tone
    tone_value: float
    theme_ids: tuple[int, ...]
    account_id: int
    account: str
    person_id: int | None
    person: str | None
    role: Role | None
    metric: QuestionKind | None
    score: float | None
    survey: str | None
    language: str
    answered_at: datetime
    version: int
    by: str | None
    corrected_at: datetime | None


@dataclass(frozen=True, slots=True)
class CommentList:
    """One page of comments, how many match in all, and how many of each tone."""

    rows: list[CommentRow]
    total: int
    tones: dict[Tone, int]


def comments(
    session: Session,
    principal: Principal,
    wanted: CommentFilter = CommentFilter(),
    *,
    now: datetime,
    sort: CommentSort = CommentSort.LATEST,
    limit: int = PAGE,
    offset: int = 0,
) -> CommentList:
    """The comments within reach that the filter lets through.

    :raises Forbidden: the role may see no single answers.
    """
    require(principal, Resource.RESPONSE, Action.READ)
    conditions = [comments_within(principal), *_conditions(wanted, now)]
    counted = (
        _from(select(col(CommentReading.tone), func.count())).where(*conditions).group_by(col(CommentReading.tone))
    )
    tones = {tone: int(count) for tone, count in session.execute(counted)}
    orders: dict[CommentSort, tuple[ColumnElement[Any], ...]] = {
        CommentSort.LATEST: (),
        CommentSort.WORST: (col(CommentReading.tone_value).asc(),),
        CommentSort.BEST: (col(CommentReading.tone_value).desc(),),
    }
    order = (*orders[sort], col(Response.answered_at).desc(), col(Response.id).desc())
    found = list(session.execute(_rows().where(*conditions).order_by(*order).limit(limit).offset(offset)))
    return CommentList(_completed(session, found, wanted.search, now), sum(tones.values()), tones)


def one_comment(session: Session, principal: Principal, response_id: int, *, now: datetime) -> CommentRow | None:
    """One comment as the list shows it; None: absent, or not within reach."""
    require(principal, Resource.RESPONSE, Action.READ)
    found = list(session.execute(_rows().where(comments_within(principal), col(Response.id) == response_id)))
    return next(iter(_completed(session, found, None, now)), None)


def _from(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        statement.select_from(CommentReading)
        .join(Response, col(Response.id) == col(CommentReading.response_id))
        .join(Account, col(Account.id) == col(Response.account_id))
        .outerjoin(SurveyVersion, col(SurveyVersion.id) == col(Response.survey_version_id))
        .outerjoin(Survey, col(Survey.id) == col(SurveyVersion.survey_id))
    )


def _rows() -> Select[*tuple[Any, ...]]:
    correction = and_(
        col(CommentCorrection.response_id) == col(Response.id), col(CommentCorrection.superseded_at).is_(None)
    )
    statement: Select[*tuple[Any, ...]] = select(
        col(Response.id),
        col(Response.comment),
        col(CommentReading.tone),
        col(CommentReading.tone_value),
        col(Response.account_id),
        col(Account.name).label("account"),
        col(Response.person_id),
        col(Person.name).label("person"),
        col(Response.metric),
        col(Response.score),
        col(Survey.name).label("survey"),
        col(CommentReading.language),
        col(Response.answered_at),
        col(CommentReading.version),
        col(CommentCorrection.recorded_at).label("corrected_at"),
        col(User.name).label("by"),
    )
    return (
        _from(statement)
        .outerjoin(Person, col(Person.id) == col(Response.person_id))
        .outerjoin(CommentCorrection, correction)
        .outerjoin(User, col(User.id) == col(CommentCorrection.recorded_by_id))
    )


def _conditions(wanted: CommentFilter, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        col(CommentReading.search_text).contains(word, autoescape=True)
        for word in normalised(wanted.search or "").split()[:MOST_WORDS]
    ]
    themes = select(col(CommentReadingTheme.response_id))
    if wanted.theme_id is not None:
        found.append(col(Response.id).in_(themes.where(col(CommentReadingTheme.theme_id) == wanted.theme_id)))
    if wanted.without_theme:
        found.append(col(Response.id).not_in(themes))
    if wanted.role is not None:
        found.append(_leads_as(wanted.role, now))
    if wanted.days is not None:
        found.append(col(Response.answered_at) > now - timedelta(days=wanted.days))
    if wanted.corrected:
        found.append(col(CommentReading.corrected).is_(True))
    equal = {
        CommentReading.tone: wanted.tone,
        CommentReading.language: wanted.language,
        Account.segment: wanted.segment,
        Response.account_id: wanted.account_id,
        Survey.touchpoint_id: wanted.touchpoint_id,
    }
    return [*found, *(col(column) == value for column, value in equal.items() if value is not None)]


def _leads_as(role: Role, now: datetime) -> ColumnElement[bool]:
    """That the person's leading role on the account is ``role``: it is held, and none that decides more."""

    def held(several: Sequence[Role]) -> ColumnElement[bool]:
        return (
            select(literal(1))
            .where(
                col(RoleAssignment.account_id) == col(Response.account_id),
                col(RoleAssignment.person_id) == col(Response.person_id),
                col(RoleAssignment.role).in_(several),
                KnownOn.at(now).effective(RoleAssignment),
                col(RoleAssignment.suggested).is_(False),
            )
            .correlate(Response)
            .exists()
        )

    order = list(Role)
    above = order[: order.index(role)]
    return and_(held([role]), ~held(above)) if above else held([role])


def _completed(session: Session, rows: list[Row[Any]], search: str | None, now: datetime) -> list[CommentRow]:
    ids = [row.id for row in rows]
    themes: dict[int, list[int]] = {}
    held = select(col(CommentReadingTheme.response_id), col(CommentReadingTheme.theme_id))
    for response_id, theme_id in session.execute(held.where(col(CommentReadingTheme.response_id).in_(ids))):
        themes.setdefault(response_id, []).append(theme_id)
    roles = _roles(session, rows, now)
    words = normalised(search or "").split()
    found = []
    for row in rows:
        short = quote(row.comment, words[0] if words else "")
        is_short = short == " ".join(row.comment.split())
        found.append(
            CommentRow(
                id=row.id,
                pieces=marked(row.comment if is_short else short, search or ""),
                full=None if is_short else marked(row.comment, search or ""),
                tone=row.tone,
                tone_value=row.tone_value,
                theme_ids=tuple(themes.get(row.id, ())),
                account_id=row.account_id,
                account=row.account,
                person_id=row.person_id,
                person=row.person,
                role=roles.get((row.account_id, row.person_id)),
                metric=row.metric,
                score=row.score,
                survey=row.survey,
                language=row.language,
                answered_at=row.answered_at,
                version=row.version,
                by=row.by,
                corrected_at=row.corrected_at,
            )
        )
    return found


def _roles(session: Session, rows: list[Row[Any]], now: datetime) -> dict[tuple[int, int | None], Role]:
    """The leading role of each person on the account that they spoke for."""
    people = {row.person_id for row in rows if row.person_id is not None}
    statement = select(col(RoleAssignment.account_id), col(RoleAssignment.person_id), col(RoleAssignment.role)).where(
        col(RoleAssignment.person_id).in_(people),
        col(RoleAssignment.account_id).in_({row.account_id for row in rows}),
        KnownOn.at(now).effective(RoleAssignment),
        col(RoleAssignment.suggested).is_(False),
    )
    order = list(Role)
    leading: dict[tuple[int, int | None], Role] = {}
    for account_id, person_id, role in session.execute(statement) if people else ():
        key = (account_id, person_id)
        if key not in leading or order.index(role) < order.index(leading[key]):
            leading[key] = role
    return leading
