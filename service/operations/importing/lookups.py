"""Finding the records that rows point at: a chunk of rows at a time, never a query a row."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlmodel import col

from models.account import Account
from models.importing import ExternalReference
from models.person import Membership, Person
from models.user import User
from service.auth.policy import Action, Resource
from service.keys import domain_key, email_key, name_key
from service.operations.importing.context import ImportContext
from service.queries.visibility import accounts_within

REMEMBERED = 200_000
"""How many ids and names are kept from chunk to chunk, whatever the length of the file."""

_RUN = 800
_Value = TypeVar("_Value", str, int)


def runs(values: Iterable[_Value]) -> Iterator[Sequence[_Value]]:
    """Distinct values in runs that fit into one statement."""
    distinct = list(dict.fromkeys(values))
    for start in range(0, len(distinct), _RUN):
        yield distinct[start : start + _RUN]


def present_people() -> ColumnElement[bool]:
    """The condition that a person was neither merged nor erased.

    Written so that no index serves it: SQLite would take that of ``merged_into_id``, in which nearly everybody stands
    under NULL, and walk through all people instead of looking up a few addresses.
    """
    return and_(func.coalesce(col(Person.merged_into_id), 0) == 0, col(Person.erased_at).is_(None))


class Lookups:
    """What the rows of one import point at, remembered from chunk to chunk.

    Only records within the reach of the one who imports are found: anything else is as good as absent.
    """

    def __init__(self, context: ImportContext) -> None:
        self.context = context
        # table -> id there -> (the record that this source calls so, the only one that any other source calls so)
        self._by_reference: dict[str, dict[str, tuple[int | None, int | None]]] = {}
        self._account_names: dict[str, list[tuple[int, str]]] = {}
        self._account_domains: dict[str, list[int]] = {}
        self._users: dict[str, int] | None = None
        self._sources: list[str] | None = None

    def forget(self) -> None:
        """Drop what was learnt where it has grown large; between two chunks only, since a chunk looks up once."""
        if sum(map(len, self._by_reference.values())) + len(self._account_names) > REMEMBERED:
            self._by_reference.clear()
            self._account_names.clear()
            self._account_domains.clear()

    def accounts_in_reach(self) -> ColumnElement[bool]:
        """The condition that an account may be changed by this import."""
        return and_(
            accounts_within(self.context.principal, Resource.IMPORT, Action.WRITE), col(Account.archived_at).is_(None)
        )

    def people_in_reach(self) -> ColumnElement[bool]:
        """The condition that a person stands on an account that may be changed, and was neither merged nor erased."""
        there = present_people()
        if self.context.sees_all:
            return there
        place = (
            select(col(Membership.id))
            .join(Account, col(Account.id) == col(Membership.account_id))
            .where(
                col(Membership.person_id) == col(Person.id),
                col(Membership.superseded_at).is_(None),
                self.accounts_in_reach(),
            )
        )
        return and_(there, exists(place))

    def learn_references(self, table: str, ids: Iterable[str]) -> None:
        """Look up other systems' ids of accounts, people, contracts and so on, those not known yet."""
        known = self._by_reference.setdefault(table, {})
        for run in runs(i for i in ids if i not in known):
            found: dict[str, list[tuple[str, int]]] = {}
            for source, external_id, record_id in self.context.session.execute(self._references(table, run)):
                found.setdefault(external_id, []).append((source, record_id))
            for external_id in run:
                known[str(external_id)] = self._choose(found.get(str(external_id), []))

    def _references(self, table: str, run: Sequence[str]) -> Select[str, str, int]:
        reference = ExternalReference
        statement = select(col(reference.source), col(reference.external_id), col(reference.record_id)).where(
            col(reference.table_name) == table,
            # Named one by one, since the index has the source before the id.
            col(reference.source).in_(self._known_sources()),
            col(reference.external_id).in_(run),
        )
        if table == "account":
            return statement.join(Account, col(Account.id) == col(reference.record_id)).where(self.accounts_in_reach())
        if table == "person":
            return statement.join(Person, col(Person.id) == col(reference.record_id)).where(self.people_in_reach())
        return statement

    def _known_sources(self) -> list[str]:
        """Every system whose ids are on record, and the names that this import uses."""
        if self._sources is None:
            there = self.context.session.scalars(select(col(ExternalReference.source)).distinct())
            self._sources = sorted({*there, self.context.source, self.context.own_source})
        return self._sources

    def _choose(self, found: list[tuple[str, int]]) -> tuple[int | None, int | None]:
        by_source = dict(found)
        own = by_source.get(self.context.own_source, by_source.get(self.context.source))
        records = {record for _, record in found}
        return own, records.pop() if len(records) == 1 else None

    def by_reference(self, table: str, external_id: str, *, pointing: bool = True) -> int | None:
        """The record that another system calls ``external_id``; learn it first.

        A row *is* only what its own source calls so. It may *point* at the only record that any system calls so,
        unless the source was named: ids like 1 and 2 mean something else in every system.
        """
        own, only = self._by_reference.get(table, {}).get(external_id, (None, None))
        return only if own is None and pointing and self.context.plan.source is None else own

    def remember_reference(self, table: str, external_id: str, record_id: int) -> None:
        """Keep what this very import has just created."""
        self._by_reference.setdefault(table, {})[external_id] = (record_id, record_id)

    def learn_account_names(self, names: Iterable[str]) -> None:
        """Look up accounts by name and by domain, those not asked for yet."""
        keys = {name_key(n) for n in names} - set(self._account_names)
        columns = (col(Account.id), col(Account.name), col(Account.name_key))
        for run in runs(keys):
            self._account_names.update({str(key): [] for key in run})
            statement = select(*columns).where(col(Account.name_key).in_(run), self.accounts_in_reach())
            for account_id, name, key in self.context.session.execute(statement):
                self._account_names[key].append((account_id, name))
        domains = {d for d in (domain_key(n) for n in names if "." in n) if d} - set(self._account_domains)
        for run in runs(domains):
            self._account_domains.update({str(d): [] for d in run})
            by_domain = select(col(Account.id), col(Account.domain)).where(
                col(Account.domain).in_(run), self.accounts_in_reach()
            )
            for account_id, domain in self.context.session.execute(by_domain):
                self._account_domains[domain].append(account_id)

    def accounts_named(self, name: str) -> list[int]:
        """The accounts of that name: the exact spelling first, else the same key, else the same domain."""
        found = self._account_names.get(name_key(name), [])
        exact = [account_id for account_id, spelt in found if spelt == name]
        by_key = exact if len(exact) == 1 else [account_id for account_id, _ in found]
        return by_key or self._account_domains.get(domain_key(name) or "", [])

    def remember_account(self, name: str, account_id: int) -> None:
        """Keep an account that this very import has just created."""
        self._account_names.setdefault(name_key(name), []).append((account_id, name))

    def user(self, text: str) -> int | None:
        """One of our people by e-mail address or by a name that only one of us has."""
        if self._users is None:
            self._users = {}
            doubled: set[str] = set()
            statement = select(col(User.id), col(User.email), col(User.name)).where(col(User.active))
            for user_id, email, name in self.context.session.execute(statement):
                self._users[email_key(email)] = user_id
                key = name_key(name)
                if key in self._users:
                    doubled.add(key)
                self._users[key] = user_id
            for key in doubled:
                del self._users[key]
        return self._users.get(email_key(text)) or self._users.get(name_key(text))

    def people_by_email(self, emails: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
        """E-mail key -> people with that address: (id, name key)."""
        found: dict[str, list[tuple[int, str]]] = {}
        for run in runs(emails):
            statement = select(col(Person.id), col(Person.email_key), col(Person.name_key)).where(
                col(Person.email_key).in_(run), self.people_in_reach()
            )
            for person_id, email, key in self.context.session.execute(statement):
                found.setdefault(email, []).append((person_id, key))
        return found

    def people_on(self, account_ids: Iterable[int]) -> dict[int, dict[str, list[tuple[int, str | None]]]]:
        """Account -> name key -> people who stand on it now: (id, e-mail key)."""
        found: dict[int, dict[str, list[tuple[int, str | None]]]] = {}
        for run in runs(account_ids):
            statement = (
                select(col(Membership.account_id), col(Person.id), col(Person.name_key), col(Person.email_key))
                .join(Person, col(Person.id) == col(Membership.person_id))
                .where(
                    col(Membership.account_id).in_(run),
                    col(Membership.superseded_at).is_(None),
                    or_(col(Membership.valid_to).is_(None), col(Membership.valid_to) > self.context.today),
                    present_people(),
                )
            )
            for account_id, person_id, key, email in self.context.session.execute(statement):
                found.setdefault(account_id, {}).setdefault(key, []).append((person_id, email))
        return found

    def people_counted(self, account_ids: Iterable[int]) -> dict[int, int]:
        """Account -> how many people stand on it now."""
        found: dict[int, int] = {}
        for run in runs(account_ids):
            statement = (
                select(col(Membership.account_id), func.count())
                .where(col(Membership.account_id).in_(run), col(Membership.superseded_at).is_(None))
                .group_by(col(Membership.account_id))
            )
            found.update((account, people) for account, people in self.context.session.execute(statement))
        return found

    def existing(self, account_ids: Iterable[int]) -> set[int]:
        """Which of these accounts are there and within reach."""
        there: set[int] = set()
        for run in runs(account_ids):
            statement = select(col(Account.id)).where(col(Account.id).in_(run), self.accounts_in_reach())
            there.update(self.context.session.scalars(statement))
        return there
