"""Note what one of our people believes that somebody thinks, or take such a belief back."""

from datetime import datetime

from sqlmodel import Session

from models.chain import StanceObservation
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict
from service.inputs.chain import NewStance
from service.operations.mark_stale import mark_stale
from service.operations.record_audit import record_audit
from service.operations.references import account_to_write, check_member, day_of, invalid
from service.operations.tracked import row_to_change
from service.queries.listing import of_accounts


def observe_stance(session: Session, principal: Principal, values: NewStance, *, now: datetime) -> StanceObservation:
    """An observation with its author and day, flushed; a later one by the same colleague counts in its place.

    :raises NotFound: the account is absent, or not within reach.
    :raises Invalid: nobody of the account, or a day that lies ahead.
    """
    account = account_to_write(session, principal, values.account_id, Resource.OPINION)
    check_member(session, account.id, values.person_id)
    day = values.observed_on or day_of(now)
    if day > day_of(now):
        raise invalid("observed_on", "Nobody has observed the future.")
    observed = StanceObservation(
        account_id=account.id,
        person_id=values.person_id,
        stance=values.stance,
        observed_on=day,
        observed_by_id=principal.user_id,
        note=values.note,
        recorded_at=now,
    )
    session.add(observed)
    session.flush()
    mark_stale(session, [account.id], now)
    # The trail is read by more people than may see what is believed of somebody.
    fields = {"person_id": values.person_id, "observed_on": day}
    record_audit(session, principal, "created", "stance", observed.id, now=now, account_id=account.id, fields=fields)
    return observed


def withdraw_stance(session: Session, principal: Principal, stance_id: int, *, now: datetime) -> None:
    """Let an observation count no more from now on; past days still show it.

    :raises NotFound: absent, or not within reach; :raises Conflict: taken back already.
    """
    require(principal, Resource.OPINION, Action.WRITE)
    within = of_accounts(StanceObservation.account_id, Resource.OPINION)(principal)
    observed = row_to_change(session, StanceObservation, stance_id, within)
    account_to_write(session, principal, observed.account_id, Resource.OPINION)
    if observed.superseded_at is not None:
        raise Conflict("This observation was taken back already.")
    observed.superseded_at = now
    session.add(observed)
    session.flush()
    mark_stale(session, [observed.account_id], now)
    record_audit(session, principal, "withdrawn", "stance", observed.id, now=now, account_id=observed.account_id)
