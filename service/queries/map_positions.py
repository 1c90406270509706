"""Where people stand on the map of an account, as somebody drew them."""

from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.person import MapPosition
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.queries.visibility import accounts_within


def map_positions(session: Session, principal: Principal, account_id: int) -> dict[int, tuple[float, float]]:
    """Person -> (x, y) of those who were placed; the map itself lays out the others."""
    statement = (
        select(col(MapPosition.person_id), col(MapPosition.x), col(MapPosition.y))
        .join(Account, col(Account.id) == col(MapPosition.account_id))
        .where(col(MapPosition.account_id) == account_id, accounts_within(principal, Resource.ACCOUNT))
    )
    return {row.person_id: (row.x, row.y) for row in session.execute(statement)}
