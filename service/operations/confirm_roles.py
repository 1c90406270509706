"""Turn suggested roles into confirmed ones, or drop them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from models.account import Account
from models.person import RoleAssignment
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import Invalid, NotFound
from service.operations.mark_stale import mark_stale
from service.operations.record_audit import record_audit
from service.queries.visibility import accounts_within

MOST = 500


def confirm_roles(session: Session, principal: Principal, assignment_ids: Sequence[int], *, now: datetime) -> int:
    """Confirm suggested roles: each is superseded by the same role as a fact. How many were suggestions still.

    :raises NotFound: one of them is absent or out of reach; none is confirmed then.
    """
    suggested = _suggestions(session, principal, assignment_ids)
    for role in suggested:
        role.superseded_at = now
        session.add(role)
        session.add(
            RoleAssignment(
                account_id=role.account_id, person_id=role.person_id, role=role.role, sub_role=role.sub_role,
                suggested=False, confirmed_at=now, valid_from=role.valid_from, recorded_at=now,
                recorded_by_id=principal.user_id,
            )
        )  # fmt: skip
    _note(session, principal, "confirm_roles", suggested, now)
    return len(suggested)


def reject_roles(session: Session, principal: Principal, assignment_ids: Sequence[int], *, now: datetime) -> int:
    """Drop suggested roles; the same title does not suggest them to the same person again. How many were dropped.

    :raises NotFound: one of them is absent or out of reach; none is dropped then.
    """
    suggested = _suggestions(session, principal, assignment_ids)
    ids = [role.id for role in suggested]
    session.execute(update(RoleAssignment).where(col(RoleAssignment.id).in_(ids)).values(superseded_at=now))
    _note(session, principal, "reject_roles", suggested, now)
    return len(suggested)


def _suggestions(session: Session, principal: Principal, assignment_ids: Sequence[int]) -> list[RoleAssignment]:
    require(principal, Resource.ACCOUNT, Action.WRITE)
    wanted = set(assignment_ids)
    if len(wanted) > MOST:
        raise Invalid(f"At most {MOST} roles are decided at once.")
    statement = (
        select(RoleAssignment)
        .join(Account, col(Account.id) == col(RoleAssignment.account_id))
        .where(col(RoleAssignment.id).in_(wanted), accounts_within(principal, Resource.ACCOUNT, Action.WRITE))
    )
    found = list(session.execute(statement).scalars())
    if len(found) != len(wanted):
        raise NotFound
    return [role for role in found if role.suggested and role.superseded_at is None]


def _note(session: Session, principal: Principal, action: str, roles: list[RoleAssignment], now: datetime) -> None:
    session.flush()
    for account in sorted({role.account_id for role in roles}):
        people = [role.person_id for role in roles if role.account_id == account]
        record_audit(
            session, principal, action, "account", account, now=now, account_id=account, fields={"people": people}
        )
    mark_stale(session, {role.account_id for role in roles}, now)
