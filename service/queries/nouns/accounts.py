"""Accounts and contracts, as they are listed."""

from sqlalchemy import ColumnElement
from sqlmodel import col

from models.account import Account, Contract
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.keys import name_key
from service.queries.listing import Listing, contains, of_accounts, shown
from service.queries.visibility import accounts_within


def _within(principal: Principal) -> ColumnElement[bool]:
    return accounts_within(principal, Resource.ACCOUNT)


def _called(word: str) -> ColumnElement[bool]:
    return col(Account.name_key).contains(name_key(word), autoescape=True) | contains([Account.domain], word)


def _not_archived() -> ColumnElement[bool]:
    return col(Account.archived_at).is_(None)


ACCOUNTS = Listing(
    name="accounts",
    source=Account,
    shown=shown(
        Account,
        *("id", "name", "domain", "parent_id", "segment", "region", "country", "industry", "lifecycle_stage"),
        *("language", "time_zone", "owner_id", "csm_id", "team_id", "territory_id", "customer_since", "stale_since"),
        *("tags", "archived_at", "created_at", "updated_at", "version"),
    ),
    within=_within,
    filters=(
        *("segment", "region", "country", "industry", "lifecycle_stage", "parent_id", "owner_id", "csm_id"),
        *("team_id", "territory_id", "domain"),
    ),
    ranges=("customer_since", "updated_at"),
    sorts=("id", "-id", "name", "-name", "segment", "-segment", "customer_since", "-customer_since", "-updated_at"),
    usually=_not_archived,
    searched=_called,
)

CONTRACTS = Listing(
    name="contracts",
    source=Contract,
    shown=shown(
        Contract,
        *("id", "account_id", "name", "arr", "currency", "starts_on", "ends_on", "notice_days", "notice_given_on"),
        *("auto_renews", "outcome", "closed_on", "lost_reason", "created_at", "updated_at", "version"),
        needs={"arr": Resource.REVENUE},
    ),
    within=of_accounts(Contract.account_id, Resource.ACCOUNT),
    filters=("account_id", "outcome", "currency", "auto_renews"),
    ranges=("starts_on", "ends_on"),
    sorts=("ends_on", "-ends_on", "id", "-id", "starts_on", "-starts_on"),
)
