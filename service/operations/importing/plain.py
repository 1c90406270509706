"""What kinds of rows have in common that make one record on one account: contracts, tickets, invoices and the like."""

from abc import ABC, abstractmethod

from sqlmodel import SQLModel

from service.imports.rows import ParsedRow
from service.operations.importing.context import ImportContext
from service.operations.importing.lookups import Lookups
from service.operations.importing.places import PeopleOnAccounts, Places
from service.operations.importing.records import Item, RecordWriter, merge_doubles


class PlainImporter(ABC):
    """Finds the account of each row, lets the kind make its item, and writes the items."""

    links: frozenset[str] = frozenset()
    compares: str | None = None
    names_people = False
    model: type[SQLModel]

    def __init__(self, context: ImportContext) -> None:
        self.context = context
        self.lookups = Lookups(context)
        self.places = Places(context, self.lookups)
        self.writer = RecordWriter(context, self.lookups, self.model)

    @abstractmethod
    def item(self, row: ParsedRow, account: int, people: PeopleOnAccounts | None) -> Item | None:
        """The record that a row speaks of; None where the row was refused."""

    def prepare(self) -> None:  # noqa: B027 - most kinds have nothing to prepare
        """Nothing has to be known of the whole file."""

    def check(self, rows: list[ParsedRow]) -> None:
        """Find what is wrong with these rows, and count what they would do."""
        self.writer.count(self.items(rows))

    def finish_check(self) -> list[ParsedRow]:
        """Nothing is left open until the end of the file."""
        return []

    def write(self, rows: list[ParsedRow]) -> None:
        """Create or update the records of these rows."""
        items = self.items(rows)
        self.writer.write(items)
        self.after(items)
        self.context.stale.update(i.values["account_id"] for i in items if i.created or i.changed)

    def after(self, items: list[Item]) -> None:  # noqa: B027 - nothing hangs on most kinds of record
        """Whatever hangs on the records just written."""

    def link(self, rows: list[ParsedRow]) -> None:  # noqa: B027 - only accounts and people are linked
        """These rows point at nothing that they bring themselves."""

    def account_of(self, row: ParsedRow) -> int | None:
        """The one account of a row; refused where there is none, or more than one."""
        accounts = self.places.accounts(row)
        if len(accounts) > 1:
            column = self.context.reader.column("account_id") or self.context.reader.column("account")
            row.refuse(column, None, "several_accounts", "The row names several accounts; it can belong to one only.")
            return None
        return accounts[0] if accounts else None

    def items(self, rows: list[ParsedRow]) -> list[Item]:
        """The records that these rows speak of, found where they are on record."""
        self.places.learn(rows)
        self.learn(rows)
        taken: list[tuple[ParsedRow, int]] = []
        for row in rows:
            if row.bad:
                continue
            if row.values.get("deleted") or str(row.values.get("status", "")).lower() == "deleted":
                column = self.context.reader.column("deleted") or self.context.reader.column("status")
                row.remark(column, None, "deleted", "Deleted in its own system: not taken, and left as it is here.")
                continue
            account = self.account_of(row)
            if account is not None:
                taken.append((row, account))
        people = self.places.learn_people([(r, [a]) for r, a in taken]) if self.names_people else None
        items = [i for row, account in taken if (i := self.item(row, account, people)) is not None and not row.bad]
        self.writer.find(items)
        return merge_doubles(items)

    def learn(self, rows: list[ParsedRow]) -> None:  # noqa: B027 - accounts and people are looked up for all kinds
        """Look up whatever else the rows of this kind point at."""
