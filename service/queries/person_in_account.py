"""Everything on record about one person's part in one account, as known on one day."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.chain import Note, Relationship, StanceObservation
from models.interaction import Interaction, InteractionPerson
from models.person import RoleAssignment
from models.survey import Response
from models.user import User
from scoring.vocabulary import InteractionKind, QuestionKind, Role, Stance, Strength, SubRole
from service.auth.policy import Action, Resource
from service.auth.principal import Principal
from service.queries.known_on import KnownOn
from service.queries.visibility import may, visible_account

MOST = 8


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role with its number, so that it can be confirmed or ended."""

    id: int
    role: Role
    sub_role: SubRole | None
    suggested: bool
    valid_from: date


@dataclass(frozen=True, slots=True)
class RelationshipLine:
    """How well one of ours knows the person."""

    id: int
    user_id: int
    user: str
    strength: Strength
    target: Strength | None
    confirmed_on: date


@dataclass(frozen=True, slots=True)
class ObservationLine:
    """What somebody of ours believes that the person thinks."""

    id: int
    stance: Stance
    observed_on: date
    by: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What the person answered."""

    id: int
    metric: QuestionKind | None
    score: float | None
    scale_high: float
    comment: str | None
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class ContactLine:
    """When somebody of ours met the person."""

    id: int
    kind: InteractionKind
    occurred_at: datetime
    subject: str
    by: str | None


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What somebody of ours wrote about the person."""

    id: int
    text: str
    created_at: datetime
    by: str | None


@dataclass(frozen=True)
class PersonInAccount:
    """The records; what the reader may not see is empty."""

    roles: list[RoleLine] = field(default_factory=list)
    relationships: list[RelationshipLine] = field(default_factory=list)
    observations: list[ObservationLine] = field(default_factory=list)
    answers: list[AnswerLine] = field(default_factory=list)
    contacts: list[ContactLine] = field(default_factory=list)
    notes: list[NoteLine] = field(default_factory=list)


def person_in_account(
    session: Session, principal: Principal, account_id: int, person_id: int, known: KnownOn
) -> PersonInAccount:
    """The records of one person on one account; a person of another account has none here.

    :raises NotFound: the account is absent, or not within reach.
    """
    visible_account(session, principal, account_id)
    opinions = may(session, principal, account_id, Resource.OPINION, Action.READ)
    answers = may(session, principal, account_id, Resource.RESPONSE, Action.READ)
    return PersonInAccount(
        roles=_roles(session, account_id, person_id, known),
        relationships=_relationships(session, account_id, person_id, known),
        observations=_observations(session, account_id, person_id, known) if opinions else [],
        answers=_answers(session, account_id, person_id, known) if answers else [],
        contacts=_contacts(session, account_id, person_id, known),
        notes=_notes(session, account_id, person_id, known) if opinions else [],
    )


def _roles(session: Session, account_id: int, person_id: int, known: KnownOn) -> list[RoleLine]:
    table = RoleAssignment
    statement = (
        select(col(table.id), col(table.role), col(table.sub_role), col(table.suggested), col(table.valid_from))
        .where(col(table.account_id) == account_id, col(table.person_id) == person_id, known.effective(table))
        .order_by(col(table.suggested), col(table.id))
    )
    return [RoleLine(*row) for row in session.execute(statement)]


def _relationships(session: Session, account_id: int, person_id: int, known: KnownOn) -> list[RelationshipLine]:
    table = Relationship
    statement = (
        select(
            col(table.id),
            col(table.user_id),
            col(User.name),
            col(table.strength),
            col(table.target_strength),
            col(table.confirmed_on),
        )
        .join(User, col(User.id) == col(table.user_id))
        .where(col(table.account_id) == account_id, col(table.person_id) == person_id, known.effective(table))
        .order_by(col(table.confirmed_on).desc(), col(table.id))
    )
    return [RelationshipLine(*row) for row in session.execute(statement)]


def _observations(session: Session, account_id: int, person_id: int, known: KnownOn) -> list[ObservationLine]:
    table = StanceObservation
    statement = (
        select(col(table.id), col(table.stance), col(table.observed_on), col(User.name), col(table.note))
        .outerjoin(User, col(User.id) == col(table.observed_by_id))
        .where(
            col(table.account_id) == account_id,
            col(table.person_id) == person_id,
            col(table.observed_on) <= known.day,
            known.recorded(table),
        )
        .order_by(col(table.observed_on).desc(), col(table.id).desc())
        .limit(MOST)
    )
    return [ObservationLine(*row) for row in session.execute(statement)]


def _answers(session: Session, account_id: int, person_id: int, known: KnownOn) -> list[AnswerLine]:
    table = Response
    statement = (
        select(
            col(table.id),
            col(table.metric),
            col(table.score),
            col(table.scale_high),
            col(table.comment),
            col(table.answered_at),
        )
        .where(
            col(table.account_id) == account_id,
            col(table.person_id) == person_id,
            col(table.answered_at) <= known.moment,
            known.recorded(table),
        )
        .order_by(col(table.answered_at).desc(), col(table.id).desc())
        .limit(MOST)
    )
    return [AnswerLine(*row) for row in session.execute(statement)]


def _contacts(session: Session, account_id: int, person_id: int, known: KnownOn) -> list[ContactLine]:
    table = Interaction
    statement = (
        select(col(table.id), col(table.kind), col(table.occurred_at), col(table.subject), col(User.name))
        .join(InteractionPerson, col(InteractionPerson.interaction_id) == col(table.id))
        .outerjoin(User, col(User.id) == col(table.user_id))
        .where(
            col(table.account_id) == account_id,
            col(InteractionPerson.person_id) == person_id,
            col(table.occurred_at) <= known.moment,
        )
        .order_by(col(table.occurred_at).desc(), col(table.id).desc())
        .limit(MOST)
    )
    return [ContactLine(*row) for row in session.execute(statement)]


def _notes(session: Session, account_id: int, person_id: int, known: KnownOn) -> list[NoteLine]:
    statement = (
        select(col(Note.id), col(Note.text), col(Note.created_at), col(User.name))
        .outerjoin(User, col(User.id) == col(Note.author_id))
        .where(
            col(Note.account_id) == account_id, col(Note.person_id) == person_id, col(Note.created_at) <= known.moment
        )
        .order_by(col(Note.created_at).desc(), col(Note.id).desc())
        .limit(MOST)
    )
    return [NoteLine(*row) for row in session.execute(statement)]
