"""Remind those who have not answered, within a limit, and close what has run out."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, func, or_, select, update
from sqlmodel import Session, col

from models.account import Account
from models.person import Person
from models.survey import Invitation, Survey, SurveyVersion, Wave
from models.vocabulary import InvitationState, SurveyState
from service.operations.post_invitations import PostOffice, Wording, post_reminder, wording_of
from service.queries.wave_basis import planner_of
from service.sending.reminders import Reminding, reminder_at
from service.sending.rules import Rules, rules_of

_WAITING = (InvitationState.SENT, InvitationState.PARTIAL)
_UNFINISHED = (InvitationState.PLANNED, *_WAITING)


def reminding_waves(session: Session, *, now: datetime) -> list[int]:
    """The waves that may have somebody to remind: begun, not cancelled, by a survey that is live."""
    statement = (
        select(col(Wave.id), col(Wave.rules))
        .join(SurveyVersion, col(SurveyVersion.id) == col(Wave.survey_version_id))
        .join(Survey, col(Survey.id) == col(SurveyVersion.survey_id))
        .where(
            col(Wave.started_at).is_not(None),
            col(Wave.cancelled_at).is_(None),
            col(Survey.state) == SurveyState.LIVE,
        )
        .order_by(col(Wave.id))
    )
    return [row.id for row in session.execute(statement) if rules_of(row.rules).reminders]


def send_reminders(
    session: Session, wave_id: int, office: PostOffice, *, now: datetime, after: int = 0, limit: int = 100
) -> tuple[int, int | None]:
    """Remind people of one wave, looking at ``limit`` invitations after the one numbered ``after``.

    Gives how many reminders were put in the post, and the last invitation looked at (None: there are no more). A
    reminder and the count of it are written together, so that nobody is reminded twice.

    :raises Conflict: whoever planned the wave is not active any more.
    """
    wave = session.get_one(Wave, wave_id)
    planner_of(session, wave, now=now)
    rules = rules_of(wave.rules)
    rows = session.execute(_due(wave_id, rules, now).where(col(Invitation.id) > after).limit(limit)).all()
    wordings: dict[int, Wording] = {}
    posted = 0
    for invitation, time_zone, account_time_zone in rows:
        assert isinstance(invitation, Invitation)  # noqa: S101 - the statement says so; tells the type checker
        at = reminder_at(_reminding(invitation, time_zone, account_time_zone), rules, now)
        if at is None or not _count(session, invitation, at):
            continue
        version_id = invitation.survey_version_id
        if version_id not in wordings:
            wordings[version_id] = wording_of(session, version_id)
        posted += post_reminder(session, invitation, wordings[version_id], office, now=now, at=at)
    return posted, (rows[-1][0].id if len(rows) == limit else None)


def expire_invitations(session: Session, *, now: datetime) -> int:
    """Mark invitations whose time is over, so that they stay over whatever the clock does; gives how many."""
    result: Any = session.execute(
        update(Invitation)
        .where(col(Invitation.state).in_(_UNFINISHED), col(Invitation.expires_at) <= now)
        .values(state=InvitationState.EXPIRED, draft=None)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)  # noqa: S101 - an update always gives one; tells the type checker
    return result.rowcount


def _due(wave_id: int, rules: Rules, now: datetime) -> Any:
    latest = now - timedelta(days=rules.reminder_after_days)
    return (
        select(Invitation, col(Person.time_zone), col(Account.time_zone))
        .join(Person, col(Person.id) == col(Invitation.person_id))
        .join(Account, col(Account.id) == col(Invitation.account_id))
        .where(
            col(Invitation.wave_id) == wave_id,
            col(Invitation.state).in_(_WAITING),
            col(Invitation.reminders) < rules.reminders,
            func.coalesce(col(Invitation.reminded_at), col(Invitation.sent_at)) <= latest,
            col(Invitation.expires_at) > now,
            col(Person.email).is_not(None),
            col(Person.do_not_contact).is_(False),
            col(Person.unsubscribed_at).is_(None),
            col(Person.erased_at).is_(None),
            or_(col(Person.left_on).is_(None), col(Person.left_on) > now.date()),
        )
        .order_by(col(Invitation.id))
    )


def _reminding(invitation: Invitation, time_zone: str | None, account_time_zone: str) -> Reminding:
    return Reminding(
        sent_at=invitation.sent_at or invitation.created_at,
        expires_at=invitation.expires_at,
        reminders=invitation.reminders,
        reminded_at=invitation.reminded_at,
        time_zone=time_zone,
        account_time_zone=account_time_zone,
    )


def _count(session: Session, invitation: Invitation, at: datetime) -> bool:
    """Count one reminder more, if it is still wanted: an answer may have come in between."""
    result: Any = session.execute(
        update(Invitation)
        .where(
            col(Invitation.id) == invitation.id,
            col(Invitation.reminders) == invitation.reminders,
            col(Invitation.state).in_(_WAITING),
        )
        .values(reminders=invitation.reminders + 1, reminded_at=at)
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:
        return False
    session.refresh(invitation)
    return True
