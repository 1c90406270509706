"""Ask one person once, or withdraw what was asked."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from models.person import Person
from models.survey import Invitation, Survey, SurveyVersion
from models.vocabulary import InvitationState, SurveyState
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict
from service.inputs.survey import InvitationChange, NewInvitation
from service.operations.record_audit import record_audit
from service.operations.references import account_to_write, check_member, invalid
from service.operations.tracked import note_creation, row_to_change, set_fields
from service.queries.listing import of_accounts

USUAL_LIFE = timedelta(days=30)
LONGEST_LIFE = timedelta(days=366)
_OVER = frozenset({InvitationState.ANSWERED, InvitationState.EXPIRED, InvitationState.WITHDRAWN})


def invite_person(session: Session, principal: Principal, values: NewInvitation, *, now: datetime) -> Invitation:
    """An invitation that waits to be sent, flushed.

    :raises NotFound: the account is absent, or not within reach.
    :raises Invalid: nobody of the account, a survey that is not live, or an end that has passed.
    :raises Conflict: the person does not want to be written to, or is being asked already.
    """
    account = account_to_write(session, principal, values.account_id, Resource.SURVEY)
    check_member(session, account.id, values.person_id)
    live = (
        select(col(SurveyVersion.id))
        .join(Survey, col(Survey.id) == col(SurveyVersion.survey_id))
        .where(
            col(SurveyVersion.id) == values.survey_version_id,
            col(SurveyVersion.published_at).is_not(None),
            col(Survey.state) == SurveyState.LIVE,
        )
    )
    if session.execute(live).first() is None:
        raise invalid("survey_version_id", "There is no such survey that is live.")
    person = session.get_one(Person, values.person_id)
    if person.do_not_contact or person.unsubscribed_at is not None:
        raise Conflict("This person does not want to be written to.")
    expires_at = values.expires_at or now + USUAL_LIFE
    if not now < expires_at <= now + LONGEST_LIFE:
        raise invalid("expires_at", "An invitation ends within a year.")
    waiting = select(col(Invitation.id)).where(
        col(Invitation.survey_version_id) == values.survey_version_id,
        col(Invitation.account_id) == account.id,
        col(Invitation.person_id) == person.id,
        col(Invitation.state).not_in(_OVER),
        col(Invitation.expires_at) > now,
    )
    if session.execute(waiting).first() is not None:
        raise Conflict("This person is being asked already.")
    invitation = Invitation(
        survey_version_id=values.survey_version_id,
        account_id=account.id,
        person_id=person.id,
        nonce=secrets.token_urlsafe(32),
        language=values.language or person.language,
        created_at=now,
        send_at=values.send_at,
        expires_at=expires_at,
    )
    fields = {"person_id": person.id, "survey_version_id": values.survey_version_id}
    note_creation(session, principal, invitation, "invitation", now=now, account_id=account.id, fields=fields)
    return invitation


def change_invitation(
    session: Session, principal: Principal, invitation_id: int, change: InvitationChange, *, now: datetime
) -> Invitation:
    """Set when an invitation ends and, until it is sent, when it is sent and in which language.

    :raises NotFound: absent, or not within reach; :raises Conflict: over, or sent already.
    :raises Invalid: an end that has passed or lies too far ahead.
    """
    invitation = _invitation_to_write(session, principal, invitation_id)
    values = change.values
    if invitation.state is not InvitationState.PLANNED and {"language", "send_at"} & set(values):
        raise Conflict("This invitation was sent already: only its end can be set.")
    if "expires_at" in values:
        ends = values["expires_at"]
        if ends is None or not now < ends <= now + LONGEST_LIFE:
            raise invalid("expires_at", "An invitation ends within a year.")
    account_id = invitation.account_id
    set_fields(session, principal, invitation, values, now=now, kind="invitation", account_id=account_id)
    return invitation


def withdraw_invitation(session: Session, principal: Principal, invitation_id: int, *, now: datetime) -> None:
    """Let the link of an invitation open nothing any more.

    :raises NotFound: absent, or not within reach; :raises Conflict: answered, expired or withdrawn already.
    """
    invitation = _invitation_to_write(session, principal, invitation_id)
    invitation.state, invitation.draft = InvitationState.WITHDRAWN, None
    session.add(invitation)
    session.flush()
    account_id = invitation.account_id
    record_audit(session, principal, "withdrawn", "invitation", invitation.id, now=now, account_id=account_id)


def _invitation_to_write(session: Session, principal: Principal, invitation_id: int) -> Invitation:
    require(principal, Resource.SURVEY, Action.WRITE)
    within = of_accounts(Invitation.account_id, Resource.SURVEY)(principal)
    invitation = row_to_change(session, Invitation, invitation_id, within)
    account_to_write(session, principal, invitation.account_id, Resource.SURVEY)
    if invitation.state in _OVER:
        raise Conflict("This invitation is over already.")
    return invitation
