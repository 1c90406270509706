"""Facts that hold from a day on: added, replaced or ended, never edited, so that any past day can still be shown."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from models.base import Effective
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.errors import Conflict, NotFound
from service.operations.mark_stale import mark_stale
from service.operations.record_audit import record_audit
from service.operations.references import account_to_write, day_of

E = TypeVar("E", bound=Effective)
_TIMES = frozenset({"id", "valid_from", "valid_to", "recorded_at", "superseded_at", "recorded_by_id"})


def add_fact(session: Session, principal: Principal, fact: E, kind: str, *, now: datetime) -> E:
    """Add a fact that begins to hold, note it in the trail and mark its account for scoring."""
    fact.recorded_at = now
    fact.recorded_by_id = principal.user_id
    session.add(fact)
    session.flush()
    _note(session, principal, "created", kind, fact, values_of(fact), now)
    return fact


def fact_to_change(
    session: Session,
    principal: Principal,
    table: type[E],
    fact_id: int,
    *within: ColumnElement[bool],
    resource: Resource = Resource.ACCOUNT,
) -> E:
    """A fact that stands, with its account held until the transaction ends.

    :raises NotFound: absent, or not within reach; :raises Conflict: replaced or ended already.
    """
    row: Any = table
    account_id = session.execute(
        select(col(row.account_id)).where(col(row.id) == fact_id, *within)
    ).scalar_one_or_none()
    if account_id is None:
        raise NotFound
    account_to_write(session, principal, account_id, resource)
    fact: E = session.execute(
        select(table).where(col(row.id) == fact_id).execution_options(populate_existing=True)
    ).scalar_one()
    if fact.superseded_at is not None or fact.valid_to is not None:
        raise Conflict("This was replaced or has ended; change the one that holds now.")
    return fact


def replace_fact(
    session: Session,
    principal: Principal,
    fact: E,
    kind: str,
    values: Mapping[str, Any],
    *,
    now: datetime,
    since: date | None = None,
) -> E:
    """Put another fact in the place of one: with ``values`` set anew, holding from ``since`` (today) on.

    Where nothing differs the fact itself is the answer, and nothing is written.
    """
    before = values_of(fact)
    changed: dict[str, Any] = {name: [before[name], value] for name, value in values.items() if before[name] != value}
    if not changed:
        return fact
    fact.superseded_at = now
    made = type(fact)(**{**before, **values, "valid_from": since or day_of(now)})
    made.recorded_at, made.recorded_by_id = now, principal.user_id
    session.add_all([fact, made])
    session.flush()
    changed["replaces"] = getattr(fact, "id", None)
    _note(session, principal, "changed", kind, made, changed, now)
    return made


def end_fact(session: Session, principal: Principal, fact: E, kind: str, *, now: datetime) -> None:
    """Let a fact end today; one that began today is taken back altogether."""
    today = day_of(now)
    fact.superseded_at = now
    session.add(fact)
    if fact.valid_from < today:
        ended = type(fact)(**{**values_of(fact), "valid_from": fact.valid_from, "valid_to": today})
        ended.recorded_at, ended.recorded_by_id = now, principal.user_id
        session.add(ended)
    session.flush()
    _note(session, principal, "ended", kind, fact, None, now)


def values_of(fact: Effective) -> dict[str, Any]:
    """What a fact says, apart from when."""
    return {name: getattr(fact, name) for name in type(fact).model_fields if name not in _TIMES}


def _note(
    session: Session,
    principal: Principal,
    action: str,
    kind: str,
    fact: Effective,
    fields: Mapping[str, Any] | None,
    now: datetime,
) -> None:
    row: Any = fact
    mark_stale(session, [row.account_id], now)
    record_audit(session, principal, action, kind, row.id, now=now, account_id=row.account_id, fields=fields)
