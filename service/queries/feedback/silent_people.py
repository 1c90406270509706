"""The people of one page of the silence list: who they are, how they can be reached, and who of us knows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, select, tuple_
from sqlmodel import Session, col

from models.account import Account
from models.chain import Relationship
from models.person import Person, RoleAssignment
from models.survey import Invitation
from models.user import User
from models.vocabulary import InvitationState
from scoring.vocabulary import Role, Strength, SubRole
from service.queries.known_on import KnownOn


class Channel(StrEnum):
    """A way to reach somebody, or why one is closed."""

    MAIL = "mail"
    PHONE = "phone"
    OPTED_OUT = "opted_out"
    BOUNCED = "bounced"
    LINK_OPEN = "link_open"


@dataclass(frozen=True, slots=True)
class SilentRow:
    """Somebody without a valid answer.

    ``decision_weight`` in [0, 1] is their share of the account's decision. Money is in the company's own currency, None
    where the reader may not see it: ``account_at_risk`` is the account's, ``at_risk`` that times the decision weight.
    ``days_silent`` counts from the last answer; None: never answered.
    """

    account_id: int
    person_id: int
    account: str
    name: str
    title: str | None
    role: Role | None
    sub_role: SubRole | None
    decision_weight: float
    account_at_risk: float | None
    at_risk: float | None
    last_answered_on: date | None
    last_asked_on: date | None
    days_silent: int | None
    channels: tuple[Channel, ...]
    known_by: str | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class Silent:
    """What the list knows of somebody before their names are read."""

    account_id: int
    person_id: int
    role: Role | None
    decision_weight: float
    account_at_risk: float | None
    last_answered_on: date | None


Place = tuple[int, int]


def silent_rows(session: Session, silent: Sequence[Silent], known: KnownOn) -> list[SilentRow]:
    """The same people with their names and ways to reach them, in the same order."""
    places = [(one.account_id, one.person_id) for one in silent]
    people = _people(session, {person for _account, person in places})
    accounts = _accounts(session, {account for account, _person in places})
    sub_roles = _sub_roles(session, places, known)
    friends = _known_by(session, places, known)
    asked = _last_asked(session, places, known)
    return [
        _row(one, people[one.person_id], accounts[one.account_id], sub_roles, friends, asked, known)
        for one in silent
        if one.person_id in people
    ]


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    title: str | None
    mail: bool
    phone: bool
    opted_out: bool


@dataclass(frozen=True, slots=True)
class _Asked:
    on: date
    state: InvitationState
    expires_at: datetime

    def is_open(self, known: KnownOn) -> bool:
        """Whether the link still takes an answer."""
        return self.state in (InvitationState.SENT, InvitationState.PARTIAL) and self.expires_at > known.moment


def _row(
    one: Silent,
    person: _Person,
    account: tuple[str, str | None],
    sub_roles: dict[tuple[int, int, Role], SubRole],
    friends: dict[Place, str],
    asked: dict[Place, _Asked],
    known: KnownOn,
) -> SilentRow:
    place = (one.account_id, one.person_id)
    last = asked.get(place)
    holds = {
        Channel.MAIL: person.mail and not person.opted_out,
        Channel.PHONE: person.phone,
        Channel.OPTED_OUT: person.opted_out,
        Channel.BOUNCED: last is not None and last.state is InvitationState.BOUNCED,
        Channel.LINK_OPEN: last is not None and last.is_open(known),
    }
    worth = one.account_at_risk
    return SilentRow(
        account_id=one.account_id,
        person_id=one.person_id,
        account=account[0],
        name=person.name,
        title=person.title,
        role=one.role,
        sub_role=None if one.role is None else sub_roles.get((*place, one.role)),
        decision_weight=one.decision_weight,
        account_at_risk=worth,
        at_risk=None if worth is None else worth * one.decision_weight,
        last_answered_on=one.last_answered_on,
        last_asked_on=None if last is None else last.on,
        days_silent=None if one.last_answered_on is None else (known.day - one.last_answered_on).days,
        channels=tuple(channel for channel, is_so in holds.items() if is_so),
        known_by=friends.get(place),
        owner=account[1],
    )


def _people(session: Session, ids: set[int]) -> dict[int, _Person]:
    statement = select(
        col(Person.id),
        col(Person.name),
        col(Person.title),
        col(Person.email),
        col(Person.phone),
        col(Person.do_not_contact),
        col(Person.unsubscribed_at),
    ).where(col(Person.id).in_(ids))
    return {
        row.id: _Person(
            name=row.name,
            title=row.title,
            mail=bool(row.email),
            phone=bool(row.phone),
            opted_out=row.do_not_contact or row.unsubscribed_at is not None,
        )
        for row in session.execute(statement)
    }


def _accounts(session: Session, ids: set[int]) -> dict[int, tuple[str, str | None]]:
    statement: Select[*tuple[Any, ...]] = (
        select(col(Account.id), col(Account.name), col(User.name).label("owner"))
        .outerjoin(User, col(User.id) == col(Account.owner_id))
        .where(col(Account.id).in_(ids))
    )
    return {row.id: (row.name, row.owner) for row in session.execute(statement)}


def _sub_roles(session: Session, places: list[Place], known: KnownOn) -> dict[tuple[int, int, Role], SubRole]:
    table = RoleAssignment
    statement: Select[*tuple[Any, ...]] = (
        select(col(table.account_id), col(table.person_id), col(table.role), col(table.sub_role))
        .where(
            tuple_(col(table.account_id), col(table.person_id)).in_(places),
            known.effective(table),
            col(table.suggested).is_(False),
            col(table.sub_role).is_not(None),
        )
        .order_by(col(table.id).desc())
    )
    return {(row.account_id, row.person_id, row.role): row.sub_role for row in session.execute(statement)}


def _known_by(session: Session, places: list[Place], known: KnownOn) -> dict[Place, str]:
    """Who of us knows each of them best."""
    table, order = Relationship, list(Strength)
    statement: Select[*tuple[Any, ...]] = (
        select(
            col(table.account_id), col(table.person_id), col(table.strength), col(User.name), col(table.confirmed_on)
        )
        .join(User, and_(col(User.id) == col(table.user_id), col(User.active)))
        .where(
            tuple_(col(table.account_id), col(table.person_id)).in_(places),
            known.effective(table),
            col(table.strength) != Strength.NONE,
        )
    )
    rows = sorted(session.execute(statement), key=lambda row: (order.index(row.strength), row.confirmed_on))
    return {(row.account_id, row.person_id): row.name for row in rows}


def _last_asked(session: Session, places: list[Place], known: KnownOn) -> dict[Place, _Asked]:
    table = Invitation
    columns = (col(table.account_id), col(table.person_id), col(table.state), col(table.sent_at))
    statement: Select[*tuple[Any, ...]] = (
        select(*columns, col(table.expires_at))
        .where(tuple_(col(table.account_id), col(table.person_id)).in_(places), col(table.sent_at) <= known.moment)
        .order_by(col(table.sent_at), col(table.id))
    )
    return {
        (row.account_id, row.person_id): _Asked(row.sent_at.astimezone(UTC).date(), row.state, row.expires_at)
        for row in session.execute(statement)
    }
