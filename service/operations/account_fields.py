"""What holds for an account's fields, whoever sets them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.team import Team, Territory
from service.auth.policy import Action, Resource
from service.auth.principal import Principal
from service.errors import NotFound
from service.operations.references import check_there, check_user, invalid
from service.queries.visibility import may, visible_account

_HIGHEST = 50


def check_places(
    session: Session, principal: Principal, values: Mapping[str, Any], account_id: int | None = None
) -> None:
    """Refuse people, teams, territories and parents that are not there; only the fields given are looked at.

    :raises Invalid: naming the field.
    """
    check_user(session, values.get("owner_id"), "owner_id")
    check_user(session, values.get("csm_id"), "csm_id")
    check_there(session, Team, values.get("team_id"), "team_id")
    check_there(session, Territory, values.get("territory_id"), "territory_id")
    parent_id = values.get("parent_id")
    if parent_id is not None:
        _check_parent(session, principal, parent_id, account_id)


def _check_parent(session: Session, principal: Principal, parent_id: int, account_id: int | None) -> None:
    try:
        above: int | None = visible_account(session, principal, parent_id).id
    except NotFound as error:
        raise invalid("parent_id", "There is no such account.") from error
    for _step in range(_HIGHEST):
        if above is None:
            return
        if above == account_id:
            raise invalid("parent_id", "An account cannot be a part of itself.")
        above = session.execute(select(col(Account.parent_id)).where(col(Account.id) == above)).scalar_one_or_none()
    raise invalid("parent_id", f"Accounts stand at most {_HIGHEST} levels above each other.")


def check_account_stays_in_reach(session: Session, principal: Principal, account_id: int) -> None:
    """Refuse to put an account where the one who does it would not see it any more.

    :raises Invalid: naming the fields that decide.
    """
    if not may(session, principal, account_id, Resource.ACCOUNT, Action.WRITE):
        raise invalid("owner_id", "You would not reach this account: name yourself, your team or your territory.")
