"""All pages of an account: importing this module gives the blueprint its routes."""

from service.web.accounts import chain_map, overview
from service.web.accounts.blueprint import accounts

__all__ = ["accounts", "chain_map", "overview"]
