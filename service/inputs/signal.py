"""What may be written about signals: usage, tickets and invoices."""

from scoring.vocabulary import TicketSeverity
from service.inputs.base import Input, changes_of
from service.inputs.fields import Amount, Currency, Day, Id, Label, MaybeLabel, Moment, Quantity, Subject


class NewUsageReading(Input):
    """How many people used a product in one week; any day of it will do, the week begins on Monday."""

    account_id: Id
    week: Day
    product: MaybeLabel = ""
    active_users: Quantity
    seats: Quantity | None = None
    events: Quantity | None = None


UsageReadingChange = changes_of(NewUsageReading, but=frozenset({"account_id", "week", "product"}))


class NewTicket(Input):
    """A problem that the customer brought to us; open until ``closed_at``."""

    account_id: Id
    person_id: Id | None = None
    subject: Subject = ""
    category: Label | None = None
    severity: TicketSeverity = TicketSeverity.NORMAL
    opened_at: Moment
    closed_at: Moment | None = None


TicketChange = changes_of(NewTicket, but=frozenset({"account_id"}))


class NewInvoice(Input):
    """A bill: due on a day, paid on another, or not yet."""

    account_id: Id
    number: Label
    amount: Amount
    currency: Currency
    due_on: Day
    paid_on: Day | None = None


InvoiceChange = changes_of(NewInvoice, but=frozenset({"account_id"}))
