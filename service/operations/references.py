"""Check that what an input refers to is there and within reach; absent and foreign are answered alike."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel, col

from models.account import Account
from models.base import Effective
from models.person import Membership, Person
from models.user import User
from service.auth.policy import Action, Resource
from service.auth.principal import Principal
from service.errors import Invalid
from service.queries.visibility import visible_account

MOST_PEOPLE = 500
MOST_TIES = 5_000


def invalid(path: str, message: str) -> Invalid:
    """A refusal that names one field."""
    return Invalid(message, [{"path": path, "message": message}])


def day_of(now: datetime) -> date:
    """The day on which a fact that is learnt now begins to hold: that of UTC, as all reading counts days."""
    return now.astimezone(UTC).date()


def account_to_write(
    session: Session, principal: Principal, account_id: int, resource: Resource = Resource.ACCOUNT
) -> Account:
    """The account, held until the transaction ends, so that two changes to its chain come one after the other.

    :raises Forbidden, NotFound: as :func:`service.queries.visibility.visible_account`.
    """
    account = visible_account(session, principal, account_id, resource, Action.WRITE)
    session.execute(select(col(Account.id)).where(col(Account.id) == account_id).with_for_update())
    return account


def check_member(session: Session, account_id: int, person_id: int, path: str = "person_id") -> None:
    """Refuse somebody who has no place on the account at present.

    :raises Invalid: naming ``path``.
    """
    if person_id not in members_of(session, account_id):
        raise invalid(path, "Nobody of this number has a place on this account.")


def members_of(session: Session, account_id: int) -> set[int]:
    """Who has a place on the account at present."""
    statement = (
        select(col(Membership.person_id))
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(
            *standing(Membership, account_id),
            col(Person.erased_at).is_(None),
            col(Person.merged_into_id).is_(None),
        )
    )
    return set(session.execute(statement).scalars())


def standing(table: Any, account_id: int) -> tuple[Any, ...]:
    """The conditions that a fact of an account stands: neither replaced nor known to have ended."""
    return col(table.account_id) == account_id, col(table.superseded_at).is_(None), col(table.valid_to).is_(None)


def check_user(session: Session, user_id: int | None, path: str) -> None:
    """Refuse a number that is none of our active people; None passes.

    :raises Invalid: naming ``path``.
    """
    if user_id is None:
        return
    found = session.execute(select(col(User.id)).where(col(User.id) == user_id, col(User.active))).first()
    if found is None:
        raise invalid(path, "None of our people has this number.")


def check_there(session: Session, table: type[SQLModel], key: int | None, path: str) -> None:
    """Refuse the number of a thing that all share and that is not there; None passes.

    :raises Invalid: naming ``path``.
    """
    if key is not None and session.get(table, key) is None:
        raise invalid(path, "There is no such entry.")


def check_room(session: Session, table: type[Effective], account_id: int, most: int, what: str) -> None:
    """Refuse one more fact than an account can hold.

    :raises Invalid: the account is full.
    """
    count = session.execute(select(func.count()).where(*standing(table, account_id))).scalar_one()
    if count >= most:
        raise invalid("account_id", f"An account has at most {most:,} {what}.")


def check_start(valid_from: date | None, now: datetime) -> date:
    """The first day of a fact: today where none is given; one that lies ahead is refused.

    :raises Invalid: naming ``valid_from``.
    """
    today = day_of(now)
    if valid_from is not None and valid_from > today:
        raise invalid("valid_from", "A fact begins today or earlier.")
    return valid_from or today
