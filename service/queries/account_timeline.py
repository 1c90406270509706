"""What happened on an account, and what we learnt about it, the latest first."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.case import Case
from models.chain import Note, Relationship, StanceObservation, Tie
from models.interaction import Interaction
from models.person import Membership, Person, RoleAssignment
from models.score import Override
from models.signal import Ticket
from models.survey import Response
from models.user import User
from service.auth.policy import Action, Resource
from service.auth.principal import Principal
from service.queries.known_on import KnownOn
from service.queries.visibility import may, visible_account


class EventKind(StrEnum):
    """What kind of thing happened."""

    INTERACTION = "interaction"
    ANSWER = "answer"
    NOTE = "note"
    TICKET = "ticket"
    CASE = "case"
    PERSON_ADDED = "person_added"
    PERSON_LEFT = "person_left"
    ROLE = "role"
    TIE = "tie"
    STANCE = "stance"
    RELATIONSHIP = "relationship"
    OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing: when, what, about whom, in whose words, by whom of ours.

    ``value`` is a stored value (a role, a stance, a kind of tie), ``other`` a second person's name.
    """

    kind: EventKind
    at: datetime
    person_id: int | None = None
    person: str | None = None
    value: Any = None
    text: str | None = None
    by: str | None = None
    other: str | None = None
    number: float | None = None


def account_activity(
    session: Session, principal: Principal, account_id: int, known: KnownOn, limit: int
) -> list[Event]:
    """Contacts, answers, notes, tickets and cases up to the moment; what the reader may not see is left out.

    :raises NotFound: absent, or not within reach.
    """
    visible_account(session, principal, account_id)
    kinds = [_interactions(account_id, known), _tickets(account_id, known)]
    if may(session, principal, account_id, Resource.CASE, Action.READ):
        kinds.append(_cases(account_id, known))
    if may(session, principal, account_id, Resource.RESPONSE, Action.READ):
        kinds.append(_answers(account_id, known))
    if may(session, principal, account_id, Resource.OPINION, Action.READ):
        kinds.append(_notes(account_id, known))
    return _latest(session, kinds, limit)


def account_changes(session: Session, principal: Principal, account_id: int, known: KnownOn, limit: int) -> list[Event]:
    """What we learnt about the chain: people, roles, ties, relationships, stances, overrides, departures.

    :raises NotFound: absent, or not within reach.
    """
    visible_account(session, principal, account_id)
    kinds = [
        _people(account_id, known),
        _departures(account_id, known),
        _roles(account_id, known),
        _ties(account_id, known),
        _relationships(account_id, known),
        _overrides(account_id, known),
    ]
    if may(session, principal, account_id, Resource.OPINION, Action.READ):
        kinds.append(_stances(account_id, known))
    return _latest(session, kinds, limit)


Found = tuple[EventKind, Select[*tuple[Any, ...]]]


def _latest(session: Session, kinds: list[Found], limit: int) -> list[Event]:
    events = [
        Event(kind, **row) for kind, statement in kinds for row in session.execute(statement.limit(limit)).mappings()
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)[:limit]


def _by(column: Any, statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return statement.outerjoin(User, col(User.id) == column)


def _interactions(account_id: int, known: KnownOn) -> Found:
    at: Any = col(Interaction.occurred_at).label("at")
    statement = select(
        at,
        col(Interaction.kind).label("value"),
        col(Interaction.subject).label("text"),
        col(User.name).label("by"),
    ).where(col(Interaction.account_id) == account_id, col(Interaction.occurred_at) <= known.moment)
    return EventKind.INTERACTION, _by(col(Interaction.user_id), statement).order_by(at.desc())


def _tickets(account_id: int, known: KnownOn) -> Found:
    at: Any = col(Ticket.opened_at).label("at")
    statement = (
        select(at, col(Ticket.severity).label("value"), col(Ticket.subject).label("text"))
        .where(col(Ticket.account_id) == account_id, col(Ticket.opened_at) <= known.moment)
        .order_by(at.desc())
    )
    return EventKind.TICKET, statement


def _cases(account_id: int, known: KnownOn) -> Found:
    at: Any = col(Case.created_at).label("at")
    statement = select(
        at, col(Case.state).label("value"), col(Case.title).label("text"), col(User.name).label("by")
    ).where(col(Case.account_id) == account_id, col(Case.created_at) <= known.moment)
    return EventKind.CASE, _by(col(Case.assignee_id), statement).order_by(at.desc())


def _answers(account_id: int, known: KnownOn) -> Found:
    at: Any = col(Response.answered_at).label("at")
    statement = (
        select(
            at,
            col(Response.metric).label("value"),
            col(Response.score).label("number"),
            col(Response.comment).label("text"),
            col(Response.person_id),
            col(Person.name).label("person"),
        )
        .outerjoin(Person, col(Person.id) == col(Response.person_id))
        .where(
            col(Response.account_id) == account_id, col(Response.answered_at) <= known.moment, known.recorded(Response)
        )
        .order_by(at.desc())
    )
    return EventKind.ANSWER, statement


def _notes(account_id: int, known: KnownOn) -> Found:
    at: Any = col(Note.created_at).label("at")
    statement = (
        select(
            at,
            col(Note.text).label("text"),
            col(User.name).label("by"),
            col(Note.person_id),
            col(Person.name).label("person"),
        )
        .outerjoin(Person, col(Person.id) == col(Note.person_id))
        .where(col(Note.account_id) == account_id, col(Note.created_at) <= known.moment)
    )
    return EventKind.NOTE, _by(col(Note.author_id), statement).order_by(at.desc())


def _about(table: Any, account_id: int, known: KnownOn, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Facts about one person of the account, by when they were recorded; ends and replacements leave no line."""
    at: Any = col(table.recorded_at).label("at")
    statement = (
        select(at, col(table.person_id), col(Person.name).label("person"), col(User.name).label("by"), *columns)
        .join(Person, col(Person.id) == col(table.person_id))
        .where(col(table.account_id) == account_id, col(table.recorded_at) <= known.moment)
        .order_by(at.desc(), col(table.id).desc())
    )
    author = table.observed_by_id if table is StanceObservation else table.recorded_by_id
    return _by(col(author), statement)


def _people(account_id: int, known: KnownOn) -> Found:
    return EventKind.PERSON_ADDED, _about(Membership, account_id, known).where(col(Membership.valid_to).is_(None))


def _roles(account_id: int, known: KnownOn) -> Found:
    role: Any = col(RoleAssignment.role).label("value")
    statement = _about(RoleAssignment, account_id, known, role, col(RoleAssignment.sub_role).label("text"))
    return EventKind.ROLE, statement.where(
        col(RoleAssignment.suggested).is_(False), col(RoleAssignment.valid_to).is_(None)
    )


def _relationships(account_id: int, known: KnownOn) -> Found:
    whose: Any = aliased(User)
    columns: tuple[Any, ...] = (col(Relationship.strength).label("value"), whose.name.label("other"))
    statement = _about(Relationship, account_id, known, *columns)
    return EventKind.RELATIONSHIP, statement.join(whose, whose.id == col(Relationship.user_id)).where(
        col(Relationship.valid_to).is_(None)
    )


def _stances(account_id: int, known: KnownOn) -> Found:
    columns: tuple[Any, ...] = (col(StanceObservation.stance).label("value"), col(StanceObservation.note).label("text"))
    return EventKind.STANCE, _about(StanceObservation, account_id, known, *columns)


def _ties(account_id: int, known: KnownOn) -> Found:
    target: Any = aliased(Person)
    at: Any = col(Tie.recorded_at).label("at")
    statement: Any = (
        select(
            at,
            col(Tie.kind).label("value"),
            col(Tie.source_id).label("person_id"),
            col(Person.name).label("person"),
            target.name.label("other"),
            col(User.name).label("by"),
        )
        .join(Person, col(Person.id) == col(Tie.source_id))
        .join(target, target.id == col(Tie.target_id))
        .where(col(Tie.account_id) == account_id, col(Tie.recorded_at) <= known.moment, col(Tie.valid_to).is_(None))
    )
    return EventKind.TIE, _by(col(Tie.recorded_by_id), statement).order_by(at.desc(), col(Tie.id).desc())


def _departures(account_id: int, known: KnownOn) -> Found:
    at: Any = col(Person.left_recorded_at).label("at")
    statement = (
        select(at, col(Person.id).label("person_id"), col(Person.name).label("person"))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(
            col(Membership.account_id) == account_id,
            col(Membership.superseded_at).is_(None),
            col(Person.left_recorded_at) <= known.moment,
        )
        .order_by(at.desc())
    )
    return EventKind.PERSON_LEFT, statement


def _overrides(account_id: int, known: KnownOn) -> Found:
    at: Any = col(Override.created_at).label("at")
    statement = select(
        at, col(Override.score).label("number"), col(Override.reason).label("text"), col(User.name).label("by")
    ).where(col(Override.account_id) == account_id, col(Override.created_at) <= known.moment)
    return EventKind.OVERRIDE, _by(col(Override.created_by_id), statement).order_by(at.desc())
