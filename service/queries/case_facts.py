"""What the rules of the closed loop look at, read for many accounts at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import and_, exists, or_, select
from sqlmodel import Session, col

from models.person import Person, RoleAssignment
from models.score import ChainScore, HealthScore, ScoreGeneration
from models.signal import Ticket
from models.survey import Invitation, Response, Survey, SurveyVersion
from models.vocabulary import GenerationState, InvitationState
from scoring.vocabulary import QuestionKind, Role, SubRole
from service.cases.findings import AnswerFact, DepartureFact, ScoreFact, SilenceFact, TicketFact
from service.queries.known_on import KnownOn
from service.queries.packed_scores import unpack_people
from service.queries.scores import in_force

_RATED = (QuestionKind.NPS, QuestionKind.CSAT, QuestionKind.CES)
_UNANSWERED = (InvitationState.SENT, InvitationState.PARTIAL, InvitationState.EXPIRED)

Roles = dict[tuple[int, int], frozenset[Role]]


def roles_of(session: Session, ids: Sequence[int], now: datetime) -> Roles:
    """The roles that people hold on the accounts now, by account and person."""
    statement = select(col(RoleAssignment.account_id), col(RoleAssignment.person_id), col(RoleAssignment.role)).where(
        col(RoleAssignment.account_id).in_(ids), KnownOn.at(now).effective(RoleAssignment)
    )
    found: dict[tuple[int, int], set[Role]] = {}
    for account_id, person_id, role in session.execute(statement):
        found.setdefault((account_id, person_id), set()).add(role)
    return {key: frozenset(roles) for key, roles in found.items()}


def answer_facts(session: Session, ids: Sequence[int], roles: Roles, *, since: datetime) -> list[AnswerFact]:
    """The rated answers in force since then, of people who gave their name: an anonymous one opens no case."""
    table = Response
    statement = (
        select(
            col(table.id),
            col(table.account_id),
            col(table.person_id),
            col(table.metric),
            col(table.score),
            col(table.scale_low),
            col(table.scale_high),
            col(table.low_is_good),
            col(table.answered_at),
        )
        .where(
            col(table.account_id).in_(ids),
            col(table.person_id).is_not(None),
            col(table.superseded_at).is_(None),
            col(table.metric).in_(_RATED),
            col(table.score).is_not(None),
            col(table.answered_at) >= since,
        )
        .order_by(col(table.answered_at), col(table.id))
    )
    return [
        replace(AnswerFact(*row), roles=roles.get((row.account_id, row.person_id), frozenset()))
        for row in session.execute(statement)
    ]


def silence_facts(session: Session, ids: Sequence[int], roles: Roles, *, since: datetime) -> list[SilenceFact]:
    """The people who were asked since then and have answered nothing on the account from then on.

    Whoever was asked anonymously may have answered: they are not counted as silent.
    """
    answered = exists().where(
        col(Response.person_id) == col(Invitation.person_id),
        col(Response.account_id) == col(Invitation.account_id),
        col(Response.answered_at) >= col(Invitation.sent_at),
    )
    statement = (
        select(col(Invitation.account_id), col(Invitation.person_id), col(Invitation.sent_at), col(Invitation.id))
        .join(SurveyVersion, col(SurveyVersion.id) == col(Invitation.survey_version_id))
        .join(Survey, col(Survey.id) == col(SurveyVersion.survey_id))
        .join(Person, col(Person.id) == col(Invitation.person_id))
        .where(
            col(Invitation.account_id).in_(ids),
            col(Invitation.state).in_(_UNANSWERED),
            col(Invitation.sent_at) >= since,
            col(Survey.anonymous).is_(False),
            col(Person.left_on).is_(None),
            col(Person.erased_at).is_(None),
            ~answered,
        )
        .order_by(col(Invitation.sent_at), col(Invitation.id))
    )
    first: dict[tuple[int, int], tuple[datetime, int]] = {}
    for account_id, person_id, sent_at, invitation_id in session.execute(statement):
        first.setdefault((account_id, person_id), (sent_at, invitation_id))
    weights = _weights(session, sorted({account_id for account_id, _person in first}))
    return [
        SilenceFact(account_id, person_id, asked_at, number, weights.get(key, 0.0), roles.get(key, frozenset()))
        for key, (asked_at, number) in first.items()
        for account_id, person_id in [key]
    ]


def departure_facts(session: Session, ids: Sequence[int], *, since: datetime) -> list[DepartureFact]:
    """Champions and decision makers of whose leaving we learnt since then."""
    role = RoleAssignment
    statement = (
        select(col(role.account_id), col(role.person_id), col(Person.left_on), col(Person.left_recorded_at))
        .join(Person, col(Person.id) == col(role.person_id))
        .where(
            col(role.account_id).in_(ids),
            col(Person.left_on).is_not(None),
            col(Person.left_recorded_at) >= since,
            col(Person.erased_at).is_(None),
            or_(col(role.role) == Role.DECISION_MAKER, col(role.sub_role) == SubRole.CHAMPION),
            # The role was held until the departure, not given up before it.
            or_(col(role.valid_to).is_(None), col(role.valid_to) >= col(Person.left_on)),
            or_(col(role.superseded_at).is_(None), col(role.superseded_at) >= col(Person.left_recorded_at)),
        )
        .order_by(col(role.account_id), col(role.person_id))
        .distinct()
    )
    return [DepartureFact(*row) for row in session.execute(statement)]


def score_facts(session: Session, ids: Sequence[int], *, now: datetime, days: float) -> list[ScoreFact]:
    """The accounts' health on each scored day of the last ``days``, the last one of each day.

    Only days are given that were judged by the scorecard of the latest one: another card is no change of the customer.
    """
    since = now.astimezone(UTC).date() - timedelta(days=days)
    statement = (
        select(
            col(HealthScore.account_id),
            col(ScoreGeneration.as_of),
            col(HealthScore.score),
            col(HealthScore.confidence),
            col(HealthScore.scorecard),
        )
        .join(ScoreGeneration, col(ScoreGeneration.id) == col(HealthScore.generation_id))
        .where(
            col(HealthScore.account_id).in_(ids),
            col(ScoreGeneration.state) == GenerationState.PUBLISHED,
            col(ScoreGeneration.as_of) >= since,
        )
        .order_by(col(ScoreGeneration.as_of), col(ScoreGeneration.id))
    )
    last = {(row.account_id, row.as_of): row for row in session.execute(statement)}
    latest = {row.account_id: row.scorecard for row in last.values()}
    return [ScoreFact(*row[:4]) for row in last.values() if row.scorecard == latest[row.account_id]]


def ticket_facts(session: Session, ids: Sequence[int], *, since: datetime) -> list[TicketFact]:
    """Tickets with a category, opened since then."""
    statement = (
        select(col(Ticket.id), col(Ticket.account_id), col(Ticket.category), col(Ticket.opened_at))
        .where(col(Ticket.account_id).in_(ids), col(Ticket.opened_at) >= since, col(Ticket.category).is_not(None))
        .order_by(col(Ticket.opened_at), col(Ticket.id))
    )
    return [TicketFact(*row) for row in session.execute(statement)]


def _weights(session: Session, ids: Sequence[int]) -> dict[tuple[int, int], float]:
    """The share of the decision that each person holds, by account and person, from the scores in force."""
    if not ids:
        return {}
    force = in_force(session)
    statement = (
        select(col(ChainScore.account_id), col(ChainScore.people))
        .join(
            force,
            and_(
                force.c.account_id == col(ChainScore.account_id),
                force.c.generation_id == col(ChainScore.generation_id),
            ),
        )
        .where(col(ChainScore.account_id).in_(ids))
    )
    return {
        (account_id, person.person_id): person.weight
        for account_id, people in session.execute(statement)
        for person in unpack_people(people)
    }
