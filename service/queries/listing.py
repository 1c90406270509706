"""Lists of any noun: which fields are shown, by which it is filtered and ordered, and which rows a reader sees.

Pages are cut by key (the last row of one page is where the next begins), so that a row is neither skipped nor shown
twice however much is written in between.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute
from sqlmodel import Session, SQLModel, col

from models.account import Account
from models.base import Effective
from service.auth.policy import Action, Reach, Resource, reach
from service.auth.principal import Principal
from service.errors import NotFound
from service.queries.known_on import KnownOn
from service.queries.visibility import accounts_within

MOST_ROWS = 100


@dataclass(frozen=True)
class Shown:
    """One field as it is read: its column, its type, and what a reader needs to see it (None: nothing more)."""

    name: str
    column: ColumnElement[Any]
    kind: Any
    needs: Resource | None = None


@dataclass(frozen=True)
class Listing:
    """All that tells one noun's list from another's.

    ``within`` gives the condition on rows for a reader. ``filters`` are compared for equality, ``ranges`` from and to,
    both included; ``searched`` looks for a word, ``usually`` hides what is over. ``sorts`` begins with the usual
    order; "-" is for descending.
    """

    name: str
    shown: tuple[Shown, ...]
    source: type[SQLModel]
    within: Callable[[Principal], ColumnElement[bool]]
    filters: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()
    sorts: tuple[str, ...] = ("id",)
    key: str = "id"
    effective: type[Effective] | None = None
    joined: Callable[[Session, Select[*tuple[Any, ...]]], Select[*tuple[Any, ...]]] | None = None
    usually: Callable[[], ColumnElement[bool]] | None = None
    searched: Callable[[str], ColumnElement[bool]] | None = None
    # What hangs on rows: by its name, the type of one entry and a query that gives the entries of many rows at once.
    parts: Mapping[str, "Part"] = field(default_factory=dict)
    fields: Mapping[str, Shown] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", {one.name: one for one in self.shown})
        for name in (self.key, *self.filters, *self.ranges, *(s.removeprefix("-") for s in self.sorts)):
            if name not in self.fields:
                raise ValueError(f"{self.name} shows no field {name!r}")


@dataclass(frozen=True)
class Part:
    """Lists that hang on rows, read for a whole page at once: the entries by the key of their row."""

    kind: Any
    read: Callable[[Session, Principal, list[Any]], Mapping[Any, list[Any]]]


@dataclass(frozen=True)
class Asked:
    """What a reader asks of a list: equal values, bounds, a word, an order, and after which row to begin."""

    equal: Mapping[str, Any] = field(default_factory=dict)
    least: Mapping[str, Any] = field(default_factory=dict)
    most: Mapping[str, Any] = field(default_factory=dict)
    word: str | None = None
    sort: str | None = None
    limit: int = 50
    # The ordering value and the key of the last row of the page before.
    after: tuple[Any, Any] | None = None
    # What held on this day as it was known then; None: what holds at ``now``.
    as_of: date | None = None
    now: datetime | None = None
    everything: bool = False


@dataclass(frozen=True)
class Page:
    """One page: its rows as shown, and the place after which the next begins (None: this is the last)."""

    rows: list[dict[str, Any]]
    following: tuple[Any, Any] | None


def shown(table: type[SQLModel], *names: str, needs: Mapping[str, Resource] | None = None) -> tuple[Shown, ...]:
    """Columns of a table as they are, with the types that the table gives them."""
    wanted = needs or {}
    return tuple(
        Shown(name, getattr(table, name), table.model_fields[name].annotation, wanted.get(name)) for name in names
    )


def replaced_version(table: Any) -> Shown:
    """The version of what is never edited: 1 while it stands, 2 once it was replaced or taken back."""
    return Shown("version", case((col(table.superseded_at).is_(None), 1), else_=2), int)


def effective_fields(table: type[Effective]) -> tuple[Shown, ...]:
    """When a fact held, when it was known, and its version."""
    times = shown(table, "valid_from", "valid_to", "recorded_at", "superseded_at", "recorded_by_id")
    return (*times, replaced_version(table))


def of_accounts(column: Any, resource: Resource) -> Callable[[Principal], ColumnElement[bool]]:
    """The condition that a row belongs to an account whose ``resource`` the reader may read."""

    def within(principal: Principal) -> ColumnElement[bool]:
        conditions = (accounts_within(principal, Resource.ACCOUNT), accounts_within(principal, resource))
        condition: ColumnElement[bool] = col(column).in_(select(col(Account.id)).where(*conditions))
        return condition

    return within


def everything(_principal: Principal) -> ColumnElement[bool]:
    """No condition: whoever may read this kind of thing at all sees all of it."""
    return true()


def page(session: Session, principal: Principal, listing: Listing, asked: Asked) -> Page:
    """The rows that the principal may see and asked for, at most :data:`MOST_ROWS`."""
    order = asked.sort or listing.sorts[0]
    descending = order.startswith("-")
    by = listing.fields[order.removeprefix("-")]
    key = listing.fields[listing.key]
    limit = min(asked.limit, MOST_ROWS)
    statement = _select(session, listing).where(listing.within(principal), *_conditions(listing, asked))
    if asked.after is not None:
        statement = statement.where(_beyond(by.column, key.column, asked.after, descending))
    direction = by.column.desc() if descending else by.column.asc()
    statement = statement.order_by(direction.nulls_last(), key.column.asc()).limit(limit + 1)
    rows = [row._asdict() for row in session.execute(statement)]
    following = (rows[limit - 1][by.name], rows[limit - 1][key.name]) if len(rows) > limit else None
    return Page(_completed(session, principal, listing, rows[:limit]), following)


def one(session: Session, principal: Principal, listing: Listing, key: Any, *, lock: bool = False) -> dict[str, Any]:
    """One row as shown; ``lock`` holds it against concurrent changes until the transaction ends.

    :raises NotFound: absent, or not within reach.
    """
    statement = _select(session, listing).where(listing.fields[listing.key].column == key, listing.within(principal))
    if lock:
        statement = statement.with_for_update(of=listing.source)
    row = session.execute(statement).first()
    if row is None:
        raise NotFound
    return _completed(session, principal, listing, [row._asdict()])[0]


def _select(session: Session, listing: Listing) -> Select[*tuple[Any, ...]]:
    statement: Select[*tuple[Any, ...]] = select(*(one.column.label(one.name) for one in listing.shown)).select_from(
        listing.source
    )
    return listing.joined(session, statement) if listing.joined is not None else statement


def _conditions(listing: Listing, asked: Asked) -> list[ColumnElement[bool]]:
    conditions = [listing.fields[name].column == value for name, value in asked.equal.items()]
    conditions += [listing.fields[name].column >= value for name, value in asked.least.items()]
    conditions += [listing.fields[name].column <= value for name, value in asked.most.items()]
    if asked.word and listing.searched is not None:
        conditions.append(listing.searched(asked.word))
    if listing.effective is not None and asked.as_of is not None:
        conditions.append(KnownOn.end_of(asked.as_of).effective(listing.effective))
    elif listing.effective is not None and asked.now is not None and not asked.everything:
        conditions.append(KnownOn.at(asked.now).effective(listing.effective))
    if listing.usually is not None and not asked.everything:
        conditions.append(listing.usually())
    return conditions


def _beyond(by: ColumnElement[Any], key: ColumnElement[Any], after: tuple[Any, Any], down: bool) -> ColumnElement[bool]:
    """The condition that a row comes after the last one of the page before; what is not known comes last."""
    value, last = after
    if value is None:
        return and_(by.is_(None), key > last)
    if by is key:
        only: ColumnElement[bool] = key < last if down else key > last
        return only
    return or_(by < value if down else by > value, and_(by == value, key > last), by.is_(None))


def _completed(
    session: Session, principal: Principal, listing: Listing, rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The rows with what hangs on them, and without what the reader may not see."""
    hidden = [one.name for one in listing.shown if one.needs and reach(principal, one.needs, Action.READ) < Reach.OWN]
    keys = [row[listing.key] for row in rows]
    parts = {name: part.read(session, principal, keys) for name, part in listing.parts.items()} if rows else {}
    for row in rows:
        row.update(dict.fromkeys(hidden))
        for name, found in parts.items():
            row[name] = found.get(row[listing.key], [])
    return rows


def contains(columns: Sequence[InstrumentedAttribute[Any] | Any], word: str) -> ColumnElement[bool]:
    """The condition that one of the columns contains the word, signs of patterns taken literally."""
    conditions: list[ColumnElement[bool]] = [col(column).icontains(word, autoescape=True) for column in columns]
    return or_(false(), *conditions)
