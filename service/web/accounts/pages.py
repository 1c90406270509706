"""All pages of an account: importing this module gives the blueprint its routes."""

from service.web.accounts import (
    chain_map,
    contacts,
    coverage,
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
    "chain_map",
    "contacts",
    "coverage",
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
