"""One case with its account, its person, the answer that opened it, its steps and what happened."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.case import Case, CaseEvent, CaseStep, Playbook, RootCause
from models.person import Person
from models.survey import Invitation, Response, Survey, SurveyVersion
from models.user import User
from models.vocabulary import CaseOrigin, InvitationState, SurveyState
from scoring.vocabulary import QuestionKind
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import NotFound
from service.queries.visibility import accounts_within, may


@dataclass(frozen=True, slots=True)
class StepRow:
    """One thing to do."""

    id: int
    text: str
    due_at: datetime | None
    done_at: datetime | None
    done_by: str | None


@dataclass(frozen=True, slots=True)
class EventRow:
    """Something that happened; ``text`` holds a value, a name or what somebody said, by ``kind``."""

    at: datetime
    kind: str
    text: str
    actor: str | None


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """The answer that a case is about; ``former``: the number that its giver has since replaced by this one."""

    metric: QuestionKind | None
    score: float | None
    scale_low: float
    scale_high: float
    comment: str | None
    answered_at: datetime
    amended_at: datetime | None = None
    former: float | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The question afterwards whether it helped, and the answer to it once it is there."""

    survey: str
    state: InvitationState
    send_at: datetime | None
    answer: AnswerRow | None = None


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """All of it. ``person`` and ``answer`` are None also where the reader may not read single answers."""

    case: Case
    account: Account
    assignee: str | None
    root_cause: str | None
    playbook: str | None
    person: Person | None
    answer: AnswerRow | None
    follow_up: FollowUp | None
    steps: list[StepRow]
    events: list[EventRow]


def case_detail(session: Session, principal: Principal, case_id: int) -> CaseDetail:
    """The case as its page shows it.

    :raises Forbidden: the role sees no cases; :raises NotFound: absent, or not within reach.
    """
    require(principal, Resource.CASE, Action.READ)
    row = session.execute(
        select(Case, Account, col(User.name), col(RootCause.name), col(Playbook.name))
        .join(Account, col(Account.id) == col(Case.account_id))
        .outerjoin(User, col(User.id) == col(Case.assignee_id))
        .outerjoin(RootCause, col(RootCause.id) == col(Case.root_cause_id))
        .outerjoin(Playbook, col(Playbook.id) == col(Case.playbook_id))
        .where(col(Case.id) == case_id, accounts_within(principal, Resource.CASE))
    ).first()
    if row is None:
        raise NotFound
    case, account, assignee, root_cause, playbook = row
    answers = may(session, principal, account.id, Resource.RESPONSE, Action.READ)
    # Whose unhappy answer it was is as private as the answer itself.
    named = answers or case.origin is not CaseOrigin.UNHAPPY_ANSWER
    return CaseDetail(
        case=case,
        account=account,
        assignee=assignee,
        root_cause=root_cause,
        playbook=playbook,
        person=session.get(Person, case.person_id) if named and case.person_id is not None else None,
        answer=_answer(session, session.get(Response, case.response_id)) if answers and case.response_id else None,
        follow_up=_follow_up(session, case.follow_up_invitation_id) if answers else None,
        steps=_steps(session, case_id),
        events=_events(session, case_id),
    )


def follow_up_surveys(session: Session) -> list[tuple[int, str]]:
    """The surveys that can be asked now, by name: live ones with a published wording."""
    statement = (
        select(col(Survey.id), col(Survey.name))
        .join(SurveyVersion, col(SurveyVersion.survey_id) == col(Survey.id))
        .where(col(Survey.state) == SurveyState.LIVE, col(SurveyVersion.published_at).is_not(None))
        .order_by(col(Survey.name))
        .distinct()
    )
    return [(row.id, row.name) for row in session.execute(statement)]


def _answer(session: Session, response: Response | None) -> AnswerRow | None:
    if response is None:
        return None
    return AnswerRow(
        response.metric,
        response.score,
        response.scale_low,
        response.scale_high,
        response.comment,
        response.answered_at,
        response.amended_at,
        _former(session, response),
    )


def _former(session: Session, response: Response) -> float | None:
    if response.amended_at is None or response.invitation_id is None:
        return None
    statement = (
        select(col(Response.score))
        .where(col(Response.invitation_id) == response.invitation_id, col(Response.superseded_at).is_not(None))
        .order_by(col(Response.id).desc())
        .limit(1)
    )
    score: float | None = session.execute(statement).scalar_one_or_none()
    return score


def _follow_up(session: Session, invitation_id: int | None) -> FollowUp | None:
    if invitation_id is None:
        return None
    row = session.execute(
        select(col(Survey.name), col(Survey.anonymous), col(Invitation.state), col(Invitation.send_at))
        .join(SurveyVersion, col(SurveyVersion.survey_id) == col(Survey.id))
        .join(Invitation, col(Invitation.survey_version_id) == col(SurveyVersion.id))
        .where(col(Invitation.id) == invitation_id)
    ).first()
    if row is None:
        return None
    name, anonymous, state, send_at = row
    if anonymous:
        # Whether this very person has answered is nobody's business.
        return FollowUp(
            name, InvitationState.PLANNED if state is InvitationState.PLANNED else InvitationState.SENT, send_at
        )
    given = select(Response).where(col(Response.invitation_id) == invitation_id, col(Response.superseded_at).is_(None))
    return FollowUp(name, state, send_at, _answer(session, session.execute(given).scalar_one_or_none()))


def _steps(session: Session, case_id: int) -> list[StepRow]:
    statement = (
        select(col(CaseStep.id), col(CaseStep.text), col(CaseStep.due_at), col(CaseStep.done_at), col(User.name))
        .outerjoin(User, col(User.id) == col(CaseStep.done_by_id))
        .where(col(CaseStep.case_id) == case_id)
        .order_by(col(CaseStep.position), col(CaseStep.id))
    )
    return [StepRow(*row) for row in session.execute(statement)]


def _events(session: Session, case_id: int) -> list[EventRow]:
    statement = (
        select(col(CaseEvent.at), col(CaseEvent.kind), col(CaseEvent.text), col(User.name))
        .outerjoin(User, col(User.id) == col(CaseEvent.actor_id))
        .where(col(CaseEvent.case_id) == case_id)
        .order_by(col(CaseEvent.at).desc(), col(CaseEvent.id).desc())
    )
    return [EventRow(*row) for row in session.execute(statement)]
