"""Take one override of a score back."""

from datetime import datetime

from sqlmodel import Session

from models.score import Override
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict
from service.operations.record_audit import record_audit
from service.operations.references import account_to_write
from service.operations.tracked import row_to_change
from service.queries.listing import of_accounts


def withdraw_override(session: Session, principal: Principal, override_id: int, *, now: datetime) -> None:
    """From now on the computed score counts again.

    :raises NotFound: absent, or not within reach; :raises Conflict: withdrawn already.
    """
    require(principal, Resource.ACCOUNT, Action.WRITE)
    within = of_accounts(Override.account_id, Resource.ACCOUNT)(principal)
    override = row_to_change(session, Override, override_id, within)
    account_to_write(session, principal, override.account_id)
    if override.withdrawn_at is not None:
        raise Conflict("This override was withdrawn already.")
    override.withdrawn_at = now
    override.version += 1
    session.add(override)
    session.flush()
    record_audit(session, principal, "withdrawn", "override", override.id, now=now, account_id=override.account_id)
