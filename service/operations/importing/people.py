"""People from a file: who they are. Their places, roles and lines stand in ``memberships.py``."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from models.account import Account
from models.importing import ImportProblem
from models.person import Person
from service.imports.rows import ParsedRow
from service.keys import email_key, name_key
from service.operations.importing.context import ImportContext
from service.operations.importing.counted_people import CountedPeople
from service.operations.importing.lookups import Lookups, runs
from service.operations.importing.memberships import MAX_PEOPLE, Memberships, Placed
from service.operations.importing.places import PeopleOnAccounts, Places, split
from service.operations.importing.records import Item, RecordWriter, made_key, merge_doubles
from service.operations.importing.reporting_lines import Finding, ReportingLines
from service.operations.importing.suppression import heed_suppression

_PLAIN = ("phone", "title", "department", "organisation", "language", "time_zone", "left_on", "do_not_contact")
_NOT_IN_THE_FILE = frozenset({"unknown_manager", "manager_elsewhere"})
_HIGHEST_ID = 2**31 - 1
_MANAGER_FIELDS = ("manager_id", "manager_email", "manager")


class PeopleImporter:
    """Creates and updates people, puts them on their accounts, and draws reporting lines once all are there."""

    links = frozenset(
        {"external_id", "name", "first_name", "last_name", "email", "account_id", "account", "merged_into",
         "merged_ids", "deleted", *_MANAGER_FIELDS}
    )  # fmt: skip
    compares = "person"

    def __init__(self, context: ImportContext) -> None:
        self.context = context
        self.lookups = Lookups(context)
        self.places = Places(context, self.lookups)
        self.writer = RecordWriter(context, self.lookups, Person)
        self.accounts = RecordWriter(context, self.lookups, Account)
        self.memberships = Memberships(context, self.lookups)
        self._merged: dict[str, str] = {}
        self._lines = ReportingLines()
        self._closing: frozenset[int] | None = None
        self._counted: dict[int, int] = {}
        self._already: CountedPeople | None = None

    def prepare(self) -> None:
        """Read which ids were merged into which, through the whole file: a merged row may stand before its heir."""
        if "merged_ids" in self.context.reader.mapping.columns:
            for row in self.context.reader.rows():
                for merged in _merged_ids(row):
                    self._merged[merged] = row.values.get("external_id", "")

    def check(self, rows: list[ParsedRow]) -> None:
        """Find what is wrong with these rows, and count what they would do."""
        placed = self._placed(rows, writing=False)
        heed_suppression(self.context, [p.item for p in placed])
        self.writer.count([p.item for p in placed])
        there = [p for p in placed if p.item.record_id is not None and not p.item.changed]
        self._count_updated(self.memberships.would_change(there, _lines(there)))
        self._check_size(placed)
        if not any(self.context.reader.column(name) for name in _MANAGER_FIELDS):
            return
        for entry in placed:
            for row, accounts in entry.parts:
                named = name_key(str(row.values.get("account") or row.values.get("account_id") or ""))
                self._lines.observe(entry.item, row.number, accounts or [named], _manager(row))

    def finish_check(self) -> list[ParsedRow]:
        """Remark managers who are nowhere or not to be told apart, and reporting that runs in a circle."""
        findings = self._lines.findings(self._merged)
        on_record = self._on_record([f for f in findings if f.code in _NOT_IN_THE_FILE])
        column = next((c for n in _MANAGER_FIELDS if (c := self.context.reader.column(n))), None)
        notes: list[ParsedRow] = []
        for finding in findings:
            if finding.code in _NOT_IN_THE_FILE:
                person = on_record.find(finding.place, finding.manager)
                if person is not None and person in on_record.members(finding.place):
                    continue
                finding = finding if person is None else replace(finding, code="manager_elsewhere")
            note = ParsedRow(finding.row, {})
            note.remark(column, finding.manager, finding.code, finding.template, **finding.words)
            notes.append(note)
        return notes

    def _on_record(self, findings: list[Finding]) -> PeopleOnAccounts:
        """Whoever on record could be meant by managers whom the file itself does not have on the account."""
        managers = {f.manager for f in findings}
        self.lookups.learn_references("person", managers)
        return PeopleOnAccounts(
            self.lookups,
            self.lookups.people_on({f.place for f in findings if 0 < f.place <= _HIGHEST_ID}),
            self.lookups.people_by_email({email_key(m) for m in managers if "@" in m}),
        )

    def write(self, rows: list[ParsedRow]) -> None:
        """Create or update the people of these rows and their places."""
        self._create_accounts(rows)
        placed = self._placed(rows, writing=True)
        self._check_size(placed)
        placed = [p for p in placed if not p.item.row.bad]
        heed_suppression(self.context, [p.item for p in placed])
        self.writer.write([p.item for p in placed])
        unchanged = {p.item.record_id for p in placed if not p.item.created and not p.item.changed}
        self._count_updated(self.memberships.write(placed) & unchanged)
        self._keep_merged_ids(placed)

    def _count_updated(self, people: set[int]) -> None:
        """Count people as updated of whom only a place, a role or a reporting line is new."""
        self.context.counts["unchanged"] -= len(people)
        self.context.counts["updated"] += len(people)

    def link(self, rows: list[ParsedRow]) -> None:
        """Draw the reporting lines of these rows, but for those that would close a circle."""
        closing = self._closing_rows()
        reporting = [r for r in rows if _manager(r) and r.number not in closing]
        self._already = self._already or CountedPeople(self.context)
        drawn = self.memberships.link(_lines(self._placed(reporting, writing=True)))
        self._count_updated(self._already.first_time(drawn))

    def _closing_rows(self) -> frozenset[int]:
        """The rows whose reporting line was found to close a circle when the file was checked."""
        if self._closing is None:
            found = select(col(ImportProblem.row)).where(
                col(ImportProblem.batch_id) == self.context.batch_id, col(ImportProblem.code) == "manager_cycle"
            )
            self._closing = frozenset(self.context.session.scalars(found))
        return self._closing

    def _create_accounts(self, rows: list[ParsedRow]) -> None:
        self.places.learn(rows)
        wanted: dict[str, tuple[ParsedRow, str]] = {}
        for row in rows:
            name = None if row.bad or row.values.get("deleted") else self.places.wanting(row)
            if name is not None:
                wanted.setdefault(name_key(name), (row, name))
        owner: dict[str, Any] = {}
        if not self.context.sees_all:
            principal = self.context.principal
            owner = {"owner_id": principal.user_id, "team_id": min(principal.team_ids, default=None)}
        items = [
            Item(row, row.values.get("account_id"), {"name": name[:300], "name_key": key}, owner)
            for key, (row, name) in wanted.items()
        ]
        counts = dict(self.context.counts)
        self.accounts.write(items)
        self.context.counts.clear()
        self.context.counts.update(counts)
        for item in items:
            if item.record_id is not None:
                self.lookups.remember_account(str(item.values["name"]), item.record_id)
                self.context.stale.add(item.record_id)

    def _placed(self, rows: list[ParsedRow], *, writing: bool) -> list[Placed]:
        """The rows as people on accounts, with everything found that is on record already."""
        self.places.learn(rows)
        taken: list[tuple[ParsedRow, list[int]]] = []
        for row in rows:
            if row.bad or self._skipped(row):
                continue
            if not writing and self.places.wanting(row) is not None:
                accounts: list[int] = []
            else:
                accounts = self.places.accounts(row, required=not self.context.sees_all)
            if not row.bad:
                taken.append((row, accounts))
        placed = [Placed(self._item(row, accounts), accounts) for row, accounts in taken]
        self.writer.find([p.item for p in placed])
        self._recognise(placed)
        return _merge_places([p for p in placed if not p.item.row.bad])

    def _item(self, row: ParsedRow, accounts: list[int]) -> Item:
        values: dict[str, Any] = {name: row.values[name] for name in _PLAIN if name in row.values}
        email = row.values.get("email")
        if email is not None:
            email = split(email.replace(",", ";"))[0]
            values["email"], values["email_key"] = email, email_key(email)
        name = _name(row, email)
        values["name"], values["name_key"] = name, name_key(name)
        if row.values.get("left") and "left_on" not in values:
            values["left_on"] = self.context.today
        if "left_on" in values:
            values["left_recorded_at"] = self.context.now
        key = row.values.get("external_id")
        if key is None:
            where = accounts or [row.values.get("account", "")]
            key = made_key("person", values.get("email_key"), values["name_key"], *where)
        return Item(row, key, values, {})

    def _recognise(self, placed: list[Placed]) -> None:
        """People on record without this file's id: the same address and name, or the same name on the same account.

        A row with an id of its own is a person of its own, unless the address says who it is: namesakes exist.
        """
        open_items = [p for p in placed if p.item.record_id is None]
        by_email = self.lookups.people_by_email(
            {p.item.values["email_key"] for p in open_items if "email_key" in p.item.values}
        )
        without_id = [p for p in open_items if "external_id" not in p.item.row.values]
        on_account = self.lookups.people_on({a for p in without_id for a in p.accounts})
        for entry in open_items:
            item = entry.item
            email, key = item.values.get("email_key"), item.values["name_key"]
            same = [p for p, name in by_email.get(email or "", []) if name == key]
            if len(same) == 1:
                item.record_id = same[0]
                continue
            if "external_id" in item.row.values:
                continue
            named = [
                f
                for a in entry.accounts
                for f in on_account.get(a, {}).get(key, [])
                if not email or f[1] in {None, email}
            ]
            if len({p for p, _ in named}) == 1:
                item.record_id = named[0][0]
        self._keep_departures([p.item for p in placed if p.item.record_id is not None and "left_on" in p.item.values])

    def _keep_departures(self, items: list[Item]) -> None:
        """A departure on record is no news: when we learnt of it stays, and so does a day that the file lacks."""
        known: dict[int, date] = {}
        for run in runs(i.record_id for i in items if i.record_id is not None):
            statement = select(col(Person.id), col(Person.left_on)).where(
                col(Person.id).in_(run), col(Person.left_on).is_not(None)
            )
            known.update((person, left_on) for person, left_on in self.context.session.execute(statement))
        for item in items:
            left_on = known.get(item.record_id or 0)
            if left_on is not None and item.row.values.get("left_on", left_on) == left_on:
                item.values.pop("left_on")
                item.values.pop("left_recorded_at")

    def _skipped(self, row: ParsedRow) -> bool:
        column = self.context.reader.column
        own_id = row.values.get("external_id")
        merged_into = row.values.get("merged_into")
        if merged_into is not None:
            row.remark(column("merged_into"), merged_into, "merged", "Merged into another person there: not taken.")
            return True
        if own_id is not None and self._merged.get(own_id) not in {None, own_id}:
            heir = self._merged[own_id]
            row.remark(column("external_id"), own_id, "merged", "Merged into %(heir)s there: not taken.", heir=heir)
            return True
        if row.values.get("deleted"):
            row.remark(
                column("deleted"), None, "deleted", "Deleted in its own system: not taken, and left as it is here."
            )
            return True
        return False

    def _keep_merged_ids(self, placed: list[Placed]) -> None:
        """Ids that were merged into a person elsewhere lead to that person here too, where nobody else has them."""
        pairs = [(m, p.item.record_id) for p in placed if p.item.record_id is not None for m in _merged_ids(p.item.row)]
        self.lookups.learn_references("person", [m for m, _ in pairs])
        self.writer.refer([(m, r) for m, r in pairs if self.lookups.by_reference("person", m, pointing=False) is None])

    def _check_size(self, placed: list[Placed]) -> None:
        """An account holds at most so many people; the rows beyond are refused."""
        new = [(p, a) for p in placed if p.item.record_id is None for a in p.accounts]
        unseen = {a for _, a in new} - set(self._counted)
        self._counted.update(dict.fromkeys(unseen, 0) | self.lookups.people_counted(unseen))
        for entry, account in new:
            self._counted[account] += 1
            if self._counted[account] > MAX_PEOPLE:
                entry.item.row.refuse(
                    self.context.reader.column("account_id"), None, "too_many_people",
                    "The account would have more than %(most)s people.", most=MAX_PEOPLE,
                )  # fmt: skip


def _lines(placed: list[Placed]) -> list[tuple[Placed, str]]:
    """Whom these people report to, row by row, as the file names it."""
    return [
        (Placed(entry.item, accounts, [(row, accounts)]), manager)
        for entry in placed
        for row, accounts in entry.parts
        if (manager := _manager(row))
    ]


def _manager(row: ParsedRow) -> str | None:
    for name in _MANAGER_FIELDS:
        if name in row.values:
            return str(row.values[name])
    return None


def _merged_ids(row: ParsedRow) -> list[str]:
    """The ids merged into this row's person; HubSpot writes each with the moment of the merge behind a colon."""
    return [part.split(":")[0] for part in split(row.values.get("merged_ids", "")) if part.split(":")[0]]


def _name(row: ParsedRow, email: str | None) -> str:
    """The full name, the first and the last, else whatever else the row tells somebody by."""
    if "name" in row.values:
        return str(row.values["name"])
    first, last = row.values.get("first_name"), row.values.get("last_name")
    if first or last:
        chinese = all(
            part and not part.isascii() and all("\u4e00" <= c <= "\u9fff" for c in part) for part in (first, last)
        )
        return f"{last}{first}" if chinese else " ".join(p for p in (first, last) if p)[:300]
    other = email or row.values.get("external_id")
    if other is not None:
        row.remark(None, other, "name_missing", "The row has no name; the person is called by what else it says.")
        return email or f"Unnamed {other}"[:300]
    row.refuse(None, None, "name_missing", "The row names nobody: no name, no address, no id.")
    return "?"


def _merge_places(placed: list[Placed]) -> list[Placed]:
    """Rows of one chunk about one person become one, with the accounts of all of them."""
    kept_items = {id(i) for i in merge_doubles([p.item for p in placed])}
    by_key: dict[str | None, Placed] = {}
    kept: list[Placed] = []
    for entry in placed:
        if id(entry.item) in kept_items:
            by_key.setdefault(entry.item.key, entry)
            kept.append(entry)
        else:
            first = by_key[entry.item.key]
            first.parts.extend(entry.parts)
            first.accounts.extend(a for a in entry.accounts if a not in first.accounts)
    return kept
