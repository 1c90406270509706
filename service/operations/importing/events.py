"""Interactions, tickets and invoices from a file."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import col

from models.interaction import Interaction, InteractionPerson
from models.signal import Invoice, Ticket
from scoring.vocabulary import InteractionKind, TicketSeverity
from service.imports.rows import ParsedRow
from service.operations.importing.lookups import runs
from service.operations.importing.places import PeopleOnAccounts, split
from service.operations.importing.plain import PlainImporter
from service.operations.importing.records import Item, made_key

PAYMENT_TERM = timedelta(days=30)


class InteractionImporter(PlainImporter):
    """One contact with an account a row, with those of theirs who took part."""

    model = Interaction
    names_people = True

    def item(self, row: ParsedRow, account: int, people: PeopleOnAccounts | None) -> Item | None:
        """The interaction of a row; people whom nobody knows are remarked and left out."""
        values = row.values
        fields: dict[str, Any] = {
            "account_id": account,
            "kind": values.get("kind", InteractionKind.NOTE),
            "occurred_at": values["occurred_at"],
        }
        if "subject" in values:
            fields["subject"] = values["subject"]
        if "user" in values:
            user = self.lookups.user(values["user"])
            if user is None:
                row.remark(
                    self.context.reader.column("user"), values["user"], "unknown_user",
                    "No colleague of this name or address: left out.",
                )  # fmt: skip
            else:
                fields["user_id"] = user
        row.values["_people"] = _people(self, row, account, people)
        key = values.get("external_id") or made_key(
            "interaction", account, fields["kind"], fields["occurred_at"].isoformat(), values.get("subject"),
            *sorted(row.values["_people"]),
        )  # fmt: skip
        return Item(row, key, fields, {"subject": "", "user_id": None})

    def after(self, items: list[Item]) -> None:
        """Note who took part."""
        wanted = {(i.record_id, p) for i in items if i.record_id for p in i.row.values["_people"]}
        present: set[tuple[int, int]] = set()
        for run in runs(i for i, _ in wanted):
            statement = select(col(InteractionPerson.interaction_id), col(InteractionPerson.person_id)).where(
                col(InteractionPerson.interaction_id).in_(run)
            )
            present.update((i, p) for i, p in self.context.session.execute(statement))
        rows = [{"interaction_id": i, "person_id": p} for i, p in sorted(wanted - present)]
        if rows:
            self.context.session.execute(insert(InteractionPerson), rows)


def _people(importer: PlainImporter, row: ParsedRow, account: int, people: PeopleOnAccounts | None) -> list[int]:
    if people is None:
        return []
    unknown: list[tuple[str, str]] = []
    for name in ("person_id", "person_email", "person"):
        text = str(row.values.get(name, ""))
        named = [
            (t, people.find(account, t)) for t in split(text.replace(",", ";") if name == "person_email" else text)
        ]
        found = list(dict.fromkeys(person for _, person in named if person is not None))
        missing = [(name, t) for t, person in named if person is None]
        if found:
            unknown = missing
            break
        unknown = unknown or missing
    else:
        found = []
    if unknown:
        column = importer.context.reader.column(unknown[0][0])
        row.remark(
            column, "; ".join(text for _, text in unknown), "unknown_person",
            "Nobody on this account is known by this: left out.",
        )  # fmt: skip
    return found


class TicketImporter(PlainImporter):
    """One problem of a customer a row."""

    model = Ticket
    names_people = True

    def item(self, row: ParsedRow, account: int, people: PeopleOnAccounts | None) -> Item | None:
        """The ticket of a row."""
        values = row.values
        closed_at = values.get("closed_at")
        fields: dict[str, Any] = {
            "account_id": account,
            "severity": values.get("severity", TicketSeverity.NORMAL),
            "opened_at": values["opened_at"],
        }
        if closed_at is not None:
            if closed_at < values["opened_at"]:
                row.remark(
                    self.context.reader.column("closed_at"), str(closed_at), "closed_before_opened",
                    "Closed before it was opened: the time of closing is that of opening.",
                )  # fmt: skip
                closed_at = values["opened_at"]
            fields["closed_at"] = closed_at
        for name in ("subject", "category"):
            if name in values:
                fields[name] = values[name]
        who = _people(self, row, account, people)
        if who:
            fields["person_id"] = who[0]
        key = values.get("external_id") or made_key(
            "ticket", account, values["opened_at"].isoformat(), values.get("subject")
        )
        return Item(row, key, fields, {"subject": ""})


class InvoiceImporter(PlainImporter):
    """One bill a row."""

    model = Invoice

    def item(self, row: ParsedRow, account: int, people: PeopleOnAccounts | None) -> Item | None:
        """The invoice of a row; without a due date it is due thirty days after it was issued."""
        values = row.values
        amount, named, rounded = values["amount"]
        if rounded:
            row.remark(self.context.reader.column("amount"), str(amount), "rounded", "Kept with four decimals.")
        due_on = values.get("due_on") or (values["issued_on"] + PAYMENT_TERM if "issued_on" in values else None)
        if due_on is None:
            row.refuse(
                self.context.reader.column("due_on"), None, "missing", "The invoice has neither a due date nor a date."
            )
            return None
        number = values.get("number") or values.get("external_id") or made_key(account, amount, due_on)[:13]
        fields: dict[str, Any] = {
            "account_id": account,
            "number": number[:100],
            "amount": amount,
            "currency": values.get("currency")
            or named
            or self.context.reader.formats.currency
            or self.context.plan.house.currency,
            "due_on": due_on,
        }
        if "paid_on" in values:
            fields["paid_on"] = values["paid_on"]
        return Item(row, values.get("external_id") or made_key("invoice", account, number), fields, {})
