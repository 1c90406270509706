"""What stands behind a respondent's link: the questions in the wording that was sent, and how far the answer is."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.person import Person, RoleAssignment
from models.survey import Answer, Invitation, Response, Survey, SurveyVersion
from models.survey import Question as QuestionRow
from models.vocabulary import InvitationState, SurveyState
from service.errors import NotFound
from service.surveys.branching import Respondent, tag_key
from service.surveys.question import Question, question_of

AMENDABLE_FOR = timedelta(hours=24)


class Standing(StrEnum):
    """What a link can still be used for."""

    OPEN = "open"
    AMENDABLE = "amendable"
    ANSWERED = "answered"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


@dataclass(frozen=True)
class InvitationPage:
    """An invitation with its survey, questions and respondent; ``given`` is what was answered so far, by key."""

    invitation: Invitation
    survey: Survey
    version: SurveyVersion
    standing: Standing
    respondent: Respondent
    questions: tuple[Question, ...]
    given: dict[str, Any] = field(default_factory=dict)


def invitation_page(session: Session, nonce: str, *, now: datetime, lock: bool = False) -> InvitationPage:
    """What the link over ``nonce`` opens; ``lock`` holds the invitation until the transaction ends.

    The link itself is the right to see this, so there is no principal.

    :raises NotFound: there is no such invitation, or its person has been erased.
    """
    statement = select(Invitation).where(col(Invitation.nonce) == nonce)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    invitation: Invitation | None = session.execute(statement).scalar_one_or_none()
    if invitation is None:
        raise NotFound
    version = session.get_one(SurveyVersion, invitation.survey_version_id)
    survey = session.get_one(Survey, version.survey_id)
    person = session.get_one(Person, invitation.person_id)
    if person.erased_at is not None:
        raise NotFound
    standing = standing_of(invitation, survey, now)
    given = dict(invitation.draft or {})
    if standing is Standing.AMENDABLE:
        given = answers_of(session, invitation.id)
    return InvitationPage(
        invitation=invitation,
        survey=survey,
        version=version,
        standing=standing,
        respondent=respondent_of(session, invitation, person),
        questions=questions_of(session, version.id),
        given=given,
    )


def standing_of(invitation: Invitation, survey: Survey, now: datetime) -> Standing:
    """What the link can be used for at ``now``; an anonymous answer cannot be found again, so it cannot be amended."""
    if invitation.state is InvitationState.ANSWERED:
        answered_at = invitation.answered_at
        recent = answered_at is not None and now < answered_at + AMENDABLE_FOR
        return Standing.AMENDABLE if recent and not survey.anonymous else Standing.ANSWERED
    if invitation.state is InvitationState.WITHDRAWN:
        return Standing.WITHDRAWN
    # The mark outlives the clock: a link that was seen to be over stays over if the clock is set back.
    if invitation.state is InvitationState.EXPIRED or now >= invitation.expires_at:
        return Standing.EXPIRED
    return Standing.CLOSED if survey.state is SurveyState.CLOSED else Standing.OPEN


def questions_of(session: Session, version_id: int) -> tuple[Question, ...]:
    """All questions of a version in their order."""
    statement = (
        select(QuestionRow)
        .where(col(QuestionRow.survey_version_id) == version_id)
        .order_by(col(QuestionRow.position), col(QuestionRow.id))
    )
    return tuple(question_of(row) for row in session.execute(statement).scalars())


def respondent_of(session: Session, invitation: Invitation, person: Person) -> Respondent:
    """Roles, finer functions and tags of the one who is asked; suggested roles do not count yet."""
    return Respondent(
        roles=roles_of(session, invitation.account_id, person.id),
        tags=tags_of(session, invitation.account_id, person, *invitation.tags),
    )


def roles_of(session: Session, account_id: int, person_id: int) -> frozenset[str]:
    """The roles and finer functions that somebody holds on an account at present, by their stored names."""
    statement = select(col(RoleAssignment.role), col(RoleAssignment.sub_role)).where(
        col(RoleAssignment.account_id) == account_id,
        col(RoleAssignment.person_id) == person_id,
        col(RoleAssignment.superseded_at).is_(None),
        col(RoleAssignment.valid_to).is_(None),
        col(RoleAssignment.suggested).is_(False),
    )
    held = {name for row in session.execute(statement) for name in row if name is not None}
    return frozenset(name.value for name in held)


def tags_of(session: Session, account_id: int, person: Person | None, *further: str) -> frozenset[str]:
    """The tags of the account, the person and the asking, in their one spelling."""
    account: list[str] = session.execute(select(col(Account.tags)).where(col(Account.id) == account_id)).scalar_one()
    tags = [*account, *(person.tags if person is not None else ()), *further]
    return frozenset(tag_key(tag) for tag in tags)


def answers_of(session: Session, invitation_id: int) -> dict[str, Any]:
    """What was answered, by key, in the form that a page fills in again."""
    statement = (
        select(col(QuestionRow.key), col(Answer.number), col(Answer.choices), col(Answer.text))
        .join(Answer, col(Answer.question_id) == col(QuestionRow.id))
        .join(Response, col(Response.id) == col(Answer.response_id))
        .where(col(Response.invitation_id) == invitation_id, col(Response.superseded_at).is_(None))
    )
    found: dict[str, Any] = {}
    for row in session.execute(statement):
        found[row.key] = int(row.number) if row.number is not None else row.choices or row.text
    return found
