"""Work a case: change it, add and do steps, say something, resolve it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.account import Account
from models.case import Case, CaseEvent, CaseStep, RootCause
from models.vocabulary import CaseState, NoticeKind
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import Invalid, NotFound
from service.inputs.base import Change
from service.inputs.case import NewCaseStep
from service.operations.notify import notify
from service.operations.open_case import check_about, check_assignee
from service.operations.record_audit import record_audit
from service.operations.references import account_to_write, check_there
from service.operations.tracked import remove_row, row_to_change, set_fields
from service.queries.listing import of_accounts

_OVER = frozenset({CaseState.RESOLVED, CaseState.CLOSED})
MOST_STEPS = 200


def change_case(
    session: Session, principal: Principal, case_id: int, change: Change, *, version: int | None = None, now: datetime
) -> Case:
    """Set the fields that ``change`` names; a state that ends the case notes when.

    :raises NotFound: absent, or not within reach; :raises StaleVersion: changed in between.
    :raises Invalid: it refers to something that is not there, or is resolved without a resolution.
    """
    case = held_case(session, principal, case_id, version)
    values = change.values
    if values.get("assignee_id") != case.assignee_id:
        account = session.get_one(Account, case.account_id)
        check_assignee(session, account, values.get("assignee_id"), now=now)
    check_there(session, RootCause, values.get("root_cause_id"), "root_cause_id")
    check_about(session, case.account_id, values.get("person_id"), None)
    state = values.get("state", case.state)
    if state in _OVER and not values.get("resolution", case.resolution):
        message = "Say how it was resolved."
        raise Invalid(message, [{"path": "resolution", "message": message}])
    if "state" in values:
        values["resolved_at"] = (case.resolved_at or now) if state in _OVER else None
    if "due_at" in values and values["due_at"] != case.due_at:
        # A new time is a new chance: whoever was called in stays informed, but the clock starts anew.
        values |= {"escalation": 0, "escalated_at": None}
    changed = set_fields(session, principal, case, values, now=now, kind="case", account_id=case.account_id)
    for field in ("state", "assignee_id", "urgency", "due_at"):
        if field in changed:
            text = "" if changed[field][1] is None else str(changed[field][1])
            session.add(CaseEvent(case_id=case.id, at=now, actor_id=principal.user_id, kind=field, text=text))
    session.flush()
    if "assignee_id" in changed and case.assignee_id not in (None, principal.user_id):
        notify(session, NoticeKind.ASSIGNED, case, case.assignee_id, f"version:{case.version}", now=now)
    return case


def remove_case(session: Session, principal: Principal, case_id: int, *, now: datetime) -> None:
    """Remove a case that was opened by mistake.

    :raises NotFound: absent, or not within reach.
    """
    case = held_case(session, principal, case_id)
    remove_row(session, principal, case, "case", now=now, account_id=case.account_id)


def add_case_step(
    session: Session, principal: Principal, case_id: int, values: NewCaseStep, *, now: datetime
) -> CaseStep:
    """One more thing to do, after the others.

    :raises NotFound: absent, or not within reach; :raises Invalid: too many steps.
    """
    case = held_case(session, principal, case_id)
    last, count = session.execute(
        select(func.max(col(CaseStep.position)), func.count()).where(col(CaseStep.case_id) == case_id)
    ).one()
    if count >= MOST_STEPS:
        raise Invalid(f"A case has at most {MOST_STEPS} steps.")
    step = CaseStep(case_id=case_id, position=(last or 0) + 1, text=values.text, due_at=values.due_at)
    session.add(step)
    _touch(session, case, now)
    return step


def finish_case_step(
    session: Session, principal: Principal, case_id: int, step_id: int, *, done: bool, now: datetime
) -> CaseStep:
    """Note that a step was done, or that it was not after all.

    :raises NotFound: absent, or not within reach.
    """
    case = held_case(session, principal, case_id)
    step = session.get(CaseStep, step_id)
    if step is None or step.case_id != case_id:
        raise NotFound
    step.done_at, step.done_by_id = (now, principal.user_id) if done else (None, None)
    session.add(step)
    _touch(session, case, now)
    return step


def comment_on_case(session: Session, principal: Principal, case_id: int, text: str, *, now: datetime) -> CaseEvent:
    """Say something in a case.

    :raises NotFound: absent, or not within reach.
    """
    case = held_case(session, principal, case_id)
    event = CaseEvent(case_id=case_id, at=now, actor_id=principal.user_id, kind="comment", text=text)
    session.add(event)
    session.flush()
    record_audit(session, principal, "commented", "case", case_id, now=now, account_id=case.account_id)
    return event


def _touch(session: Session, case: Case, now: datetime) -> None:
    case.updated_at = now
    case.version += 1
    session.add(case)
    session.flush()


def held_case(session: Session, principal: Principal, case_id: int, version: int | None = None) -> Case:
    """The case, held until the transaction ends.

    :raises Forbidden: the role works no cases; :raises NotFound: absent, or not within reach.
    :raises StaleVersion: changed in between.
    """
    require(principal, Resource.CASE, Action.WRITE)
    case = row_to_change(
        session, Case, case_id, of_accounts(Case.account_id, Resource.CASE)(principal), version=version
    )
    account_to_write(session, principal, case.account_id, Resource.CASE)
    return case
