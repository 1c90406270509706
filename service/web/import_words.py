"""What the pages of imports call kinds, fields and steps."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from models.vocabulary import ImportKind
from service.imports.fields import FIELDS

_KINDS = {
    ImportKind.ACCOUNTS: _l("Accounts"),
    ImportKind.PEOPLE: _l("People"),
    ImportKind.CONTRACTS: _l("Contracts and opportunities"),
    ImportKind.INTERACTIONS: _l("Meetings, calls and mails"),
    ImportKind.TICKETS: _l("Tickets"),
    ImportKind.USAGE: _l("Usage"),
    ImportKind.INVOICES: _l("Invoices"),
    ImportKind.RESPONSES: _l("Survey answers"),
    ImportKind.TIES: _l("Ties between people"),
    ImportKind.RELATIONSHIPS: _l("Our relationships with people"),
}

_FIELDS = {
    "external_id": _l("ID in the other system"), "name": _l("Name"), "domain": _l("Website"),
    "parent_id": _l("Parent, by ID"),
    "parent": _l("Parent, by name"), "segment": _l("Segment"), "region": _l("Region"), "country": _l("Country"),
    "industry": _l("Industry"), "lifecycle_stage": _l("Lifecycle stage"), "churned": _l("Has left us (yes or no)"),
    "language": _l("Language"), "time_zone": _l("Time zone"), "owner": _l("Account owner"),
    "csm": _l("Customer success manager"),
    "team": _l("Team"), "territory": _l("Territory"), "customer_since": _l("Customer since"),
    "merged_into": _l("Merged into (ID)"),
    "merged_ids": _l("IDs merged into it"), "deleted": _l("Deleted (yes or no)"), "first_name": _l("First name"),
    "last_name": _l("Last name"), "email": _l("Email address"), "phone": _l("Telephone"), "title": _l("Job title"),
    "department": _l("Department"), "organisation": _l("Employer"), "do_not_contact": _l("Do not contact (yes or no)"),
    "left_on": _l("Left on"), "left": _l("Has left (yes or no)"), "account_id": _l("Account, by ID"),
    "account": _l("Account, by name"),
    "manager_id": _l("Reports to, by ID"), "manager_email": _l("Reports to, by address"),
    "manager": _l("Reports to, by name"),
    "role": _l("Role"), "sub_role": _l("Finer role"), "side": _l("Customer, partner or subsidiary"),
    "openness": _l("Openness to others"),
    "arr": _l("Annual recurring revenue"), "mrr": _l("Monthly recurring revenue"), "amount": _l("Amount"),
    "currency": _l("Currency"),
    "starts_on": _l("Starts on"), "ends_on": _l("Ends on"), "term_months": _l("Term in months"),
    "closed_on": _l("Closed on"),
    "notice_days": _l("Days of notice"), "notice_given_on": _l("Notice given on"),
    "auto_renews": _l("Renews by itself (yes or no)"),
    "outcome": _l("Outcome or stage"), "won": _l("Won (yes or no)"), "closed": _l("Closed (yes or no)"),
    "type": _l("Type"),
    "lost_reason": _l("Reason of the loss"), "person_id": _l("Person, by ID"), "person_email": _l("Person, by address"),
    "person": _l("Person, by name"), "kind": _l("Kind"), "occurred_at": _l("When it was"), "subject": _l("Subject"),
    "user": _l("Our colleague"), "category": _l("Category"), "severity": _l("Severity or priority"),
    "opened_at": _l("Opened at"),
    "closed_at": _l("Closed at"), "status": _l("Status"), "contract_id": _l("Contract, by ID"),
    "date": _l("Date or week"),
    "product": _l("Product"), "active_users": _l("Active users"), "seats": _l("Seats"),
    "events": _l("Number of events"),
    "number": _l("Number"), "issued_on": _l("Issued on"), "due_on": _l("Due on"), "paid_on": _l("Paid on"),
    "metric": _l("Metric"),
    "score": _l("Score"), "scale_low": _l("Low end of the scale"), "scale_high": _l("High end of the scale"),
    "comment": _l("Comment"),
    "answered_at": _l("Answered at"), "purpose": _l("Purpose of the survey"), "family": _l("Family of the survey"),
    "source": _l("From (source)"), "target": _l("To (target)"), "strength": _l("Strength or weight"),
    "target_strength": _l("Strength to reach"), "confirmed_on": _l("Last confirmed on"),
}  # fmt: skip


def kind_words() -> dict[str, str]:
    """Each kind of import in words."""
    return {kind.value: str(words) for kind, words in _KINDS.items()}


def field_words(kind: ImportKind) -> list[tuple[str, str]]:
    """The fields of a kind as choices: (name, words), the required ones marked."""
    return [
        (f.name, _("%(field)s (needed)", field=_FIELDS[f.name]) if f.required else str(_FIELDS[f.name]))
        for f in FIELDS[kind]
    ]


def step_words(step: str) -> str:
    """What a running import is doing."""
    words: dict[str, str] = {
        "check": _("Checking rows"),
        "write": _("Writing rows"),
        "link": _("Linking them"),
        "compare": _("Looking for look-alikes"),
    }
    return words.get(step) or str(_("Waiting"))
