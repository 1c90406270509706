"""Answer a pair of look-alikes: the same, or different."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.importing import LookAlike
from models.vocabulary import ReviewState
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict, Invalid, NotFound
from service.operations.merge_records import merge_records, require_record
from service.operations.record_audit import record_audit


def decide_look_alike(
    session: Session, principal: Principal, look_alike_id: int, *, keep_id: int | None, now: datetime
) -> LookAlike:
    """Merge the pair into ``keep_id``, or note that the two are different (None), so that it is not asked again.

    :raises NotFound: no such pair, or one of the two is out of reach.
    :raises Conflict: decided already.
    :raises Invalid: ``keep_id`` is neither of the two.
    """
    require(principal, Resource.IMPORT, Action.WRITE)
    pair: LookAlike | None = session.execute(
        select(LookAlike).where(col(LookAlike.id) == look_alike_id)
    ).scalar_one_or_none()
    if pair is None:
        raise NotFound
    require_record(session, principal, pair.table_name, pair.first_id)
    require_record(session, principal, pair.table_name, pair.second_id)
    if pair.state is not ReviewState.OPEN:
        raise Conflict("This pair has been decided already.")
    if keep_id is None:
        pair.state, pair.decided_by_id, pair.decided_at = ReviewState.DIFFERENT, principal.user_id, now
        session.add(pair)
        session.flush()
        fields = {"first": pair.first_id, "second": pair.second_id}
        record_audit(session, principal, "keep_apart", pair.table_name, pair.first_id, now=now, fields=fields)
        return pair
    if keep_id not in {pair.first_id, pair.second_id}:
        raise Invalid("The record to keep must be one of the two.")
    other = pair.second_id if keep_id == pair.first_id else pair.first_id
    merge_records(session, principal, pair.table_name, keep_id, other, now=now)
    session.refresh(pair)
    return pair
