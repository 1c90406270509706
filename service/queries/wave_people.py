"""The people whom a wave is for, account by account, with what keeps some of them from being asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.person import Membership, Person, RoleAssignment
from models.survey import Touchpoint
from scoring.vocabulary import LifecycleStage, Role
from service.addresses import BadAddress, mailbox
from service.auth.policy import Action, Resource
from service.keys import email_key
from service.queries.kept_people import kept_people
from service.queries.known_on import KnownOn
from service.queries.suppressions import suppressed_among
from service.queries.visibility import accounts_within
from service.queries.wave_basis import WaveBasis
from service.sending.audience import Audience
from service.sending.deciding import Candidate, LeftOut
from service.surveys.branching import Respondent, possible_questions, tag_key

_RANKS = {Role.DECISION_MAKER.value: 0, Role.INFLUENCER.value: 1, Role.END_USER.value: 2}


@dataclass(frozen=True)
class WavePerson:
    """Somebody with a place on an account, as a mail to them needs to know them."""

    account_id: int
    account_name: str
    person_id: int
    name: str
    email: str
    languages: tuple[str, str]
    respondent: Respondent


@dataclass(frozen=True)
class WavePeople:
    """Some accounts' people: candidates, those behind them by (account, person), and how many can be asked at all."""

    candidates: list[Candidate]
    people: dict[tuple[int, int], WavePerson]
    askable: dict[int, int]


@dataclass
class _Place:
    """One person on one account: the row of their place, and the roles that they hold there."""

    row: Any
    confirmed: set[str] = field(default_factory=set)
    suggested: set[str] = field(default_factory=set)


def wave_accounts(session: Session, basis: WaveBasis) -> list[int]:
    """The accounts that the wave is for, within the reach of whoever planned it; lost ones only where asked for."""
    audience = basis.audience
    statement = (
        select(col(Account.id))
        .where(
            accounts_within(basis.planner, Resource.ACCOUNT),
            accounts_within(basis.planner, Resource.SURVEY, Action.WRITE),
            col(Account.archived_at).is_(None),
        )
        .order_by(col(Account.id))
    )
    if audience.segments:
        statement = statement.where(col(Account.segment).in_(sorted(audience.segments)))
    if audience.account_ids:
        statement = statement.where(col(Account.id).in_(sorted(audience.account_ids)))
    stages = _stages(session, audience)
    if stages is not None:
        statement = statement.where(col(Account.lifecycle_stage).in_(sorted(stages)))
    elif not audience.account_ids:
        statement = statement.where(col(Account.lifecycle_stage) != LifecycleStage.CHURNED)
    return list(session.execute(statement).scalars())


def _stages(session: Session, audience: Audience) -> frozenset[LifecycleStage] | None:
    stages = audience.stages or None
    if audience.touchpoint_id is None:
        return stages
    touchpoint = session.get(Touchpoint, audience.touchpoint_id)
    at = frozenset() if touchpoint is None else frozenset({touchpoint.stage})
    return at if stages is None else stages & at


def wave_people(
    session: Session, basis: WaveBasis, account_ids: Sequence[int], keys: Sequence[str], *, now: datetime
) -> WavePeople:
    """The people of these accounts. ``keys``: those of the suppression list, the one in force first."""
    places = _places(session, account_ids, KnownOn.at(now))
    suppressed = suppressed_among(session, [one.row.email for one in places.values() if one.row.email], keys)
    candidates, people, askable = [], {}, dict.fromkeys(account_ids, 0)
    for (account_id, person_id), place in places.items():
        row = place.row
        barred = _barred(row, suppressed, now)
        askable[account_id] += barred is None
        tags = frozenset(tag_key(tag) for tag in [*row.account_tags, *row.tags])
        # A suggestion is good enough to be asked by, as long as nobody has said what somebody's role is.
        chosen_by = frozenset(place.confirmed or place.suggested)
        if not basis.audience.admits(chosen_by, row.side, tags):
            continue
        respondent = Respondent(roles=frozenset(place.confirmed), tags=tags)
        if barred is None and not possible_questions(basis.questions, respondent):
            barred = LeftOut.NOTHING_TO_ASK
        candidates.append(_candidate(row, barred, chosen_by))
        people[account_id, person_id] = _person(row, respondent)
    return WavePeople(candidates, people, askable)


def _places(session: Session, account_ids: Sequence[int], known: KnownOn) -> dict[tuple[int, int], _Place]:
    """Whoever has a place on the accounts at present, once an account, with their roles there."""
    places: dict[tuple[int, int], _Place] = {}
    statement = (
        select(
            col(Membership.account_id),
            col(Membership.person_id),
            col(Membership.side),
            col(Membership.placeholder),
            col(Person.name),
            col(Person.email),
            col(Person.language),
            col(Person.time_zone),
            col(Person.tags),
            col(Person.do_not_contact),
            col(Person.unsubscribed_at),
            col(Person.left_on),
            col(Account.name).label("account_name"),
            col(Account.language).label("account_language"),
            col(Account.time_zone).label("account_time_zone"),
            col(Account.tags).label("account_tags"),
        )
        .join(Person, col(Person.id) == col(Membership.person_id))
        .join(Account, col(Account.id) == col(Membership.account_id))
        .where(
            col(Membership.account_id).in_(account_ids),
            known.effective(Membership),
            kept_people(),
        )
        .order_by(col(Membership.id))
    )
    for row in session.execute(statement):
        places[row.account_id, row.person_id] = _Place(row)
    held = select(
        col(RoleAssignment.account_id),
        col(RoleAssignment.person_id),
        col(RoleAssignment.role),
        col(RoleAssignment.sub_role),
        col(RoleAssignment.suggested),
    ).where(col(RoleAssignment.account_id).in_(account_ids), known.effective(RoleAssignment))
    for row in session.execute(held):
        place = places.get((row.account_id, row.person_id))
        if place is not None:
            names = {name.value for name in (row.role, row.sub_role) if name is not None}
            (place.suggested if row.suggested else place.confirmed).update(names)
    return places


def _barred(row: Any, suppressed: set[str], now: datetime) -> LeftOut | None:
    """What keeps somebody from being written to, whatever is asked."""
    reasons = (
        (row.left_on is not None and row.left_on <= now.astimezone(UTC).date(), LeftOut.LEFT),
        (row.placeholder, LeftOut.PLACEHOLDER),
        (row.do_not_contact, LeftOut.DO_NOT_CONTACT),
        (row.unsubscribed_at is not None, LeftOut.UNSUBSCRIBED),
        (not row.email, LeftOut.NO_ADDRESS),
        (bool(row.email) and not _is_address(row.email), LeftOut.BAD_ADDRESS),
        (row.email in suppressed, LeftOut.SUPPRESSED),
    )
    return next((reason for holds, reason in reasons if holds), None)


def _is_address(text: str) -> bool:
    try:
        mailbox(text)
    except BadAddress:
        return False
    return True


def _candidate(row: Any, barred: LeftOut | None, roles: frozenset[str]) -> Candidate:
    return Candidate(
        account_id=row.account_id,
        person_id=row.person_id,
        address_key=email_key(row.email) if row.email else None,
        time_zone=row.time_zone,
        account_time_zone=row.account_time_zone,
        rank=min((_RANKS[role] for role in roles if role in _RANKS), default=len(_RANKS)),
        barred=barred,
    )


def _person(row: Any, respondent: Respondent) -> WavePerson:
    return WavePerson(
        account_id=row.account_id,
        account_name=row.account_name,
        person_id=row.person_id,
        name=row.name,
        email=row.email or "",
        languages=(row.language, row.account_language),
        respondent=respondent,
    )
