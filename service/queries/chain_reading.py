"""Read what is on record about the decision chains of some accounts, as known on one day.

One statement a table, needed columns only; :mod:`service.queries.chains` turns the records into the chains that
the measures read.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, Select, or_, select
from sqlmodel import Session, col

from models.account import Account
from models.chain import DecisionRule, Relationship, StanceObservation, Tie, Vote
from models.interaction import Interaction, InteractionPerson
from models.person import Membership, Person, RequiredRole, RoleAssignment
from models.survey import Response, SurveyVersion
from models.user import User
from scoring.vocabulary import QuestionKind, SubRole
from service.queries.chain_records import Answered, ChainRecords, HeldRole, HeldTie, KnownPerson, Member, Observed, Rule
from service.queries.chunks import chunks
from service.queries.kept_people import kept_people
from service.queries.known_on import KnownOn

STANCE_METRICS = (QuestionKind.NPS, QuestionKind.CSAT, QuestionKind.CES)


def chain_records(
    session: Session, account_ids: Sequence[int], known: KnownOn, recent_days: int
) -> dict[int, ChainRecords]:
    """The records of each account, in the order of ``account_ids``; an absent account is left out.

    Ties, votes and relationships of people who are no longer members are left out too.
    """
    found: dict[int, ChainRecords] = {}
    for run in chunks(account_ids):
        found.update(_run(session, run, known, recent_days))
    return {account_id: found[account_id] for account_id in account_ids if account_id in found}


def _run(session: Session, ids: Sequence[int], known: KnownOn, recent_days: int) -> dict[int, ChainRecords]:
    accounts = select(col(Account.id), col(Account.segment)).where(col(Account.id).in_(ids))
    records = {row.id: ChainRecords(row.id, row.segment) for row in session.execute(accounts)}
    for row in session.execute(_members(ids, known)):
        records[row.account_id].members.append(
            Member(
                person_id=row.person_id,
                name=row.name,
                title=row.title,
                side=row.side,
                organisation=row.organisation,
                openness=row.openness,
                contact_cost=row.contact_cost,
                placeholder=row.placeholder,
                do_not_contact=row.do_not_contact or row.unsubscribed_at is not None,
                email=row.email,
                language=row.language,
            )
        )
    present = {account_id: record.person_ids for account_id, record in records.items()}
    for row in session.execute(_roles(ids, known)):
        if row.person_id in present[row.account_id]:
            held = HeldRole(row.person_id, row.role, row.sub_role, row.suggested)
            records[row.account_id].roles.append(held)
    for row in session.execute(_ties(ids, known)):
        if row.source_id in present[row.account_id] and row.target_id in present[row.account_id]:
            tie = HeldTie(row.id, row.kind, row.source_id, row.target_id, row.strength)
            records[row.account_id].ties.append(tie)
    _add_rules(session, ids, known, records, present)
    for row in session.execute(_relationships(ids, known)):
        if row.person_id in present[row.account_id]:
            relationship = KnownPerson(row.user_id, row.person_id, row.strength, row.target_strength, row.confirmed_on)
            records[row.account_id].relationships.append(relationship)
    _add_observations(session.execute(_observations(ids, known)), records, present)
    _add_answers(session.execute(_answers(ids, known)), records, present)
    for row in session.execute(_recent(ids, known, recent_days)):
        records[row.account_id].recently_contacted.add(row.person_id)
    required = _required(session)
    for record in records.values():
        record.required_roles = required[None] + (required[record.segment] if record.segment else [])
    return records


def _members(ids: Sequence[int], known: KnownOn) -> Select[*tuple[Any, ...]]:
    left = or_(
        col(Person.left_on).is_(None),
        col(Person.left_on) > known.day,
        col(Person.left_recorded_at) > known.moment,
    )
    return (
        select(
            col(Membership.account_id),
            col(Membership.person_id),
            col(Person.name),
            col(Person.title),
            col(Membership.side),
            col(Person.organisation),
            col(Membership.openness),
            col(Membership.contact_cost),
            col(Membership.placeholder),
            col(Person.do_not_contact),
            col(Person.unsubscribed_at),
            col(Person.email),
            col(Person.language),
        )
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(
            col(Membership.account_id).in_(ids),
            known.effective(Membership),
            left,
            kept_people(),
        )
        .order_by(col(Membership.account_id), col(Membership.person_id))
    )


def _roles(ids: Sequence[int], known: KnownOn) -> Select[*tuple[Any, ...]]:
    table = RoleAssignment
    return (
        select(col(table.account_id), col(table.person_id), col(table.role), col(table.sub_role), col(table.suggested))
        .where(col(table.account_id).in_(ids), known.effective(table))
        .order_by(col(table.id))
    )


def _ties(ids: Sequence[int], known: KnownOn) -> Select[*tuple[Any, ...]]:
    return (
        select(
            col(Tie.id),
            col(Tie.account_id),
            col(Tie.kind),
            col(Tie.source_id),
            col(Tie.target_id),
            col(Tie.strength),
        )
        .where(col(Tie.account_id).in_(ids), known.effective(Tie))
        .order_by(col(Tie.id))
    )


def _add_rules(
    session: Session,
    ids: Sequence[int],
    known: KnownOn,
    records: dict[int, ChainRecords],
    present: dict[int, set[int]],
) -> None:
    # The newest rule in force wins; the quota stands whoever has left, and so do the votes that are still there.
    table = DecisionRule
    rules = (
        select(col(table.id), col(table.account_id), col(table.quota))
        .where(col(table.account_id).in_(ids), known.effective(table))
        .order_by(col(table.id))
    )
    account_of: dict[int, int] = {}
    for row in session.execute(rules):
        records[row.account_id].rule = Rule(float(row.quota), {})
        account_of = {rule: account for rule, account in account_of.items() if account != row.account_id}
        account_of[row.id] = row.account_id
    for run in chunks(sorted(account_of)):
        votes = select(col(Vote.rule_id), col(Vote.person_id), col(Vote.votes), col(Vote.veto)).where(
            col(Vote.rule_id).in_(run)
        )
        for row in session.execute(votes):
            account_id = account_of[row.rule_id]
            rule = records[account_id].rule
            if rule is not None and row.person_id in present[account_id]:
                rule.votes[row.person_id] = (float(row.votes), row.veto)


def _relationships(ids: Sequence[int], known: KnownOn) -> Select[*tuple[Any, ...]]:
    table = Relationship
    return (
        select(
            col(table.account_id),
            col(table.user_id),
            col(table.person_id),
            col(table.strength),
            col(table.target_strength),
            col(table.confirmed_on),
        )
        .join(User, col(User.id) == col(table.user_id))
        .where(col(table.account_id).in_(ids), known.effective(table), col(User.active))
        .order_by(col(table.id))
    )


def _observations(ids: Sequence[int], known: KnownOn) -> Select[*tuple[Any, ...]]:
    table = StanceObservation
    return (
        select(
            col(table.id),
            col(table.account_id),
            col(table.person_id),
            col(table.stance),
            col(table.observed_on),
            col(table.observed_by_id),
        )
        .where(
            col(table.account_id).in_(ids),
            col(table.observed_on) <= known.day,
            known.recorded(table),
        )
        .order_by(col(table.observed_on), col(table.id))
    )


def _add_observations(rows: Iterable[Row[Any]], records: dict[int, ChainRecords], present: dict[int, set[int]]) -> None:
    # What one colleague believes now replaces what the same colleague believed before.
    latest: dict[tuple[int, int, int | None], Observed] = {}
    for row in rows:
        if row.person_id in present[row.account_id]:
            latest[row.account_id, row.person_id, row.observed_by_id] = Observed(
                row.id, row.person_id, row.stance, row.observed_on, row.observed_by_id
            )
    for (account_id, _, _), observed in latest.items():
        records[account_id].observations.append(observed)


def _answers(ids: Sequence[int], known: KnownOn) -> Select[*tuple[Any, ...]]:
    table = Response
    return (
        select(
            col(table.id),
            col(table.account_id),
            col(table.person_id),
            col(SurveyVersion.survey_id),
            col(table.purpose),
            col(table.metric),
            col(table.score),
            col(table.scale_low),
            col(table.scale_high),
            col(table.low_is_good),
            col(table.answered_at),
        )
        .outerjoin(SurveyVersion, col(SurveyVersion.id) == col(table.survey_version_id))
        .where(
            col(table.account_id).in_(ids),
            col(table.person_id).is_not(None),
            col(table.score).is_not(None),
            col(table.metric).in_(STANCE_METRICS),
            col(table.answered_at) <= known.moment,
            known.recorded(table),
        )
        .order_by(col(table.answered_at), col(table.id))
    )


def _add_answers(rows: Iterable[Row[Any]], records: dict[int, ChainRecords], present: dict[int, set[int]]) -> None:
    # The latest answer of a person to a survey counts; answers imported without a survey go by their purpose.
    latest: dict[tuple[int, int, Any, QuestionKind], Answered] = {}
    for row in rows:
        if row.person_id in present[row.account_id]:
            survey = row.survey_id if row.survey_id is not None else row.purpose
            latest[row.account_id, row.person_id, survey, row.metric] = Answered(
                id=row.id,
                person_id=row.person_id,
                purpose=row.purpose,
                metric=row.metric,
                score=row.score,
                scale_low=row.scale_low,
                scale_high=row.scale_high,
                low_is_good=row.low_is_good,
                answered_on=row.answered_at.astimezone(UTC).date(),
            )
    for (account_id, _, _, _), answered in latest.items():
        records[account_id].answers.append(answered)


def _recent(ids: Sequence[int], known: KnownOn, recent_days: int) -> Select[*tuple[Any, ...]]:
    since = datetime.combine(known.day - timedelta(days=recent_days), time(0), tzinfo=UTC)
    return (
        select(col(Interaction.account_id), col(InteractionPerson.person_id))
        .join(InteractionPerson, col(InteractionPerson.interaction_id) == col(Interaction.id))
        .where(
            col(Interaction.account_id).in_(ids),
            col(Interaction.occurred_at) >= since,
            col(Interaction.occurred_at) <= known.moment,
        )
        .distinct()
    )


def _required(session: Session) -> dict[str | None, list[SubRole]]:
    required: dict[str | None, list[SubRole]] = defaultdict(list)
    statement = select(col(RequiredRole.segment), col(RequiredRole.sub_role)).order_by(col(RequiredRole.id))
    for row in session.execute(statement):
        required[row.segment].append(row.sub_role)
    return required
