"""Accounts by what somebody types: a number, a name, or the beginning of one."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from models.account import Account
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.keys import name_key
from service.queries.visibility import accounts_within


@dataclass(frozen=True, slots=True)
class AccountName:
    """An account, as much of it as a choice needs."""

    id: int
    name: str


def accounts_called(session: Session, principal: Principal, text: str, limit: int = 20) -> list[AccountName]:
    """The accounts that ``text`` may mean: the one of that number, else those of exactly that name, else those
    whose name begins so; case and accents make no difference."""
    exact = col(Account.name_key) == name_key(text)
    begins = col(Account.name_key).startswith(name_key(text), autoescape=True)
    ways: list[ColumnElement[bool]] = [exact, begins]
    if text.isascii() and text.isdigit() and len(text) < 19:
        ways.insert(0, col(Account.id) == int(text))
    for way in ways:
        statement = (
            select(col(Account.id), col(Account.name))
            .where(way, accounts_within(principal, Resource.ACCOUNT), col(Account.archived_at).is_(None))
            .order_by(col(Account.name), col(Account.id))
            .limit(limit)
        )
        found = [AccountName(row.id, row.name) for row in session.execute(statement)]
        if found:
            return found
    return []
