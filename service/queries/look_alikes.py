"""Pairs of records that may be the same, side by side, and the merges that were made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.account import Account
from models.importing import ExternalReference, LookAlike, Merge
from models.person import Membership, Person
from models.vocabulary import ReviewState
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import NotFound
from service.queries.records_in_reach import people_in_reach
from service.queries.visibility import accounts_within


@dataclass(frozen=True)
class Side:
    """One record of a pair: its fields by name, where it stands, and what other systems call it."""

    id: int
    name: str
    fields: Mapping[str, str | None]
    accounts: Sequence[str]
    references: Sequence[str]


@dataclass(frozen=True)
class LookAlikeRow:
    """A pair of records and how alike they are (0-1, high is alike)."""

    id: int
    table_name: str
    likeness: float
    reasons: Sequence[str]
    state: ReviewState
    created_at: datetime
    first: Side
    second: Side


@dataclass(frozen=True)
class MergeRow:
    """A merge that was made, and whether it was taken apart."""

    id: int
    table_name: str
    kept_id: int
    kept: str
    merged_id: int
    merged: str
    merged_at: datetime
    undone_at: datetime | None


def _both_in_reach(principal: Principal) -> ColumnElement[bool]:
    pair = LookAlike
    people = select(col(Person.id)).where(people_in_reach(principal, Resource.IMPORT, Action.READ))
    accounts = select(col(Account.id)).where(accounts_within(principal, Resource.IMPORT, Action.READ))
    return or_(
        and_(col(pair.table_name) == "person", col(pair.first_id).in_(people), col(pair.second_id).in_(people)),
        and_(col(pair.table_name) == "account", col(pair.first_id).in_(accounts), col(pair.second_id).in_(accounts)),
    )


def look_alikes(
    session: Session,
    principal: Principal,
    *,
    state: ReviewState | None = ReviewState.OPEN,
    limit: int = 50,
    offset: int = 0,
) -> tuple[Sequence[LookAlikeRow], int]:
    """The pairs of which both records are within reach, the most alike first, and how many there are."""
    require(principal, Resource.IMPORT, Action.READ)
    pair = LookAlike
    where = [_both_in_reach(principal)]
    if state is not None:
        where.append(col(pair.state) == state)
    statement = select(pair).where(*where).order_by(col(pair.likeness).desc(), col(pair.id)).limit(limit).offset(offset)
    found = list(session.execute(statement).scalars())
    total = session.scalar(select(func.count()).select_from(pair).where(*where)) or 0
    return _with_sides(session, principal, found), total


def look_alike(session: Session, principal: Principal, look_alike_id: int) -> LookAlikeRow:
    """One pair.

    :raises NotFound: absent, or one of the two is out of reach.
    """
    require(principal, Resource.IMPORT, Action.READ)
    statement = select(LookAlike).where(col(LookAlike.id) == look_alike_id, _both_in_reach(principal))
    found = session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound
    return _with_sides(session, principal, [found])[0]


def _with_sides(session: Session, principal: Principal, pairs: Sequence[LookAlike]) -> list[LookAlikeRow]:
    ids = {t: {i for p in pairs if p.table_name == t for i in (p.first_id, p.second_id)} for t in ("person", "account")}
    sides: dict[tuple[str, int], Side] = {}
    references: dict[tuple[str, int], list[str]] = {}
    for table, wanted in ids.items():
        statement = select(
            col(ExternalReference.record_id), col(ExternalReference.source), col(ExternalReference.external_id)
        ).where(col(ExternalReference.table_name) == table, col(ExternalReference.record_id).in_(wanted))
        for record_id, source, external_id in session.execute(statement):
            if not external_id.startswith("~"):
                references.setdefault((table, record_id), []).append(f"{source.partition('~')[0]} {external_id}")
    standing: dict[int, list[str]] = {}
    place = (
        select(col(Membership.person_id), col(Account.name))
        .join(Account, col(Account.id) == col(Membership.account_id))
        .where(
            col(Membership.person_id).in_(ids["person"]),
            col(Membership.superseded_at).is_(None),
            accounts_within(principal, Resource.ACCOUNT, Action.READ),
        )
        .order_by(col(Account.name))
    )
    for person_id, name in session.execute(place):
        standing.setdefault(person_id, []).append(name)
    for person in session.execute(select(Person).where(col(Person.id).in_(ids["person"]))).scalars():
        fields = {n: getattr(person, n) for n in ("email", "phone", "title", "department", "organisation")}
        key = ("person", person.id)
        sides[key] = Side(person.id, person.name, fields, standing.get(person.id, []), references.get(key, []))
    for account in session.execute(select(Account).where(col(Account.id).in_(ids["account"]))).scalars():
        fields = {n: getattr(account, n) for n in ("domain", "segment", "region", "country", "industry")}
        key = ("account", account.id)
        sides[key] = Side(account.id, account.name, fields, [], references.get(key, []))
    return [
        LookAlikeRow(
            p.id, p.table_name, p.likeness, p.reasons, p.state, p.created_at,
            sides[(p.table_name, p.first_id)], sides[(p.table_name, p.second_id)],
        )
        for p in pairs
        if (p.table_name, p.first_id) in sides and (p.table_name, p.second_id) in sides
    ]  # fmt: skip


def merges(
    session: Session, principal: Principal, *, limit: int = 50, offset: int = 0
) -> tuple[Sequence[MergeRow], int]:
    """The merges whose kept record is within reach, the newest first, and how many there are."""
    require(principal, Resource.IMPORT, Action.READ)
    rows: list[MergeRow] = []
    people = people_in_reach(principal, Resource.IMPORT, Action.READ)
    accounts = accounts_within(principal, Resource.IMPORT, Action.READ)
    kinds: tuple[tuple[str, type[Person] | type[Account], ColumnElement[bool]], ...] = (
        ("person", Person, people),
        ("account", Account, accounts),
    )
    for table, kept, condition in kinds:
        merged = aliased(kept)
        statement = (
            select(Merge, col(kept.name), col(merged.name))
            .join(kept, col(kept.id) == col(Merge.kept_id))
            .join(merged, col(merged.id) == col(Merge.merged_id))
            .where(col(Merge.table_name) == table, condition)
        )
        rows += [
            MergeRow(m.id, m.table_name, m.kept_id, kept_name, m.merged_id, merged_name, m.merged_at, m.undone_at)
            for m, kept_name, merged_name in session.execute(statement)
        ]
    rows.sort(key=lambda m: -m.id)
    return rows[offset : offset + limit], len(rows)
