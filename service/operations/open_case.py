"""Open a case about a customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.case import Case, CaseEvent, CaseStep, Playbook, RootCause
from models.person import Membership
from models.survey import Response
from models.user import User
from models.vocabulary import CaseOrigin, NoticeKind
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.cases.business_hours import BusinessHours
from service.cases.deadlines import case_due, step_due
from service.cases.holidays_of import hours_in
from service.inputs.case import NewCase
from service.operations.notify import notify
from service.operations.references import account_to_write, check_there, check_user, invalid
from service.operations.tracked import note_creation
from service.queries.case_candidates import may_work


@dataclass(frozen=True)
class Occasion:
    """What a rule knows beyond what a person would enter: why the case opens, what was seen, and its first steps."""

    origin: CaseOrigin = CaseOrigin.MANUAL
    key: str | None = None
    evidence: str | None = None
    steps: Sequence[dict[str, Any]] = ()


def open_case(
    session: Session, principal: Principal, values: NewCase, *, occasion: Occasion = Occasion(), now: datetime
) -> Case:
    """A case with the steps of its playbook, flushed. Whoever opens it by hand deals with it, unless it says who.

    Without a time of its own it is due after the hours of work that its urgency leaves, those of the one who works it.

    :raises NotFound: the account is absent, or not within reach.
    :raises Invalid: it refers to something that is not there or not of this account, or somebody who may not work it.
    """
    account = account_to_write(session, principal, values.account_id, Resource.CASE)
    assignee_id = values.assignee_id if values.assignee_id is not None else principal.user_id
    check_assignee(session, account, values.assignee_id, now=now)
    check_there(session, RootCause, values.root_cause_id, "root_cause_id")
    check_there(session, Playbook, values.playbook_id, "playbook_id")
    check_about(session, account.id, values.person_id, values.response_id)
    hours = hours_of(session, account, assignee_id)
    case = Case(
        **values.model_dump(exclude={"assignee_id", "due_at"}),
        assignee_id=assignee_id,
        due_at=values.due_at or case_due(now, values.urgency, hours),
        origin=occasion.origin,
        origin_key=occasion.key,
        created_at=now,
        updated_at=now,
    )
    note_creation(session, principal, case, "case", now=now, account_id=account.id)
    steps = list(occasion.steps)
    if not steps and values.playbook_id is not None:
        steps = session.get_one(Playbook, values.playbook_id).steps
    add_steps(session, case, steps, hours, now)
    session.add(
        CaseEvent(case_id=case.id, at=now, actor_id=principal.user_id, kind="opened", evidence=occasion.evidence)
    )
    session.flush()
    if assignee_id is not None and assignee_id != principal.user_id:
        notify(session, NoticeKind.ASSIGNED, case, assignee_id, "opened", now=now)
    return case


def hours_of(session: Session, account: Account, assignee_id: int | None) -> BusinessHours:
    """When the one who works a case is at work; with nobody to work it, the account's own hours."""
    user = session.get(User, assignee_id) if assignee_id is not None else None
    return hours_in(account.time_zone if user is None else user.time_zone)


def check_assignee(session: Session, account: Account, user_id: int | None, *, now: datetime) -> None:
    """Refuse somebody who is no colleague, or may not work the cases of the account; None passes.

    :raises Invalid: naming the field.
    """
    check_user(session, user_id, "assignee_id")
    if user_id is not None and not may_work(session, session.get(User, user_id), account.id, now=now):
        raise invalid("assignee_id", "This colleague may not work the cases of this account.")


def check_about(session: Session, account_id: int, person_id: int | None, response_id: int | None) -> None:
    """Refuse a person or an answer of another account.

    :raises Invalid: naming the field.
    """
    if person_id is not None:
        placed = select(col(Membership.id)).where(
            col(Membership.account_id) == account_id, col(Membership.person_id) == person_id
        )
        if session.execute(placed).first() is None:
            raise invalid("person_id", "Nobody of this number has a place on this account.")
    if response_id is not None:
        said = select(col(Response.id)).where(col(Response.id) == response_id, col(Response.account_id) == account_id)
        if session.execute(said).first() is None:
            raise invalid("response_id", "There is no such answer of this account.")


def add_steps(
    session: Session, case: Case, steps: Sequence[dict[str, Any]], hours: BusinessHours, now: datetime, after: int = 0
) -> None:
    """Add the steps of a playbook behind the ``after`` ones that are there, each due in its number of working days."""
    for position, step in enumerate(steps, start=after + 1):
        due_at = step_due(now, int(step.get("days") or 0), hours)
        session.add(CaseStep(case_id=case.id, position=position, text=str(step["text"])[:500], due_at=due_at))
    session.flush()
