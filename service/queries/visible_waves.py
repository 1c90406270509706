"""Which waves a reader sees: all of them, or those that they or their team mates planned."""

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlmodel import Session, col

from models.survey import Wave
from models.team import TeamMember
from service.auth.policy import Action, Reach, Resource, reach, require
from service.auth.principal import Principal
from service.errors import NotFound


def waves_within(principal: Principal, action: Action = Action.READ) -> ColumnElement[bool]:
    """The condition on :class:`Wave` under which ``principal`` may do ``action`` on it."""
    got = reach(principal, Resource.SURVEY, action)
    if got is Reach.ALL:
        return true()
    if got is not Reach.OWN or principal.user_id is None:
        return false()
    mine = col(Wave.created_by_id) == principal.user_id
    if not principal.team_ids:
        return mine
    mates = select(col(TeamMember.user_id)).where(col(TeamMember.team_id).in_(principal.team_ids))
    return or_(mine, col(Wave.created_by_id).in_(mates))


def visible_wave(
    session: Session, principal: Principal, wave_id: int, action: Action = Action.READ, *, lock: bool = False
) -> Wave:
    """The wave; ``lock`` holds it until the transaction ends.

    :raises Forbidden: the role has nothing to do with waves; :raises NotFound: absent, or not within reach.
    """
    require(principal, Resource.SURVEY, action)
    statement = select(Wave).where(col(Wave.id) == wave_id, waves_within(principal, action))
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found: Wave | None = session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found
