"""The column names of systems whose exports are common, where they mean something of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.vocabulary import ImportKind as K


@dataclass(frozen=True)
class Preset:
    """Header names of one system, per kind and field, best first; an empty tuple: never guess this field there."""

    name: str
    fields: Mapping[K, Mapping[str, tuple[str, ...]]]
    marks: frozenset[str]


_SALESFORCE = Preset(
    "salesforce",
    {
        K.ACCOUNTS: {
            "external_id": ("account id", "account id 18", "id"),
            "name": ("account name", "name"),
            "region": ("billing state province", "billing state", "region"),
            "country": ("billing country code", "billing country", "shipping country code", "shipping country"),
            "parent_id": ("parent account id", "parent id"),
            "segment": ("segment", "customer segment", "account segment"),
            "owner": ("account owner", "owner email", "owner name"),
            "lifecycle_stage": (),
        },
        K.PEOPLE: {
            "external_id": ("contact id", "lead id", "id"),
            "name": ("full name", "name", "contact full name"),
            "account_id": ("account id",),
            "account": ("account name", "company", "account account name"),
            "manager_id": ("reports to id",),
            "manager": ("reports to", "reports to full name"),
            "do_not_contact": ("email opt out", "has opted out of email", "do not call"),
            "left": ("no longer at company",),
            "phone": ("phone", "business phone", "mobile", "mobile phone"),
            "organisation": (),
            "left_on": (),
        },
        K.CONTRACTS: {
            "external_id": ("opportunity id", "contract id", "id"),
            "name": ("opportunity name", "name", "contract name"),
            "amount": ("amount", "total amount"),
            "closed_on": ("close date",),
            "outcome": ("stage", "stage name", "status"),
        },
        K.INTERACTIONS: {
            "external_id": ("activity id", "task id", "event id", "id"),
            "account_id": ("account id", "company account id"),
            "account": ("company account", "account name"),
            "person_id": ("who id", "contact id"),
            "person": ("contact", "name"),
            "kind": ("type", "task subtype", "event subtype"),
            "occurred_at": ("start date time", "activity date time", "activity date", "date", "due date only",
            "completed date time"),
            "user": ("assigned", "assigned to", "owner name"),
        },
        K.TICKETS: {
            "external_id": ("case id", "id", "case number"),
            "person_id": ("contact id",),
            "opened_at": ("created date", "date time opened", "opened date"),
            "closed_at": ("closed date", "date time closed"),
        },
    },
    frozenset(
        {"system modstamp", "is deleted", "last modified by id", "record type id", "master record id", "reports to id",
         "account id", "photo url", "last viewed date", "opportunity id", "account owner", "mailing country",
         "billing country",
         "who id", "what id", "contact owner", "opportunity owner", "lead source", "stage name",
         "has opted out of email"}
    ),
)  # fmt: skip

_HUBSPOT = Preset(
    "hubspot",
    {
        K.ACCOUNTS: {
            "external_id": ("record id", "record id company", "hs object id", "company id", "id"),
            "name": ("company name", "name"),
            "domain": ("company domain name", "domain", "website url", "website"),
            "region": ("state region", "state"),
            "country": ("country region", "country"),
            "owner": ("company owner", "owner email"),
            "customer_since": ("became a customer date",),
            "parent_id": ("parent company id", "hs parent company id"),
        },
        K.PEOPLE: {
            "external_id": ("record id", "record id contact", "hs object id", "contact id", "vid", "id"),
            "account_id": ("associated company ids", "associated company ids primary", "associatedcompanyid",
            "company id"),
            "account": ("associated company", "associated company primary", "company name", "company"),
            "role": ("buying role", "hs buying role"),
            "title": ("job title", "jobtitle"),
            "do_not_contact": ("unsubscribed from all email", "hs email optout"),
            "merged_ids": ("hs calculated merged vids", "merged contact ids", "merged vids"),
            "organisation": (),
        },
        K.CONTRACTS: {
            "external_id": ("record id", "record id deal", "hs object id", "deal id", "id"),
            "account_id": ("associated company ids", "associated company ids primary", "company id"),
            "account": ("associated company", "associated company primary", "company name"),
            "name": ("deal name", "dealname"),
            "arr": ("annual recurring revenue", "hs arr"),
            "mrr": ("monthly recurring revenue", "hs mrr"),
            "amount": ("amount", "amount in company currency", "hs tcv"),
            "closed_on": ("close date", "closedate"),
            "outcome": ("deal stage", "dealstage", "deal pipeline stage id"),
            "lost_reason": ("closed lost reason",),
            "type": ("deal type", "dealtype"),
        },
        K.INTERACTIONS: {
            "external_id": ("engagement id", "record id", "id"),
            "account_id": ("company id", "associated company ids"),
            "person_id": ("contact id", "associated contact ids"),
            "kind": ("type", "engagement type", "hs task type", "task type"),
            "occurred_at": ("hs timestamp", "start time", "activity date", "meeting start time", "hs createdate"),
            "subject": ("title", "hs email subject", "hs meeting title", "hs body preview", "hs note body",
            "hs engagement source"),
            "user": ("activity assigned to", "owner email"),
        },
        K.TICKETS: {
            "external_id": ("ticket id", "record id", "id"),
            "account_id": ("company id", "associated company ids"),
            "person_id": ("contact id", "associated contact ids"),
            "opened_at": ("create date", "createdate"),
            "closed_at": ("close date", "closed date"),
            "severity": ("priority", "hs ticket priority"),
            "category": ("category", "hs ticket category"),
            "subject": ("ticket name", "subject"),
        },
    },
    frozenset({"record id", "hs object id", "associated company ids", "associated contact ids",
        "associated company", "lifecycle stage",
               "company domain name", "deal stage", "contact owner", "company owner",
               "associated company primary", "deal pipeline stage id"}),
)  # fmt: skip

_QUALTRICS = Preset(
    "qualtrics",
    {
        K.RESPONSES: {
            "external_id": ("response id",),
            "person_id": ("external data reference", "external reference"),
            "person_email": ("recipient email",),
            "answered_at": ("recorded date", "end date"),
            "language": ("user language",),
        },
    },
    frozenset({"response id", "recorded date", "recipient email", "recipient last name", "distribution channel",
               "user language", "duration in seconds", "external reference", "import id"}),
)  # fmt: skip

PRESETS: Mapping[str, Preset] = {preset.name: preset for preset in (_SALESFORCE, _HUBSPOT, _QUALTRICS)}


def detect_preset(plain: Sequence[str], columns: Sequence[str]) -> str | None:
    """The preset whose telling names the header has: any ``property_`` column, else at least two of its marks."""
    if sum(column.lower().startswith(("property_", "properties.")) for column in columns) >= 2:
        return "hubspot"
    names = set(plain)
    hits = {preset.name: len(preset.marks & names) for preset in PRESETS.values()}
    best = max(hits, key=lambda name: hits[name])
    return best if hits[best] >= 2 else None
