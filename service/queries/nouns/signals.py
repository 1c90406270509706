"""Usage readings, tickets and invoices, as they are listed."""

from models.signal import Invoice, Ticket, UsageReading
from service.auth.policy import Resource
from service.queries.listing import Listing, contains, of_accounts, shown

USAGE_READINGS = Listing(
    name="usage-readings",
    source=UsageReading,
    shown=shown(
        UsageReading,
        *("id", "account_id", "week", "product", "active_users", "seats", "events", "recorded_at", "version"),
    ),
    within=of_accounts(UsageReading.account_id, Resource.ACCOUNT),
    filters=("account_id", "product"),
    ranges=("week",),
    sorts=("-week", "week", "id", "-id"),
)

TICKETS = Listing(
    name="tickets",
    source=Ticket,
    shown=shown(
        Ticket,
        *("id", "account_id", "person_id", "subject", "category", "severity", "opened_at", "closed_at"),
        *("created_at", "updated_at", "version"),
    ),
    within=of_accounts(Ticket.account_id, Resource.ACCOUNT),
    filters=("account_id", "person_id", "category", "severity"),
    ranges=("opened_at", "closed_at"),
    sorts=("-opened_at", "opened_at", "id", "-id"),
    searched=lambda word: contains([Ticket.subject], word),
)

INVOICES = Listing(
    name="invoices",
    source=Invoice,
    shown=shown(
        Invoice,
        *("id", "account_id", "number", "amount", "currency", "due_on", "paid_on", "created_at", "updated_at"),
        "version",
    ),
    within=of_accounts(Invoice.account_id, Resource.REVENUE),
    filters=("account_id", "number", "currency"),
    ranges=("due_on", "paid_on"),
    sorts=("-due_on", "due_on", "id", "-id"),
)
