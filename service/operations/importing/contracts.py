"""Contracts from a file, and opportunities and deals read as the renewals that they decide."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from models.account import Contract
from scoring.vocabulary import ContractOutcome
from service.imports.rows import ParsedRow
from service.imports.words import plain
from service.operations.importing.places import PeopleOnAccounts
from service.operations.importing.plain import PlainImporter
from service.operations.importing.records import Item, made_key

DEFAULT_TERM = 12
MAX_TERM = 240


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month.

    >>> add_months(date(2024, 1, 31), 1), add_months(date(2024, 3, 15), -12)
    (datetime.date(2024, 2, 29), datetime.date(2023, 3, 15))
    """
    month = day.year * 12 + day.month - 1 + months
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class ContractImporter(PlainImporter):
    """One contract a row. Whatever the file leaves out is worked out by the rules in ``docs/import.md``."""

    model = Contract

    def item(self, row: ParsedRow, account: int, people: PeopleOnAccounts | None) -> Item | None:
        """The contract of a row."""
        values = row.values
        outcome = _outcome(values)
        term = self._term(row, outcome)
        if term is None:
            return None
        starts_on, ends_on = term
        arr, currency = self._arr(row, starts_on, ends_on)
        if arr < 0:
            row.refuse(
                self.context.reader.column("arr"), str(arr), "negative", "A contract's value cannot be negative."
            )
            return None
        fields: dict[str, Any] = {
            "account_id": account,
            "arr": arr,
            "currency": currency,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "outcome": outcome,
        }
        if outcome is not ContractOutcome.OPEN:
            fields["closed_on"] = values.get("closed_on") or ends_on
            # A past outcome counts as known on the day it was decided, so that a backtest may see it from then on.
            fields["outcome_recorded_at"] = datetime.combine(fields["closed_on"], time(), UTC)
        for name in ("name", "notice_given_on", "auto_renews", "lost_reason"):
            if name in values:
                fields[name] = values[name]
        if "notice_days" in values and 0 <= values["notice_days"] <= 3_650:
            fields["notice_days"] = values["notice_days"]
        key = values.get("external_id") or made_key("contract", account, values.get("name"), starts_on)
        return Item(row, key, fields, {})

    def _term(self, row: ParsedRow, outcome: ContractOutcome) -> tuple[date, date] | None:
        values = row.values
        months = values.get("term_months", DEFAULT_TERM)
        if not 1 <= months <= MAX_TERM:
            row.refuse(
                self.context.reader.column("term_months"), str(months), "term",
                "A term is 1 to %(most)s months.", most=MAX_TERM,
            )  # fmt: skip
            return None
        starts_on: date | None = values.get("starts_on")
        ends_on: date | None = values.get("ends_on")
        closed_on = values.get("closed_on")
        if starts_on is None and ends_on is None:
            if closed_on is None:
                row.refuse(
                    self.context.reader.column("ends_on"), None, "missing",
                    "The contract has no date: neither start, nor end, nor close.",
                )  # fmt: skip
                return None
            new_business = outcome is ContractOutcome.RENEWED and "new" in plain(values.get("type", "")).split()
            starts_on = closed_on if new_business else add_months(closed_on, -months)
        if starts_on is None and ends_on is not None:
            starts_on = add_months(ends_on, -months)
        if starts_on is None:
            return None
        if ends_on is None:
            ends_on = self._next_end(starts_on, months, outcome, closed_on)
        if ends_on < starts_on:
            row.refuse(
                self.context.reader.column("ends_on"), str(ends_on), "ends_before_start",
                "The contract ends on %(end)s, before it starts on %(start)s.", end=str(ends_on), start=str(starts_on),
            )  # fmt: skip
            return None
        if ends_on == starts_on:
            row.remark(
                self.context.reader.column("ends_on"),
                str(ends_on),
                "one_day",
                "It ends on the day it starts: kept as one day.",
            )
            ends_on += timedelta(days=1)
        return starts_on, ends_on

    def _next_end(self, starts_on: date, months: int, outcome: ContractOutcome, closed_on: date | None) -> date:
        """The end of the term: the one in force for a contract that runs on, the first one where it was decided."""
        ends_on = add_months(starts_on, months)
        if outcome is not ContractOutcome.OPEN:
            return closed_on if closed_on is not None and closed_on > starts_on else ends_on
        terms = 1
        while ends_on <= self.context.today:
            terms += 1
            ends_on = add_months(starts_on, months * terms)
        return ends_on

    def _arr(self, row: ParsedRow, starts_on: date, ends_on: date) -> tuple[Decimal, str]:
        """The value a year: as stated, else twelve months of the monthly one, else the amount spread over its term."""
        values = row.values
        named: str | None = None
        arr = Decimal(0)
        for name, times in (("arr", 1), ("mrr", 12), ("amount", 1)):
            if name in values:
                amount, named, rounded = values[name]
                arr = amount * times
                if name == "amount" and values.get("term_months", DEFAULT_TERM) > DEFAULT_TERM:
                    arr = (arr * 12 / values["term_months"]).quantize(Decimal("0.0001"))
                if rounded:
                    row.remark(self.context.reader.column(name), str(amount), "rounded", "Kept with four decimals.")
                break
        else:
            row.remark(None, None, "no_amount", "The row has no amount: kept as 0.")
        currency = (
            values.get("currency") or named or self.context.reader.formats.currency or self.context.plan.house.currency
        )
        return arr, currency


def _outcome(values: dict[str, Any]) -> ContractOutcome:
    """Won, lost and open as outcomes; a flag counts more than a stage's name."""
    if values.get("churned"):
        return ContractOutcome.LOST
    stated = values.get("outcome")
    if "won" in values or "closed" in values:
        if values.get("won"):
            return (
                stated if stated in {ContractOutcome.EXPANDED, ContractOutcome.CONTRACTED} else ContractOutcome.RENEWED
            )
        if values.get("closed"):
            return ContractOutcome.LOST
        if "closed" in values:
            return ContractOutcome.OPEN
    return stated if isinstance(stated, ContractOutcome) else ContractOutcome.OPEN
