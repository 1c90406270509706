"""Remember where people were drawn on the map of an account."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.person import MapPosition
from service.auth.principal import Principal
from service.inputs.chain import Positions
from service.operations.references import account_to_write, invalid, members_of


def place_on_map(session: Session, principal: Principal, account_id: int, values: Positions, *, now: datetime) -> int:
    """Set where these people stand; the others stay where they are. Gives how many were placed.

    Places are a matter of drawing, so neither scores nor the trail take note of them.

    :raises NotFound: the account is absent, or not within reach.
    :raises Invalid: nobody of the account, or one person twice.
    """
    account_to_write(session, principal, account_id)
    members = members_of(session, account_id)
    wanted = {position.person_id: position for position in values.positions}
    if len(wanted) < len(values.positions):
        raise invalid("positions", "A person stands in one place only.")
    for number, position in enumerate(values.positions):
        if position.person_id not in members:
            raise invalid(f"positions.{number}.person_id", "Nobody of this number has a place on this account.")
    drawn = {
        row.person_id: row
        for row in session.execute(select(MapPosition).where(col(MapPosition.account_id) == account_id)).scalars()
    }
    for person_id, position in wanted.items():
        row = drawn.get(person_id) or MapPosition(account_id=account_id, person_id=person_id, x=0, y=0)
        row.x, row.y = position.x, position.y
        session.add(row)
    session.flush()
    return len(wanted)
