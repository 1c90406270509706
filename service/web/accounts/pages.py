"""All pages of an account: importing this module gives the blueprint its routes."""

from service.web.accounts import (
    break_glass,
    chain_map,
    contacts,
    coverage,
    decision_rule,
    departures,
    edit_people,
    edit_person,
    feedback,
    health,
    history,
    overview,
    people,
    renewal,
)
from service.web.accounts.blueprint import accounts

__all__ = [
    "accounts",
    "break_glass",
    "chain_map",
    "contacts",
    "coverage",
    "decision_rule",
    "departures",
    "edit_people",
    "edit_person",
    "feedback",
    "health",
    "history",
    "overview",
    "people",
    "renewal",
]
