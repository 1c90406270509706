"""Accounts from a file."""

from typing import Any

from sqlalchemy import select
from sqlmodel import col

from models.account import Account
from models.team import Team, Territory
from scoring.vocabulary import LifecycleStage
from service.imports.rows import ParsedRow
from service.keys import name_key
from service.operations.importing.context import ImportContext
from service.operations.importing.lookups import Lookups
from service.operations.importing.records import Item, RecordWriter, merge_doubles

_PLAIN = ("domain", "segment", "region", "country", "industry", "language", "time_zone", "customer_since")


class AccountImporter:
    """Creates and updates accounts, and hangs them under their parents once all of them are there."""

    links = frozenset({"external_id", "name", "parent_id", "parent", "merged_into", "deleted"})
    compares = "account"

    def __init__(self, context: ImportContext) -> None:
        self.context = context
        self.lookups = Lookups(context)
        self.writer = RecordWriter(context, self.lookups, Account)
        self._names: dict[str, dict[str, int]] = {}
        self._own: set[str] = set()
        self._open_parents: list[tuple[ParsedRow, str]] = []

    def prepare(self) -> None:
        """Nothing has to be known of the whole file."""

    def check(self, rows: list[ParsedRow]) -> None:
        """Find what is wrong with these rows, and count what they would do."""
        items = self._items(rows)
        for row in rows:
            self._own.update(v for v in (row.values.get("external_id"), name_key(row.values.get("name", ""))) if v)
            parent = row.values.get("parent_id") or row.values.get("parent")
            if parent is not None and not row.bad:
                self._open_parents.append((row, parent))
        self.writer.count(items)

    def finish_check(self) -> list[ParsedRow]:
        """Remark parents that neither the file nor the records have; the rows concerned."""
        open_rows = [(r, p) for r, p in self._open_parents if p not in self._own and name_key(p) not in self._own]
        self.lookups.learn_references("account", [p for _, p in open_rows])
        self.lookups.learn_account_names([p for _, p in open_rows])
        touched: list[ParsedRow] = []
        for row, parent in open_rows:
            if self.lookups.by_reference("account", parent) is None and len(self.lookups.accounts_named(parent)) != 1:
                note = ParsedRow(row.number, {})
                note.remark(
                    self.context.reader.column("parent_id"),
                    parent,
                    "unknown_parent",
                    "No such parent account: left out.",
                )
                touched.append(note)
        return touched

    def write(self, rows: list[ParsedRow]) -> None:
        """Create or update the accounts of these rows."""
        items = self._items(rows)
        self.writer.write(items)
        for item in items:
            if item.record_id is not None:
                if item.created:
                    self.lookups.remember_account(item.row.values["name"], item.record_id)
                if item.created or item.changed:
                    self.context.stale.add(item.record_id)

    def link(self, rows: list[ParsedRow]) -> None:
        """Set the parents of these rows' accounts."""
        linked = [r for r in rows if not r.bad and ("parent_id" in r.values or "parent" in r.values)]
        parents = [p for r in linked for n in ("parent_id", "parent") if (p := r.values.get(n)) is not None]
        self.lookups.learn_references("account", parents)
        self.lookups.learn_account_names(parents)
        items: list[Item] = []
        for item in self._items(linked):
            text = item.row.values.get("parent_id") or item.row.values["parent"]
            named = self.lookups.accounts_named(text)
            parent = self.lookups.by_reference("account", text) or (named[0] if len(named) == 1 else None)
            if item.record_id is not None and parent is not None and parent != item.record_id:
                items.append(Item(item.row, item.key, {"parent_id": parent}, {}, item.record_id))
        before = dict(self.context.counts)
        self.writer.write(items)
        # A parent belongs to the row that was counted already.
        self.context.counts.clear()
        self.context.counts.update(before)

    def _items(self, rows: list[ParsedRow]) -> list[Item]:
        items = [self._item(row) for row in rows if not row.bad and not self._skipped(row)]
        unnamed = [i for i in items if i.key is None]
        self.lookups.learn_account_names([i.row.values["name"] for i in unnamed])
        for item in unnamed:
            named = self.lookups.accounts_named(item.row.values["name"])
            if len(named) == 1:
                item.record_id = named[0]
            elif len(named) > 1:
                item.row.refuse(
                    self.context.reader.column("name"), item.row.values["name"], "ambiguous_account",
                    "%(count)s accounts have this name; give their ids to tell them apart.", count=len(named),
                )  # fmt: skip
            else:
                item.key = made_name_key(item.row)
        items = [i for i in items if not i.row.bad]
        self.writer.find(items)
        return merge_doubles(items)

    def _skipped(self, row: ParsedRow) -> bool:
        merged_into = row.values.get("merged_into")
        if merged_into is not None and row.values.get("deleted", True):
            row.remark(
                self.context.reader.column("merged_into"),
                merged_into,
                "merged",
                "Merged into another account there: not taken.",
            )
            return True
        if row.values.get("deleted"):
            row.remark(
                self.context.reader.column("deleted"),
                None,
                "deleted",
                "Deleted in its own system: not taken, and left as it is here.",
            )
            return True
        return False

    def _item(self, row: ParsedRow) -> Item:
        values: dict[str, Any] = {name: row.values[name] for name in _PLAIN if name in row.values}
        values["name"] = row.values["name"]
        values["name_key"] = name_key(row.values["name"])
        if "lifecycle_stage" in row.values:
            values["lifecycle_stage"] = row.values["lifecycle_stage"]
        if row.values.get("churned"):
            values["lifecycle_stage"] = LifecycleStage.CHURNED
        for field_name, column in (("owner", "owner_id"), ("csm", "csm_id")):
            if field_name in row.values:
                user = self.lookups.user(row.values[field_name])
                if user is None:
                    row.remark(
                        self.context.reader.column(field_name), row.values[field_name], "unknown_user",
                        "No colleague of this name or address: left out.",
                    )  # fmt: skip
                elif self.context.sees_all or user == self.context.principal.user_id:
                    values[column] = user
        for field_name, column, model in (("team", "team_id", Team), ("territory", "territory_id", Territory)):
            if field_name in row.values and self.context.sees_all:
                found = self._named(model, row.values[field_name])
                if found is None:
                    row.remark(
                        self.context.reader.column(field_name), row.values[field_name], f"unknown_{field_name}",
                        "No team or territory of this name: left out.",
                    )  # fmt: skip
                else:
                    values[column] = found
        return Item(row, row.values.get("external_id"), values, self._ownership())

    def _ownership(self) -> dict[str, Any]:
        """A new account is its importer's, and their team's: else they could not see what they brought in."""
        principal = self.context.principal
        if self.context.sees_all:
            return {}
        return {"owner_id": principal.user_id, "team_id": min(principal.team_ids, default=None)}

    def _named(self, model: type[Team] | type[Territory], name: str) -> int | None:
        table = str(model.__tablename__)
        if table not in self._names:
            found = self.context.session.execute(select(col(model.id), col(model.name)))
            self._names[table] = {name_key(text): record_id for record_id, text in found}
        return self._names[table].get(name_key(name))


def made_name_key(row: ParsedRow) -> str:
    """The id of an account from a file without ids: its name."""
    return "~" + name_key(row.values["name"])[:250]
