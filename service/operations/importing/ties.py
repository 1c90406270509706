"""Ties between people, and our people's relationships with theirs, from a file."""

from typing import Any

from sqlalchemy import select

from models.chain import Relationship, Tie
from scoring.vocabulary import Strength, TieKind
from service.imports.rows import ParsedRow
from service.operations.importing.context import ImportContext
from service.operations.importing.effective import add_facts, supersede_facts
from service.operations.importing.lookups import runs
from service.operations.importing.places import PeopleOnAccounts
from service.operations.importing.plain import PlainImporter
from service.operations.importing.records import Item

MAX_TIES = 5_000
"""The most ties that a decision chain holds."""


class FactImporter(PlainImporter):
    """Common to both: a fact is unchanged, or superseded by a new one."""

    names_people = True

    def check(self, rows: list[ParsedRow]) -> None:
        """Find what is wrong with these rows, and count what they would do."""
        self._sort(self.items(rows))

    def write(self, rows: list[ParsedRow]) -> None:
        """Add the facts that are new, supersede those that differ."""
        new, outdated = self._sort(self.items(rows))
        supersede_facts(self.context, self.model, outdated)
        add_facts(self.context, self.model, new)

    def _sort(self, items: list[Item]) -> tuple[list[tuple[int, dict[str, Any]]], list[tuple[int, int]]]:
        present = self.present({i.values["account_id"] for i in items})
        new: list[tuple[int, dict[str, Any]]] = []
        outdated: list[tuple[int, int]] = []
        for item in items:
            found = present.get(self.identity(item.values))
            if found is not None and all(
                found[1].get(n) == v or _close(found[1].get(n), v) for n, v in item.values.items()
            ):
                self.context.counts["unchanged"] += 1
                continue
            if found is not None:
                outdated.append((item.row.number, found[0]))
            self.context.counts["created" if found is None else "updated"] += 1
            new.append((item.row.number, {**item.defaults, **item.values}))
        return new, outdated

    def identity(self, values: dict[str, Any]) -> tuple[Any, ...]:
        """What makes two facts speak of the same thing."""
        raise NotImplementedError

    def present(self, accounts: set[int]) -> dict[tuple[Any, ...], tuple[int, dict[str, Any]]]:
        """The facts in force on these accounts: identity -> (id, values)."""
        table = self.model.metadata.tables[str(self.model.__tablename__)]
        found: dict[tuple[Any, ...], tuple[int, dict[str, Any]]] = {}
        for run in runs(accounts):
            statement = select(table).where(table.c.account_id.in_(run), table.c.superseded_at.is_(None))
            for record in self.context.session.execute(statement).mappings():
                found[self.identity(dict(record))] = (record["id"], dict(record))
        return found

    def person(self, row: ParsedRow, field_name: str, account: int, people: PeopleOnAccounts) -> int | None:
        """The person of a column, who must stand on the account."""
        text = row.values[field_name]
        person = people.find(account, text)
        if person is None or person not in people.members(account):
            _nobody(self.context, row, field_name, text)
            return None
        return person


def _nobody(context: ImportContext, row: ParsedRow, field_name: str, text: str) -> None:
    row.refuse(
        context.reader.column(field_name), text, "unknown_person_on_this_account",
        "There is no person “%(text)s” on this account, or it is not yours.", text=text[:100],
    )  # fmt: skip


def _close(present: Any, value: Any) -> bool:
    return isinstance(present, float) and isinstance(value, float) and abs(present - value) < 1e-9


class TieImporter(FactImporter):
    """One tie a row: source, target, kind and weight."""

    model = Tie

    def __init__(self, context: Any) -> None:
        super().__init__(context)
        self._drawn: dict[int, set[tuple[Any, ...]]] = {}

    def item(self, row: ParsedRow, account: int, people: PeopleOnAccounts | None) -> Item | None:
        """The tie of a row, turned round where the file's word for it runs the other way."""
        if people is None:
            return None
        source = self.person(row, "source", account, people)
        target = self.person(row, "target", account, people) if source is not None else None
        if source is None or target is None:
            return None
        if source == target:
            row.remark(
                self.context.reader.column("target"), row.values["target"], "to_oneself", "A tie to oneself: left out."
            )
            return None
        kind, turned = row.values.get("kind", (TieKind.INFLUENCES.value, False))
        if turned:
            source, target = target, source
        tie = TieKind(kind)
        if tie in {TieKind.WORKS_WITH, TieKind.CONFLICTS} and source > target:
            # Both ways alike: one tie, whichever of the two the file names first.
            source, target = target, source
        strength = min(1.0, row.values.get("strength", 1.0))
        values = {"account_id": account, "kind": tie, "source_id": source, "target_id": target, "strength": strength}
        drawn = self._drawn.setdefault(account, set(self.present({account})) if account not in self._drawn else set())
        drawn.add(self.identity(values))
        if len(drawn) > MAX_TIES:
            row.refuse(None, None, "too_many_ties", "The account would have more than %(most)s ties.", most=MAX_TIES)
            return None
        return Item(row, f"{account}/{tie}/{source}/{target}", values, {})

    def identity(self, values: dict[str, Any]) -> tuple[Any, ...]:
        """Kind and the two people, on one account."""
        return values["account_id"], TieKind(values["kind"]), values["source_id"], values["target_id"]


class RelationshipImporter(FactImporter):
    """How well one of our people knows one of theirs, a row each."""

    model = Relationship

    def item(self, row: ParsedRow, account: int, people: PeopleOnAccounts | None) -> Item | None:
        """The relationship of a row."""
        values = row.values
        named = next((n for n in ("person_id", "person_email", "person") if n in values), None)
        if named is None or people is None:
            row.refuse(self.context.reader.column("person"), None, "missing", "The row names nobody of theirs.")
            return None
        person = None
        for name in ("person_id", "person_email", "person"):
            if name in values and person is None:
                person = people.find(account, values[name])
        if person is None or person not in people.members(account):
            _nobody(self.context, row, named, values[named])
            return None
        user = self.lookups.user(values["user"]) if "user" in values else self.context.principal.user_id
        if user is None:
            row.refuse(
                self.context.reader.column("user"), values.get("user", ""), "unknown_colleague",
                "There is no colleague “%(text)s”.", text=values.get("user", "")[:100],
            )  # fmt: skip
            return None
        fields: dict[str, Any] = {
            "account_id": account,
            "user_id": user,
            "person_id": person,
            "strength": values.get("strength", Strength.BRIEF),
        }
        if "confirmed_on" in values:
            fields["confirmed_on"] = values["confirmed_on"]
        if self.context.reader.column("target_strength"):
            fields["target_strength"] = values.get("target_strength")
        return Item(row, f"{account}/{user}/{person}", fields, {"confirmed_on": self.context.today})

    def identity(self, values: dict[str, Any]) -> tuple[Any, ...]:
        """Our person and theirs, on one account."""
        return values["account_id"], values["user_id"], values["person_id"]
