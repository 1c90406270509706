"""Accounts and people by a part of their names, as the search field and the API find them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.person import Membership
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.queries.listing import Asked, page
from service.queries.nouns.accounts import ACCOUNTS
from service.queries.nouns.people import PEOPLE
from service.queries.visibility import accounts_within


@dataclass(frozen=True, slots=True)
class FoundAccount:
    """An account whose name holds the word."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody whose name, address or title holds the word, with the accounts within reach on which they stand."""

    id: int
    name: str
    title: str | None
    accounts: tuple[FoundAccount, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, by name."""

    accounts: tuple[FoundAccount, ...]
    people: tuple[FoundPerson, ...]


def search(session: Session, principal: Principal, word: str, *, limit: int = 10) -> Found:
    """At most ``limit`` accounts and as many people within reach, nothing for an empty word.

    Case and accents make no difference in names.

    :raises Forbidden: the role sees no accounts.
    """
    require(principal, Resource.ACCOUNT, Action.READ)
    if not word.strip():
        return Found((), ())
    asked = Asked(word=word, sort="name", limit=limit)
    accounts = page(session, principal, ACCOUNTS, asked).rows
    people = page(session, principal, PEOPLE, asked).rows
    places = _places(session, principal, [row["id"] for row in people])
    return Found(
        accounts=tuple(FoundAccount(row["id"], row["name"]) for row in accounts),
        people=tuple(
            FoundPerson(row["id"], row["name"], row["title"], tuple(places.get(row["id"], ()))) for row in people
        ),
    )


def _places(session: Session, principal: Principal, person_ids: list[int]) -> dict[int, list[FoundAccount]]:
    statement = (
        select(col(Membership.person_id), col(Account.id), col(Account.name))
        .join(Account, col(Account.id) == col(Membership.account_id))
        .where(
            col(Membership.person_id).in_(person_ids),
            col(Membership.superseded_at).is_(None),
            col(Membership.valid_to).is_(None),
            accounts_within(principal, Resource.ACCOUNT),
        )
        .order_by(col(Account.name_key))
    )
    found: dict[int, list[FoundAccount]] = {}
    for person_id, account_id, name in session.execute(statement):
        found.setdefault(person_id, []).append(FoundAccount(account_id, name))
    return found
