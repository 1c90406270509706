"""What comments speak of, in figures: each theme's share, how many are unhappy, trend, money and roles."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session, col

from models.account import Account
from models.comment import CommentReading, CommentReadingTheme, CommentTheme
from models.person import RoleAssignment
from models.survey import Response
from scoring.comment_quality import Share
from scoring.comment_values import Tone
from scoring.vocabulary import Role
from service.auth.policy import Action, Reach, Resource, reach, require
from service.auth.principal import Principal
from service.queries.account_arr import arr_of_accounts
from service.queries.account_feedback import ANONYMITY_THRESHOLD
from service.queries.comment_basis import themes_in_force
from service.queries.comment_reach import comments_within
from service.queries.known_on import KnownOn
from service.queries.visibility import accounts_within

MONTHS = 12


@dataclass(frozen=True, slots=True)
class ThemeFigure:
    """One theme over the comments of a year; ``theme`` None: comments that no theme covers.

    ``touched``: the ARR of the accounts that speak of it, each counted once; None without the permission. ``trend`` and
    ``unhappy`` count comments by month, all and negative ones, oldest first; ``change`` is how the negative share of
    the last half year differs from the half year before, None where either has too few. ``withheld``: too few people
    to be shown to this reader; all figures are then 0.
    """

    theme: CommentTheme | None
    comments: int
    negative: Share
    accounts: int
    touched: float | None
    trend: tuple[int, ...]
    unhappy: tuple[int, ...]
    change: float | None
    roles: tuple[tuple[Role, int, Share], ...]
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class CommentFigures:
    """The themes, those that most unhappy comments speak of first, and the comments of the year in all."""

    themes: list[ThemeFigure]
    rest: ThemeFigure
    months: tuple[date, ...]
    comments: int
    tones: dict[Tone, int]
    currency: str
    named: bool
    withheld: bool


@dataclass(frozen=True, slots=True)
class _Said:
    account_id: int
    person: object
    tone: Tone
    month: int
    role: Role | None


def comment_figures(
    session: Session, principal: Principal, *, today: date, now: datetime, currency: str
) -> CommentFigures:
    """The comments of twelve months by theme: of the reader's accounts, or over all that they may see figures of.

    A reader who may see no single answers gets figures over at least five people; of the roles of a theme, where one
    must be withheld, all are.

    :raises Forbidden: the role may see no answers at all.
    """
    got = require(principal, Resource.RESPONSE, Action.READ, Reach.AGGREGATE)
    named = got >= Reach.OWN
    months = months_until(today)
    said, themes_of = _said(session, principal, named, months, now)
    arr = None
    if reach(principal, Resource.REVENUE, Action.READ) >= Reach.OWN:
        arr = arr_of_accounts(session, principal, today, currency)
    least = 1 if named else ANONYMITY_THRESHOLD
    by_theme: dict[int, list[_Said]] = defaultdict(list)
    rest: list[_Said] = []
    for response_id, one in said.items():
        for theme_id in themes_of.get(response_id, ()):
            by_theme[theme_id].append(one)
        if response_id not in themes_of:
            rest.append(one)
    figures = [_figure(theme, by_theme[theme.id], arr, least) for theme in themes_in_force(session)]
    figures.sort(key=lambda f: (-f.negative.hits, -f.comments, f.theme.name if f.theme else ""))
    withheld = _people(said.values()) < least
    tones = Counter(one.tone for one in said.values())
    return CommentFigures(
        themes=figures,
        rest=_figure(None, rest, arr, least),
        months=months,
        comments=0 if withheld else len(said),
        tones={} if withheld else dict(tones),
        currency=currency,
        named=named,
        withheld=withheld and bool(said),
    )


def _said(
    session: Session, principal: Principal, named: bool, months: tuple[date, ...], now: datetime
) -> tuple[dict[int, _Said], dict[int, list[int]]]:
    first = datetime.combine(months[0], time(0), UTC)
    within = comments_within(principal) if named else _of_accounts_seen(principal)
    conditions = (within, col(Response.answered_at) >= first, col(Response.answered_at) <= now)
    statement = (
        select(
            col(Response.id),
            col(Response.account_id),
            col(Response.person_id),
            col(CommentReading.tone),
            col(Response.answered_at),
        )
        .join(CommentReading, col(CommentReading.response_id) == col(Response.id))
        .where(*conditions)
    )
    roles = _roles(session, now)
    numbers = {month: place for place, month in enumerate(months)}
    said = {row.id: _one(row, roles, numbers) for row in session.execute(statement)}
    themes: dict[int, list[int]] = defaultdict(list)
    held = (
        select(col(CommentReadingTheme.response_id), col(CommentReadingTheme.theme_id))
        .join(Response, col(Response.id) == col(CommentReadingTheme.response_id))
        .where(*conditions)
    )
    for response_id, theme_id in session.execute(held):
        themes[response_id].append(theme_id)
    return said, themes


def _of_accounts_seen(principal: Principal) -> Any:
    seen = select(col(Account.id)).where(accounts_within(principal, Resource.ACCOUNT))
    return (
        col(Response.account_id).in_(seen) & col(Response.superseded_at).is_(None) & col(Response.comment).is_not(None)
    )


def _one(row: Row[Any], roles: dict[tuple[int, int], Role], months: dict[date, int]) -> _Said:
    month = row.answered_at.astimezone(UTC).date().replace(day=1)
    # Nobody knows who said it: each anonymous comment counts as a person of its own.
    person: object = ("anonymous", row.id) if row.person_id is None else row.person_id
    role = None if row.person_id is None else roles.get((row.account_id, row.person_id))
    return _Said(row.account_id, person, row.tone, months.get(month, 0), role)


def _roles(session: Session, now: datetime) -> dict[tuple[int, int], Role]:
    statement = select(col(RoleAssignment.account_id), col(RoleAssignment.person_id), col(RoleAssignment.role)).where(
        KnownOn.at(now).effective(RoleAssignment), col(RoleAssignment.suggested).is_(False)
    )
    order = {role: place for place, role in enumerate(Role)}
    leading: dict[tuple[int, int], Role] = {}
    for account_id, person_id, role in session.execute(statement):
        key = (account_id, person_id)
        if key not in leading or order[role] < order[leading[key]]:
            leading[key] = role
    return leading


def _figure(theme: CommentTheme | None, said: list[_Said], arr: dict[int, float] | None, least: int) -> ThemeFigure:
    if said and _people(said) < least:
        return ThemeFigure(theme, 0, Share(0, 0), 0, None, (), (), None, (), withheld=True)
    accounts = {one.account_id for one in said}
    trend = Counter(one.month for one in said)
    unhappy = Counter(one.month for one in said if one.tone is Tone.NEGATIVE)
    return ThemeFigure(
        theme=theme,
        comments=len(said),
        negative=_negative(said),
        accounts=len(accounts),
        touched=None if arr is None else sum(arr.get(account_id, 0.0) for account_id in accounts),
        trend=tuple(trend[place] for place in range(MONTHS)),
        unhappy=tuple(unhappy[place] for place in range(MONTHS)),
        change=_change(said),
        roles=_by_role(said, least),
    )


def _by_role(said: list[_Said], least: int) -> tuple[tuple[Role, int, Share], ...]:
    several = {role: [one for one in said if one.role is role] for role in Role}
    without = [one for one in said if one.role is None]
    parts = [part for part in (*several.values(), without) if part]
    if any(_people(part) < least for part in parts):
        return ()
    return tuple((role, len(part), _negative(part)) for role, part in several.items() if part)


def _negative(said: list[_Said]) -> Share:
    return Share(sum(one.tone is Tone.NEGATIVE for one in said), len(said))


def _change(said: list[_Said]) -> float | None:
    before = _negative([one for one in said if one.month < MONTHS // 2])
    after = _negative([one for one in said if one.month >= MONTHS // 2])
    if before.share is None or after.share is None or min(before.of, after.of) < ANONYMITY_THRESHOLD:
        return None
    return after.share - before.share


def _people(said: Iterable[_Said]) -> int:
    return len({one.person for one in said})


def months_until(today: date) -> tuple[date, ...]:
    """The first days of the last twelve months, this one included, oldest first.

    >>> [str(day) for day in months_until(date(2026, 2, 10))[-3:]]
    ['2025-12-01', '2026-01-01', '2026-02-01']
    """
    number = today.year * 12 + today.month - 1
    return tuple(date(n // 12, n % 12 + 1, 1) for n in range(number - MONTHS + 1, number + 1))
