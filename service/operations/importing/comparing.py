"""After an import: which of its new records look like others; a person decides, nothing is merged here."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from sqlalchemy import and_, func, insert, or_, select
from sqlmodel import col

from models.account import Account
from models.importing import ImportBatch, ImportChange, LookAlike
from models.person import Membership, Person
from service.imports.likeness import Comparable, Pair, find_pairs
from service.keys import company_key, phone_key
from service.operations.importing.context import ImportContext
from service.operations.importing.lookups import present_people, runs

ACCOUNTS_A_STEP = 200
COMMON_NAME = 20
"""A name that more people bear than this is no hint; only people of one account or address are compared then."""

COMPARED_BY_LIKENESS = 200_000
"""With more accounts than this only those of the same name key or domain are compared."""


def compare_new(context: ImportContext, table: str, after: int) -> int | None:
    """Compare a run of the batch's new records and keep the pairs found; where to go on, None at the end."""
    if table == "account":
        _compare_accounts(context)
        return None
    return _compare_people(context, after)


def _new(context: ImportContext, table: str) -> Iterator[int]:
    statement = select(col(ImportChange.record_id)).where(
        col(ImportChange.batch_id) == context.batch_id,
        col(ImportChange.table_name) == table,
        col(ImportChange.before).is_(None),
    )
    return iter(context.session.scalars(statement))


def _compare_accounts(context: ImportContext) -> None:
    new = list(_new(context, "account"))
    if not new:
        return
    columns = (col(Account.id), col(Account.name), col(Account.name_key), col(Account.domain))
    there = select(*columns).where(col(Account.archived_at).is_(None))
    if (context.session.scalar(select(func.count(col(Account.id)))) or 0) <= COMPARED_BY_LIKENESS:
        rows = list(context.session.execute(there))
    else:
        rows = []
        for run in runs(new):
            rows += context.session.execute(there.where(col(Account.id).in_(run)))
        for run in runs({key for _, _, key, _ in rows}):
            rows += context.session.execute(there.where(col(Account.name_key).in_(run), col(Account.id).not_in(new)))
    records = [
        Comparable(
            account_id, company_key(name), organisation="", together=frozenset({f"d:{domain}"} if domain else ())
        )
        for account_id, name, _, domain in {row[0]: row for row in rows}.values()
    ]
    _keep(context, "account", find_pairs(records, frozenset(new), name_suffices=True))


def _compare_people(context: ImportContext, after: int) -> int | None:
    """The next accounts that the batch put people on, all of their people with each other."""
    if context.touched is None:
        context.touched = _touched(context)
        # A million ids: as numbers side by side they are eight bytes each.
        context.created = np.sort(np.fromiter(_new(context, "person"), dtype=np.int64))
    accounts = [a for a in context.touched if a > after][:ACCOUNTS_A_STEP]
    if not accounts:
        return None
    people: dict[int, set[str]] = {}
    statement = select(col(Membership.person_id), col(Membership.account_id)).where(
        col(Membership.account_id).in_(accounts), col(Membership.superseded_at).is_(None)
    )
    for person, account in context.session.execute(statement):
        people.setdefault(person, set()).add(str(account))
    there = np.fromiter(people, dtype=np.int64, count=len(people))
    at = np.searchsorted(context.created, there)
    inside = at < len(context.created)
    among = frozenset(there[inside][context.created[at[inside]] == there[inside]].tolist())
    records = _people(context, people, among)
    pairs: dict[tuple[int, int], Pair] = {}
    for group in _groups(records, among):
        pairs.update({(p.first_id, p.second_id): p for p in find_pairs(group, among)})
    _keep(context, "person", list(pairs.values()))
    return int(accounts[-1])


def _groups(records: list[Comparable], among: frozenset[int]) -> list[list[Comparable]]:
    """Who is compared with whom: the people of one account, those of one address, and those of one name."""
    groups: dict[tuple[str, str], list[Comparable]] = defaultdict(list)
    for record in records:
        for account in record.together:
            groups["account", account].append(record)
        if record.email:
            groups["email", record.email].append(record)
        if record.phone or record.organisation:
            groups["name", record.name].append(record)
    return [
        _telling_names(group) if kind == "account" else group
        for (kind, _), group in groups.items()
        if len(group) > 1
        and (kind != "name" or len(group) <= COMMON_NAME)
        and any(record.id in among for record in group)
    ]


def _telling_names(group: list[Comparable]) -> list[Comparable]:
    """The people of one account without the words that most of their names share: a firm's name before each login."""
    if len(group) <= COMMON_NAME:
        return group
    words = Counter(word for record in group for word in set(record.name.split()))
    shared = {word for word, count in words.items() if count > len(group) / 2}
    if not shared:
        return group
    told = [" ".join(word for word in record.name.split() if word not in shared) for record in group]
    return [replace(record, name=name or record.name) for record, name in zip(group, told, strict=True)]


def _touched(context: ImportContext) -> list[int]:
    """The accounts that the batch put people on, in order."""
    place = Membership
    statement = (
        select(col(place.account_id))
        .distinct()
        .join(
            ImportChange,
            (col(ImportChange.record_id) == col(place.id)) & (col(ImportChange.table_name) == "membership"),
        )
        .where(col(ImportChange.batch_id) == context.batch_id)
        .order_by(col(place.account_id))
    )
    return list(context.session.scalars(statement))


def _people(context: ImportContext, people: dict[int, set[str]], among: frozenset[int]) -> list[Comparable]:
    """These people, and whoever elsewhere shares an address or a name with a new one."""
    columns = (
        col(Person.id), col(Person.name_key), col(Person.email_key), col(Person.phone), col(Person.organisation),
    )  # fmt: skip
    alive = (present_people(),)
    rows: dict[int, tuple[int, str, str | None, str | None, str | None]] = {}
    for run in runs(people):
        for row in context.session.execute(select(*columns).where(col(Person.id).in_(run), *alive)):
            rows[row[0]] = tuple(row)
    names = {rows[i][1] for i in among if i in rows and (rows[i][3] or rows[i][4])} - context.common_names
    emails = {e for i in among if i in rows and (e := rows[i][2])}
    for some in runs(emails):
        for row in context.session.execute(select(*columns).where(col(Person.email_key).in_(some), *alive)):
            rows.setdefault(row[0], tuple(row))
    for row in _namesakes(context, names, columns):
        rows.setdefault(row[0], row)
    return [
        Comparable(
            i, name, email or "", phone_key(phone or ""), company_key(organisation or ""), frozenset(people.get(i, ()))
        )
        for i, name, email, phone, organisation in rows.values()
    ]


def _namesakes(context: ImportContext, names: set[str], columns: tuple[Any, ...]) -> list[Any]:
    """People of these names of whom more is known; a name that many bear says nothing, and is left out for good."""
    found: list[Any] = []
    for run in runs(names):
        known = and_(
            col(Person.name_key).in_(run),
            present_people(),
            or_(col(Person.phone).is_not(None), col(Person.organisation).is_not(None)),
        )
        bearers = select(col(Person.name_key), func.count()).where(known).group_by(col(Person.name_key))
        shared: list[str] = []
        for name, people in context.session.execute(bearers.having(func.count() > 1)):
            context.common_names.add(name) if people > COMMON_NAME else shared.append(name)
        found += [tuple(row) for some in runs(shared) for row in context.session.execute(
            select(*columns).where(known, col(Person.name_key).in_(some))
        )]  # fmt: skip
    return found


def _keep(context: ImportContext, table: str, pairs: list[Pair]) -> None:
    """Store pairs that nobody has judged or is judging yet."""
    look_alike = LookAlike
    known: set[tuple[int, int]] = set()
    for run in runs(p.first_id for p in pairs):
        statement = select(col(look_alike.first_id), col(look_alike.second_id)).where(
            col(look_alike.table_name) == table, col(look_alike.first_id).in_(run)
        )
        known.update((a, b) for a, b in context.session.execute(statement))
    rows = [
        {
            "table_name": table, "first_id": p.first_id, "second_id": p.second_id, "likeness": p.likeness,
            "reasons": list(p.reasons), "batch_id": context.batch_id, "created_at": context.now,
        }
        for p in pairs
        if (p.first_id, p.second_id) not in known
    ]  # fmt: skip
    if rows:
        context.session.execute(insert(look_alike), rows)
        batch = context.session.get(ImportBatch, context.batch_id)
        if batch is not None:
            batch.detected = {**batch.detected, "look_alikes": int(batch.detected.get("look_alikes", 0)) + len(rows)}
