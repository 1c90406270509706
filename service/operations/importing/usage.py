"""Usage from a file: readings by the day, by user or by event become one reading a week."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from models.account import Contract
from models.signal import UsageReading
from service.imports.rows import ParsedRow
from service.operations.importing.lookups import runs
from service.operations.importing.places import PeopleOnAccounts
from service.operations.importing.plain import PlainImporter
from service.operations.importing.records import Item


@dataclass
class Week:
    """What the rows of one account, week and product add up to."""

    row: ParsedRow
    active_by_day: dict[date, float] = field(default_factory=lambda: defaultdict(float))
    seats: float | None = None
    events: float | None = None

    def add(self, values: dict[str, Any]) -> None:
        """Take one row in: within a day numbers add up; the fullest day stands for the week."""
        if "active_users" in values:
            self.active_by_day[values["date"]] += values["active_users"]
        if "events" in values:
            self.events = (self.events or 0.0) + values["events"]
        if "seats" in values:
            self.seats = max(self.seats or 0.0, values["seats"])

    @property
    def active_users(self) -> float:
        """The active users of the fullest day; where the file counts only events, their number stands in."""
        return max(self.active_by_day.values()) if self.active_by_day else (self.events or 0.0)


def monday(day: date) -> date:
    """The Monday that a day's week starts on.

    >>> monday(date(2024, 3, 3))
    datetime.date(2024, 2, 26)
    """
    return day - timedelta(days=day.weekday())


class UsageImporter(PlainImporter):
    """Gathers the whole file by week, then writes the weeks; a file that brings a week again replaces it."""

    model = UsageReading
    gathers = True

    def __init__(self, context: Any) -> None:
        super().__init__(context)
        self.weeks: dict[tuple[int, date, str], Week] = {}
        self._contracts: dict[int, int] = {}

    def learn(self, rows: list[ParsedRow]) -> None:
        """Contracts lead to their accounts, where the file names no account itself."""
        ids = [r.values["contract_id"] for r in rows if "contract_id" in r.values]
        if not ids:
            return
        self.lookups.learn_references("contract", ids)
        found = {c for i in ids if (c := self.lookups.by_reference("contract", i)) is not None} - set(self._contracts)
        accounts: dict[int, int] = {}
        for run in runs(found):
            statement = select(col(Contract.id), col(Contract.account_id)).where(col(Contract.id).in_(run))
            accounts.update((contract, account) for contract, account in self.context.session.execute(statement))
        there = self.lookups.existing(accounts.values())
        self._contracts.update({c: a for c, a in accounts.items() if a in there})

    def account_of(self, row: ParsedRow) -> int | None:
        """The account that the row names, or that of its contract."""
        contract = row.values.get("contract_id")
        named = "account" in row.values or "account_id" in row.values or self.context.plan.account_id is not None
        if contract is None or named:
            return super().account_of(row)
        account = self._contracts.get(self.lookups.by_reference("contract", contract) or 0)
        if account is None:
            self.context.unknown(row, "contract_id", contract, "contract")
        return account

    def item(self, row: ParsedRow, account: int, people: PeopleOnAccounts | None) -> Item | None:
        """Gather a row; the weeks become items only once the file is through."""
        values = row.values
        for name in ("active_users", "seats", "events"):
            if values.get(name, 0) < 0:
                row.refuse(
                    self.context.reader.column(name), str(values[name]), "negative", "A count cannot be negative."
                )
                return None
        if not {"active_users", "events"} & set(values):
            row.refuse(None, None, "missing", "The row has neither active users nor a number of events.")
            return None
        key = (account, monday(values["date"]), values.get("product", ""))
        self.weeks.setdefault(key, Week(row)).add(values)
        return None

    def check(self, rows: list[ParsedRow]) -> None:
        """Find what is wrong with these rows; what they do is counted at the end of the file."""
        self.items(rows)

    def finish_check(self) -> list[ParsedRow]:
        """Count what the weeks would do."""
        self.writer.count(self.gathered())
        return []

    def write(self, rows: list[ParsedRow]) -> None:
        """Gather these rows."""
        self.items(rows)

    def gathered(self) -> list[Item]:
        """The weeks as records, in order, found where they are on record."""
        items = []
        for (account, week, product), entry in sorted(self.weeks.items()):
            fields: dict[str, Any] = {"active_users": entry.active_users}
            if entry.seats is not None:
                fields["seats"] = entry.seats
            if entry.events is not None:
                fields["events"] = entry.events
            items.append(Item(entry.row, None, {"account_id": account, "week": week, "product": product, **fields}, {}))
        present: dict[tuple[int, date, str], int] = {}
        reading = UsageReading
        for run in runs(account for account, _, _ in self.weeks):
            statement = select(col(reading.id), col(reading.account_id), col(reading.week), col(reading.product)).where(
                col(reading.account_id).in_(run)
            )
            for record_id, account, week, product in self.context.session.execute(statement):
                present[(account, week, product)] = record_id
        for item in items:
            item.record_id = present.get((item.values["account_id"], item.values["week"], item.values["product"]))
        return items

    def write_gathered(self, items: list[Item]) -> None:
        """Write some of the weeks."""
        self.writer.write(items)
        self.context.stale.update(i.values["account_id"] for i in items if i.created or i.changed)
