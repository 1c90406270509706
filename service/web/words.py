"""The domain's values in the reader's words: ``{{ person.role | word }}``."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

#: Value as stored -> words on screen. Grouped only for reading: values are unique over the domain's enums.
WORDS: dict[str, Any] = {
    # roles and their finer functions
    "decision_maker": _l("Decision maker"),
    "influencer": _l("Influencer"),
    "end_user": _l("End user"),
    "economic_buyer": _l("Economic buyer"),
    "approver": _l("Approver"),
    "executive_sponsor": _l("Executive sponsor"),
    "committee_member": _l("Committee member"),
    "champion": _l("Champion"),
    "coach": _l("Coach"),
    "technical_evaluator": _l("Technical evaluator"),
    "procurement": _l("Procurement"),
    "gatekeeper": _l("Gatekeeper"),
    "initiator": _l("Initiator"),
    "external_adviser": _l("External adviser"),
    "power_user": _l("Power user"),
    "administrator": _l("Administrator"),
    "user_lead": _l("User lead"),
    "user": _l("User"),
    # stance
    "advocate": _l("Advocate"),
    "supporter": _l("Supporter"),
    "neutral": _l("Neutral"),
    "sceptic": _l("Sceptic"),
    "opponent": _l("Opponent"),
    "unknown": _l("Unknown"),
    # ties and strengths
    "reports_to": _l("Reports to"),
    "influences": _l("Influences"),
    "works_with": _l("Works with"),
    "conflicts": _l("In conflict with"),
    "none": _l("None"),
    "brief": _l("Brief contact"),
    "several_contacts": _l("Several contacts"),
    "in_depth": _l("In depth"),
    "trusted": _l("Trusted"),
    # sides and families
    "customer": _l("Customer"),
    "partner": _l("Partner"),
    "subsidiary": _l("Subsidiary"),
    "internal": _l("Internal delivery"),
    # lifecycle and contracts
    "onboarding": _l("Onboarding"),
    "adoption": _l("Adoption"),
    "value": _l("Value"),
    "renewal": _l("Renewal"),
    "expansion": _l("Expansion"),
    "churned": _l("Churned"),
    "open": _l("Open"),
    "renewed": _l("Renewed"),
    "expanded": _l("Expanded"),
    "contracted": _l("Contracted"),
    "lost": _l("Lost"),
    # risk and severity
    "high": _l("High"),
    "medium": _l("Medium"),
    "low": _l("Low"),
    "normal": _l("Normal"),
    "urgent": _l("Urgent"),
    # health groups
    "sentiment": _l("Sentiment"),
    "relationships": _l("Relationships"),
    "usage": _l("Usage"),
    "support": _l("Support"),
    "commercial": _l("Commercial"),
    "responsiveness": _l("Responsiveness"),
    # work
    "queued": _l("Queued"),
    "running": _l("Running"),
    "succeeded": _l("Done"),
    "failed": _l("Failed"),
    "retrying": _l("Trying again"),
    "quarantined": _l("Quarantined"),
    "cancelled": _l("Cancelled"),
    "done": _l("Done"),
    "resolved": _l("Resolved"),
    "overdue": _l("Overdue"),
    "due_soon": _l("Due soon"),
    "draft": _l("Draft"),
    "sent": _l("Sent"),
    "active": _l("Active"),
    "inactive": _l("Inactive"),
    "revoked": _l("Revoked"),
    "undone": _l("Undone"),
    # interactions
    "meeting": _l("Meeting"),
    "call": _l("Call"),
    "email": _l("Email"),
    "event": _l("Event"),
    "note": _l("Note"),
}


def word(value: StrEnum | str | None) -> str:
    """The words for a stored value; a value without words of its own is shown with spaces for underscores."""
    if value is None or value == "":
        return str(WORDS["unknown"])
    stored = value.value if isinstance(value, StrEnum) else value
    return str(WORDS[stored]) if stored in WORDS else stored.replace("_", " ").capitalize()


def initials(name: str) -> str:
    """Two letters for a person's circle: first and last word, or the last two characters of a Chinese name.

    >>> initials("Ada King Lovelace"), initials("王小明"), initials("ada@example.org")
    ('AL', '小明', 'A')
    """
    words = name.split("@")[0].split()
    if not words:
        return "?"
    if len(words) == 1 and not words[0].isascii() and len(words[0]) > 1:
        return words[0][-2:]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
