"""Open a case about a customer."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from models.case import Case, CaseEvent, CaseStep, Playbook, RootCause
from models.person import Membership
from models.survey import Response
from models.vocabulary import CaseOrigin
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.inputs.case import NewCase
from service.operations.references import account_to_write, check_there, check_user, invalid
from service.operations.tracked import note_creation


def open_case(
    session: Session,
    principal: Principal,
    values: NewCase,
    *,
    origin: CaseOrigin = CaseOrigin.MANUAL,
    origin_key: str | None = None,
    now: datetime,
) -> Case:
    """A case with the steps of its playbook, flushed. Whoever opens it by hand deals with it, unless it says who.

    :raises NotFound: the account is absent, or not within reach.
    :raises Invalid: it refers to something that is not there or not of this account.
    """
    account = account_to_write(session, principal, values.account_id, Resource.CASE)
    check_user(session, values.assignee_id, "assignee_id")
    check_there(session, RootCause, values.root_cause_id, "root_cause_id")
    check_there(session, Playbook, values.playbook_id, "playbook_id")
    check_about(session, account.id, values.person_id, values.response_id)
    case = Case(
        **values.model_dump(exclude={"assignee_id"}),
        assignee_id=values.assignee_id if values.assignee_id is not None else principal.user_id,
        origin=origin,
        origin_key=origin_key,
        created_at=now,
        updated_at=now,
    )
    note_creation(session, principal, case, "case", now=now, account_id=account.id)
    if values.playbook_id is not None:
        _add_steps(session, case, session.get_one(Playbook, values.playbook_id), now)
    session.add(CaseEvent(case_id=case.id, at=now, actor_id=principal.user_id, kind="opened"))
    session.flush()
    return case


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


def _add_steps(session: Session, case: Case, playbook: Playbook, now: datetime) -> None:
    for position, step in enumerate(playbook.steps, start=1):
        due_at = now + timedelta(days=int(step.get("days") or 0))
        session.add(CaseStep(case_id=case.id, position=position, text=str(step["text"])[:500], due_at=due_at))
