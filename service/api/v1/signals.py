"""Signals beside feedback: usage, tickets and invoices."""

from service.api.noun import Noun
from service.auth.policy import Resource
from service.inputs.signal import (
    InvoiceChange,
    NewInvoice,
    NewTicket,
    NewUsageReading,
    TicketChange,
    UsageReadingChange,
)
from service.operations.record_invoice import change_invoice, record_invoice, remove_invoice
from service.operations.record_ticket import change_ticket, record_ticket, remove_ticket
from service.operations.record_usage import change_usage, record_usage, remove_usage
from service.queries.nouns.signals import INVOICES, TICKETS, USAGE_READINGS

usage_readings = Noun(
    name="usage-readings",
    singular="usage reading",
    about="How many people used what they pay for, by week and product.",
    listing=USAGE_READINGS,
    resource=Resource.ACCOUNT,
    parameter="usage_id",
    create=(NewUsageReading, record_usage),
    change=(UsageReadingChange, change_usage),
    remove=remove_usage,
)

tickets = Noun(
    name="tickets",
    singular="ticket",
    about="Problems that customers brought to us.",
    listing=TICKETS,
    resource=Resource.ACCOUNT,
    parameter="ticket_id",
    create=(NewTicket, record_ticket),
    change=(TicketChange, change_ticket),
    remove=remove_ticket,
)

invoices = Noun(
    name="invoices",
    singular="invoice",
    about="Bills and their payment. They are revenue: reading and writing them needs that permission.",
    listing=INVOICES,
    resource=Resource.REVENUE,
    parameter="invoice_id",
    create=(NewInvoice, record_invoice),
    change=(InvoiceChange, change_invoice),
    remove=remove_invoice,
)

ROUTES = tuple(noun.routes for noun in (usage_readings, tickets, invoices))
