"""Set a person's own judgement over the computed score of an account, for a while; or withdraw it."""

from datetime import datetime, timedelta

from sqlmodel import Session

from models.score import Override
from scoring.health_parameters import DEFAULT_SCORECARD
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict, Invalid
from service.inputs.base import Change
from service.inputs.score import NewOverride
from service.operations.record_audit import record_audit
from service.operations.references import account_to_write, day_of, invalid
from service.operations.tracked import note_creation, row_to_change
from service.queries.listing import of_accounts


def override_score(session: Session, principal: Principal, values: NewOverride, *, now: datetime) -> Override:
    """An override with its reason and end, flushed; the newest one counts, the computed score stays visible.

    :raises NotFound: the account is absent, or not within reach.
    :raises Invalid: an end that has passed or lies more than 60 days ahead.
    """
    account = account_to_write(session, principal, values.account_id)
    today = day_of(now)
    longest = timedelta(days=DEFAULT_SCORECARD.longest_override_days)
    if not today <= values.expires_on <= today + longest:
        raise invalid("expires_on", f"An override ends within {longest.days} days.")
    override = Override(**values.model_dump(), created_by_id=principal.user_id, created_at=now)
    fields = {"score": values.score, "expires_on": values.expires_on, "reason": values.reason}
    note_creation(session, principal, override, "override", now=now, account_id=account.id, fields=fields)
    return override


def change_override(
    session: Session, principal: Principal, override_id: int, change: Change, *, now: datetime
) -> Override:
    """Replace an override by another: what was judged before stays on record, withdrawn, and is scored later too.

    :raises NotFound: absent, or not within reach; :raises Conflict: withdrawn already.
    :raises Invalid: an end that has passed or lies more than 60 days ahead, or a value that is emptied.
    """
    values = change.values
    empty = [name for name in values if values[name] is None]
    if empty:
        raise Invalid("A value is missing.", [{"path": name, "message": "This field needs a value."} for name in empty])
    withdraw_override(session, principal, override_id, now=now)
    former = session.get_one(Override, override_id)
    kept = {name: getattr(former, name) for name in NewOverride.model_fields}
    return override_score(session, principal, NewOverride(**{**kept, **values}), now=now)


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
