"""Waves as they are read: the list, one wave with its progress, and the people it asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlmodel import Session, col

from models.account import Account
from models.person import Person
from models.report import Delivery
from models.survey import Invitation, Survey, SurveyVersion, Wave
from models.user import User
from models.vocabulary import DeliveryKind, DeliveryState, InvitationState
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.queries.visibility import accounts_within
from service.queries.visible_waves import visible_wave, waves_within
from service.sending.states import WaveState, wave_state


@dataclass(frozen=True)
class Progress:
    """How far a wave is, in people of the accounts that the reader sees; ``failed``: no server took the mail."""

    asked: int = 0
    waiting: int = 0
    sent: int = 0
    answered: int = 0
    bounced: int = 0
    failed: int = 0
    withdrawn: int = 0
    reminded: int = 0
    open_until: datetime | None = None

    @property
    def response_rate(self) -> float | None:
        """The share of those whom the mail reached that answered; None where it reached nobody."""
        return self.answered / self.sent if self.sent else None


@dataclass(frozen=True)
class WaveRow:
    """A wave with its survey, its state and its progress."""

    wave: Wave
    survey: Survey
    version: SurveyVersion
    planned_by: str | None
    state: WaveState
    progress: Progress

    @property
    def triggered(self) -> bool:
        """Whether it waits for a trigger."""
        return bool(self.wave.audience.get("trigger"))


@dataclass(frozen=True)
class AskedPerson:
    """One invitation of a wave, as its progress shows it; ``error``: why its latest mail did not go out."""

    invitation_id: int
    account_id: int
    account: str
    person_id: int
    person: str
    state: InvitationState
    send_at: datetime | None
    sent_at: datetime | None
    answered_at: datetime | None
    reminders: int
    error: str | None


def waves(
    session: Session, principal: Principal, *, now: datetime, limit: int = 50, offset: int = 0
) -> tuple[list[WaveRow], int]:
    """The waves that the principal sees, the latest first, and how many there are."""
    within = waves_within(principal)
    total = session.execute(select(func.count()).select_from(Wave).where(within)).scalar_one()
    statement = _rows(within).order_by(col(Wave.created_at).desc(), col(Wave.id).desc()).limit(limit).offset(offset)
    rows = session.execute(statement).all()
    progress = _progress(session, principal, [row[0].id for row in rows])
    return [_row(row, progress, now) for row in rows], total


def wave(session: Session, principal: Principal, wave_id: int, *, now: datetime) -> WaveRow:
    """One wave.

    :raises Forbidden: the role has nothing to do with waves; :raises NotFound: absent, or not within reach.
    """
    visible_wave(session, principal, wave_id)
    row = session.execute(_rows(col(Wave.id) == wave_id)).one()
    return _row(row, _progress(session, principal, [wave_id]), now)


def asked_people(
    session: Session,
    principal: Principal,
    wave_id: int,
    *,
    state: InvitationState | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[list[AskedPerson], int]:
    """Whom a wave asked, in order, and how many they are; nobody by name where the survey is anonymous.

    :raises NotFound: absent, or not within reach.
    """
    found = visible_wave(session, principal, wave_id)
    survey = select(col(Survey.anonymous)).join(SurveyVersion, col(SurveyVersion.survey_id) == col(Survey.id))
    if session.execute(survey.where(col(SurveyVersion.id) == found.survey_version_id)).scalar_one():
        return [], 0
    conditions = [col(Invitation.wave_id) == wave_id, *_own(principal)]
    if state is not None:
        conditions.append(col(Invitation.state) == state)
    base = (
        select(Invitation, col(Account.name), col(Person.name))
        .join(Account, col(Account.id) == col(Invitation.account_id))
        .join(Person, col(Person.id) == col(Invitation.person_id))
        .where(*conditions)
    )
    total = session.execute(select(func.count()).select_from(base.subquery())).scalar_one()
    order = (col(Account.name), col(Account.id), col(Person.name), col(Invitation.id))
    rows = session.execute(base.order_by(*order).limit(limit).offset(offset)).all()
    errors = _errors(session, [invitation.id for invitation, _account, _person in rows])
    return [
        AskedPerson(
            invitation_id=one.id,
            account_id=one.account_id,
            account=account,
            person_id=one.person_id,
            person=person,
            state=one.state,
            send_at=one.send_at,
            sent_at=one.sent_at,
            answered_at=one.answered_at,
            reminders=one.reminders,
            error=errors.get(one.id),
        )
        for one, account, person in rows
    ], total


def _own(principal: Principal) -> list[ColumnElement[bool]]:
    return [accounts_within(principal, Resource.ACCOUNT), accounts_within(principal, Resource.SURVEY)]


def _rows(condition: ColumnElement[bool]) -> Any:
    return (
        select(Wave, Survey, SurveyVersion, col(User.name))
        .join(SurveyVersion, col(SurveyVersion.id) == col(Wave.survey_version_id))
        .join(Survey, col(Survey.id) == col(SurveyVersion.survey_id))
        .outerjoin(User, col(User.id) == col(Wave.created_by_id))
        .where(condition)
    )


def _row(row: Any, progress: Mapping[int, Progress], now: datetime) -> WaveRow:
    found, survey, version, name = row
    assert isinstance(found, Wave)  # noqa: S101 - the statement says so; tells the type checker
    mine = progress.get(found.id, Progress())
    state = wave_state(
        found.starts_at,
        found.started_at,
        found.cancelled_at,
        triggered=bool(found.audience.get("trigger")),
        to_send=mine.waiting,
        open_until=mine.open_until,
        now=now,
    )
    return WaveRow(found, survey, version, name, state, mine)


def _progress(session: Session, principal: Principal, wave_ids: Sequence[int]) -> dict[int, Progress]:
    state = col(Invitation.state)
    failed = select(col(Delivery.id)).where(
        col(Delivery.invitation_id) == col(Invitation.id),
        col(Delivery.kind) == DeliveryKind.INVITATION,
        col(Delivery.state) == DeliveryState.FAILED,
    )

    def count(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    planned, gone = state == InvitationState.PLANNED, state == InvitationState.WITHDRAWN
    statement = (
        select(
            col(Invitation.wave_id),
            count(~gone).label("asked"),
            count(and_(planned, ~failed.exists())).label("waiting"),
            count(and_(col(Invitation.sent_at).is_not(None), state != InvitationState.BOUNCED)).label("sent"),
            count(state == InvitationState.ANSWERED).label("answered"),
            count(state == InvitationState.BOUNCED).label("bounced"),
            count(and_(planned, failed.exists())).label("failed"),
            count(gone).label("withdrawn"),
            count(col(Invitation.reminders) > 0).label("reminded"),
            func.max(col(Invitation.expires_at)).label("open_until"),
        )
        .join(Account, col(Account.id) == col(Invitation.account_id))
        .where(col(Invitation.wave_id).in_(wave_ids), *_own(principal))
        .group_by(col(Invitation.wave_id))
    )
    return {row.wave_id: Progress(*row[1:]) for row in session.execute(statement)}


def _errors(session: Session, invitation_ids: Sequence[int]) -> dict[int, str]:
    statement = (
        select(col(Delivery.invitation_id), col(Delivery.error))
        .where(col(Delivery.invitation_id).in_(invitation_ids), col(Delivery.error).is_not(None))
        .order_by(col(Delivery.id))
    )
    return {row.invitation_id: row.error for row in session.execute(statement)}
