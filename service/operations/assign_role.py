"""Say which role somebody has on an account, change it, or end it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.person import RoleAssignment
from scoring.vocabulary import Role, SubRole
from service.auth.principal import Principal
from service.errors import Conflict
from service.inputs.person import NewRole, RoleChange
from service.operations.effective import add_fact, end_fact, fact_to_change, replace_fact
from service.operations.references import account_to_write, check_member, check_start, invalid, standing


def assign_role(session: Session, principal: Principal, values: NewRole, *, now: datetime) -> RoleAssignment:
    """A role for a member of the chain, flushed. What is only suggested does not count until it is confirmed.

    :raises NotFound: the account is absent, or not within reach; :raises Invalid: nobody of the account.
    :raises Conflict: the person holds this role.
    """
    account = account_to_write(session, principal, values.account_id)
    check_member(session, account.id, values.person_id)
    _check_is_new(session, account.id, values.person_id, values.held, values.sub_role)
    held = RoleAssignment(
        account_id=account.id,
        person_id=values.person_id,
        role=values.held,
        sub_role=values.sub_role,
        suggested=values.suggested,
        confirmed_at=None if values.suggested else now,
        valid_from=check_start(values.valid_from, now),
    )
    return add_fact(session, principal, held, "role", now=now)


def change_role(
    session: Session, principal: Principal, role_id: int, change: RoleChange, *, now: datetime
) -> RoleAssignment:
    """Replace a role by another one from today on, or confirm a suggested one.

    :raises NotFound: absent, or not within reach; :raises Conflict: replaced, ended, or held already.
    :raises Invalid: a sub-role of another role.
    """
    held = fact_to_change(session, principal, RoleAssignment, role_id)
    given = {name: getattr(change, name) for name in change.model_fields_set}
    sub_role: SubRole | None = given.get("sub_role", held.sub_role if "role" not in given else None)
    role: Role = given.get("role") or (sub_role.role if sub_role else held.role)
    if sub_role is not None and sub_role.role is not role:
        raise invalid("sub_role", "This sub-role belongs to another role.")
    suggested = held.suggested if given.get("suggested") is None else bool(given["suggested"])
    other = (role, sub_role) != (held.role, held.sub_role)
    if other:
        _check_is_new(session, held.account_id, held.person_id, role, sub_role)
    values: dict[str, Any] = {"role": role, "sub_role": sub_role, "suggested": suggested}
    if suggested != held.suggested or other:
        values["confirmed_at"] = None if suggested else now
    return replace_fact(session, principal, held, "role", values, now=now, since=None if other else held.valid_from)


def end_role(session: Session, principal: Principal, role_id: int, *, now: datetime) -> None:
    """Let a role end today.

    :raises NotFound: absent, or not within reach; :raises Conflict: replaced or ended already.
    """
    held = fact_to_change(session, principal, RoleAssignment, role_id)
    end_fact(session, principal, held, "role", now=now)


def _check_is_new(session: Session, account_id: int, person_id: int, role: Role, sub_role: SubRole | None) -> None:
    same = select(col(RoleAssignment.id)).where(
        *standing(RoleAssignment, account_id),
        col(RoleAssignment.person_id) == person_id,
        col(RoleAssignment.role) == role,
        col(RoleAssignment.sub_role).is_(None) if sub_role is None else col(RoleAssignment.sub_role) == sub_role,
    )
    if session.execute(same).first() is not None:
        raise Conflict("This person holds this role already.")
