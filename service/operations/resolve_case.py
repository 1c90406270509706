"""End a case with what was done, and ask the customer afterwards whether it helped; or take it up again."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.case import Case, CaseEvent
from models.person import Person
from models.survey import Survey, SurveyVersion
from models.vocabulary import CaseState, SurveyState
from service.auth.principal import Principal
from service.cases.deadlines import case_due
from service.errors import Conflict
from service.inputs.case import CaseChange, CaseResolution
from service.inputs.survey import NewInvitation
from service.operations.change_case import change_case, held_case
from service.operations.invite_person import invite_person
from service.operations.open_case import hours_of
from service.operations.references import invalid
from service.sending.window import SendWindow, zone_of

_OVER = frozenset({CaseState.RESOLVED, CaseState.CLOSED})
# Long enough for what was done to be felt, short enough for it to be remembered.
ASKED_AFTER = timedelta(days=7)


def resolve_case(
    session: Session,
    principal: Principal,
    case_id: int,
    said: CaseResolution,
    *,
    version: int | None = None,
    now: datetime,
) -> Case:
    """The resolved case, flushed; with a follow-up, its invitation waits to be sent.

    :raises NotFound: absent, or not within reach; :raises StaleVersion: changed in between.
    :raises Invalid: no resolution, no such root cause, or nobody who could be asked.
    :raises Conflict: the person does not want to be written to, or is being asked already.
    """
    values = {"state": CaseState.RESOLVED, **said.model_dump(exclude={"follow_up_survey_id"}, exclude_none=True)}
    case = change_case(session, principal, case_id, CaseChange.model_validate(values), version=version, now=now)
    if said.follow_up_survey_id is not None:
        _ask_afterwards(session, principal, case, said.follow_up_survey_id, now)
    return case


def reopen_case(session: Session, principal: Principal, case_id: int, *, now: datetime) -> Case:
    """Take up a case that was over: it is open again, due anew, and keeps what was said.

    :raises NotFound: absent, or not within reach; :raises Conflict: it is open.
    """
    case = held_case(session, principal, case_id)
    if case.state not in _OVER:
        raise Conflict("The case is open.")
    account = session.get_one(Account, case.account_id)
    due_at = case_due(now, case.urgency, hours_of(session, account, case.assignee_id))
    change = CaseChange.model_validate({"state": CaseState.OPEN, "due_at": due_at})
    return change_case(session, principal, case_id, change, now=now)


def _ask_afterwards(session: Session, principal: Principal, case: Case, survey_id: int, now: datetime) -> None:
    if case.person_id is None:
        raise invalid("follow_up_survey_id", "The case is about nobody who could be asked.")
    newest = (
        select(col(SurveyVersion.id))
        .join(Survey, col(Survey.id) == col(SurveyVersion.survey_id))
        .where(
            col(Survey.id) == survey_id,
            col(Survey.state) == SurveyState.LIVE,
            col(SurveyVersion.published_at).is_not(None),
        )
        .order_by(col(SurveyVersion.number).desc())
        .limit(1)
    )
    version_id = session.execute(newest).scalar_one_or_none()
    if version_id is None:
        raise invalid("follow_up_survey_id", "There is no such survey that is live.")
    wanted = NewInvitation(
        survey_version_id=version_id,
        account_id=case.account_id,
        person_id=case.person_id,
        send_at=_when(session, case, case.person_id, now),
    )
    invitation = invite_person(session, principal, wanted, now=now)
    case.follow_up_invitation_id = invitation.id
    session.add(case)
    session.add(CaseEvent(case_id=case.id, at=now, actor_id=principal.user_id, kind="follow_up"))
    session.flush()


def _when(session: Session, case: Case, person_id: int, now: datetime) -> datetime:
    """A week later, at the next hour at which the person is usually written to, on their own clock."""
    account, person = session.get_one(Account, case.account_id), session.get_one(Person, person_id)
    return SendWindow().next_opening(now + ASKED_AFTER, zone_of(person.time_zone, account.time_zone))
