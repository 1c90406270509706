"""All pages of an account: importing this module gives the blueprint its routes."""

from service.web.accounts import chain_map, edit_people, edit_person, health, overview, people
from service.web.accounts.blueprint import accounts

__all__ = ["accounts", "chain_map", "edit_people", "edit_person", "health", "overview", "people"]
