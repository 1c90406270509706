"""Add the steps of a playbook to a case that is under way."""

from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.account import Account
from models.case import Case, CaseEvent, CaseStep, Playbook
from service.auth.principal import Principal
from service.errors import Conflict, Invalid
from service.operations.change_case import MOST_STEPS, held_case
from service.operations.open_case import add_steps, hours_of
from service.operations.references import invalid
from service.operations.tracked import set_fields


def apply_playbook(session: Session, principal: Principal, case_id: int, playbook_id: int, *, now: datetime) -> Case:
    """The case with the playbook's steps behind its own, each due in its number of working days from now.

    :raises NotFound: absent, or not within reach; :raises Invalid: no such playbook, or too many steps.
    :raises Conflict: the case has this playbook already.
    """
    case = held_case(session, principal, case_id)
    playbook = session.get(Playbook, playbook_id)
    if playbook is None:
        raise invalid("playbook_id", "There is no such entry.")
    if case.playbook_id == playbook_id:
        raise Conflict("The case has the steps of this playbook already.")
    last, count = session.execute(
        select(func.max(col(CaseStep.position)), func.count()).where(col(CaseStep.case_id) == case_id)
    ).one()
    if count + len(playbook.steps) > MOST_STEPS:
        raise Invalid(f"A case has at most {MOST_STEPS} steps.")
    account = session.get_one(Account, case.account_id)
    add_steps(session, case, playbook.steps, hours_of(session, account, case.assignee_id), now, last or 0)
    set_fields(session, principal, case, {"playbook_id": playbook_id}, now=now, kind="case", account_id=account.id)
    session.add(CaseEvent(case_id=case.id, at=now, actor_id=principal.user_id, kind="playbook", text=playbook.name))
    session.flush()
    return case
