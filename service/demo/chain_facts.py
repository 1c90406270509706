"""The decision chain of one customer as rows: people, their places and roles, ties, and how it is decided."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from models.chain import DecisionRule, Tie, Vote
from models.person import Membership, Person, RoleAssignment
from scoring.vocabulary import OrganisationSide, Role, SubRole, TieKind
from service.demo.customer import Customer, add_fact
from service.demo.people import Actor
from service.demo.rows import Rows
from service.demo.story import Shape
from service.keys import email_key, name_key

_S = SubRole
_PLACEHOLDER = {"en": "Approver (not yet known)", "zh": "审批人（尚未确认）"}


def add_people(rows: Rows, customer: Customer, rng: Random) -> None:
    """Add the people with their places and roles; each actor learns its number."""
    for actor in customer.actors:
        actor.person_id = _add_person(rows, customer, actor, rng)
        learnt = customer.at(actor.known_since, rng)
        add_place(rows, customer, actor, actor.person_id, learnt, rng)


def _add_person(rows: Rows, customer: Customer, actor: Actor, rng: Random) -> int:
    known = customer.at(actor.known_since, rng)
    partner = actor.side is OrganisationSide.PARTNER
    domain = f"partner-{customer.country.code.casefold()}.example" if partner else customer.company.domain
    email = None if actor.placeholder or rng.random() < 0.04 else f"{actor.name.address}@{domain}"
    name = _PLACEHOLDER[customer.language] if actor.placeholder else actor.name.written
    left = customer.learnt_end(actor) if actor.left_on else None
    language = customer.country.language
    return rows.add(
        Person,
        name=name,
        name_key=name_key(name),
        email=email,
        email_key=email and email_key(email),
        title=actor.title,
        department=actor.department,
        organisation=_PARTNER.get(language, _PARTNER["en"]) if partner else customer.company.written,
        language=language,
        time_zone=customer.country.time_zone,
        do_not_contact=actor.do_not_contact,
        left_on=actor.left_on,
        left_recorded_at=left,
        created_at=known,
        updated_at=left or known,
    )


_PARTNER = {
    "en": "Bridgeholt Consulting",
    "zh": "桥川咨询有限公司",
    "de": "Brückhain Beratung GmbH",
    "fr": "Pontlande Conseil",
}


def add_place(
    rows: Rows,
    customer: Customer,
    actor: Actor,
    person_id: int,
    learnt: datetime,
    rng: Random,
    *,
    since: date | None = None,
) -> None:
    """Add somebody's membership and roles; a role may first have been guessed from the title, or guessed wrong."""
    since = since or actor.known_since
    end_learnt = customer.learnt_end(actor) if actor.left_on else None
    ended: dict[str, Any] = {"until": actor.left_on, "end_learnt": end_learnt}
    whose: dict[str, Any] = {"account_id": customer.account_id, "person_id": person_id, "recorded_by_id": customer.csm}
    add_fact(
        rows,
        Membership,
        since=since,
        learnt=learnt,
        side=actor.side,
        openness=round(rng.uniform(0.2, 0.8), 2) if rng.random() < 0.3 else None,
        contact_cost=2.0 if actor.role is Role.DECISION_MAKER else 1.0,
        placeholder=actor.placeholder,
        **ended,
        **whose,
    )
    roles = [actor.sub_role]
    if actor.sub_role in {_S.CHAMPION, _S.TECHNICAL_EVALUATOR} and rng.random() < 0.15:
        roles.append(_S.USER_LEAD)
    guessed = actor.role is Role.END_USER and rng.random() < 0.08
    for sub_role in roles:
        known_at = learnt
        corrected = learnt + timedelta(days=rng.randint(30, 90))
        if actor.role is Role.INFLUENCER and rng.random() < 0.12 and corrected < customer.horizon:
            wrong = {"role": Role.END_USER, "sub_role": _S.USER, "suggested": True}
            rows.add(
                RoleAssignment,
                valid_from=since,
                recorded_at=learnt,
                superseded_at=corrected,
                **wrong,
                **whose,
            )
            known_at = corrected
        add_fact(
            rows,
            RoleAssignment,
            since=since,
            learnt=known_at,
            role=sub_role.role,
            sub_role=sub_role,
            suggested=guessed,
            confirmed_at=None if guessed else known_at,
            **ended,
            **whose,
        )


def add_ties(rows: Rows, customer: Customer, rng: Random) -> None:
    """Add who reports to, influences, works with and is at odds with whom."""
    seen: set[tuple[TieKind, int, int]] = set()
    for kind, source, target, strength in _ties(customer, rng):
        low, high = min(source, target), max(source, target)
        key = (kind, source, target) if kind in {TieKind.REPORTS_TO, TieKind.INFLUENCES} else (kind, low, high)
        if source == target or key in seen:
            continue
        seen.add(key)
        ends = (customer.actors[source], customer.actors[target])
        since = max(actor.known_since for actor in ends)
        gone = min((a for a in ends if a.left_on), key=lambda a: a.left_on or date.max, default=None)
        if gone and gone.left_on and gone.left_on <= since:
            continue
        add_fact(
            rows,
            Tie,
            since=since,
            learnt=customer.at(min(since + timedelta(days=rng.randint(0, 25)), customer.today), rng),
            until=gone.left_on if gone else None,
            end_learnt=customer.learnt_end(gone) if gone else None,
            account_id=customer.account_id,
            kind=kind,
            source_id=ends[0].person_id,
            target_id=ends[1].person_id,
            strength=round(strength, 2),
            recorded_by_id=customer.owner,
        )


def _ties(customer: Customer, rng: Random) -> list[tuple[TieKind, int, int, float]]:
    actors = customer.actors
    ties = [
        (TieKind.REPORTS_TO, i, actor.manager, rng.uniform(0.5, 1.0))
        for i, actor in enumerate(actors)
        if actor.manager is not None
    ]
    ties += _influence(actors, rng)
    for _ in range(len(actors) // 4):
        a, b = rng.randrange(len(actors)), rng.randrange(len(actors))
        ties.append((TieKind.WORKS_WITH, a, b, rng.uniform(0.2, 0.6)))
    champion = _place_of(actors, _S.CHAMPION)
    for i, actor in enumerate(actors):
        if actor.blocker and champion is not None:
            ties.append((TieKind.CONFLICTS, i, champion, 0.8))
    if len(actors) > 7 and rng.random() < 0.25:
        ties.append((TieKind.CONFLICTS, rng.randrange(1, len(actors)), rng.randrange(1, len(actors)), 0.5))
    return ties


def _influence(actors: list[Actor], rng: Random) -> list[tuple[TieKind, int, int, float]]:
    seniors = [i for i, a in enumerate(actors) if a.role is Role.DECISION_MAKER]
    listeners = [*seniors, *(i for i, a in enumerate(actors) if a.sub_role is _S.CHAMPION)]
    found: list[tuple[TieKind, int, int, float]] = []
    for i, actor in enumerate(actors):
        if actor.hidden or actor.blocker:
            found += [(TieKind.INFLUENCES, i, j, rng.uniform(0.7, 1.0)) for j in listeners[:5]]
        elif actor.role is Role.INFLUENCER:
            strength = {_S.CHAMPION: 0.7, _S.EXTERNAL_ADVISER: 0.8}.get(actor.sub_role, 0.4)
            found.append((TieKind.INFLUENCES, i, rng.choice(seniors), strength * rng.uniform(0.7, 1.1)))
        elif actor.sub_role in {_S.USER_LEAD, _S.POWER_USER} and len(listeners) > len(seniors):
            found.append((TieKind.INFLUENCES, i, listeners[-1], rng.uniform(0.2, 0.5)))
        elif actor.role is Role.END_USER and rng.random() < 0.3:
            found.append((TieKind.INFLUENCES, i, rng.randrange(len(actors)), rng.uniform(0.1, 0.35)))
    return found


def _place_of(actors: list[Actor], sub_role: SubRole) -> int | None:
    return next((i for i, actor in enumerate(actors) if actor.sub_role is sub_role), None)


def add_rule(rows: Rows, customer: Customer, rng: Random, *, head: int | None = None) -> None:
    """Add how the customer decides, where we know it; ``head`` is the group's own voice in a subsidiary."""
    voters = [a for a in customer.actors if a.role is Role.DECISION_MAKER and not a.placeholder and a.left_on is None]
    known = customer.story.shape is Shape.COMMITTEE or (len(voters) > 1 and rng.random() < 0.55)
    if not (known or head) or not voters:
        return
    votes: dict[int, tuple[Decimal, bool]] = {}
    for actor in voters:
        approves = actor.sub_role is _S.APPROVER
        weight = 2 if actor is voters[0] and len(voters) > 2 else 0 if approves else 1
        votes[actor.person_id] = (Decimal(weight), approves)
    if head is not None:
        votes[head] = (Decimal(2), False)
    total = sum(weight for weight, _ in votes.values())
    since = max(customer.story.customer_since, customer.first_day)
    changed = customer.at(since + (customer.last_day - since) / 2, rng)
    learnt = customer.at(since, rng)
    if rng.random() < 0.3 and learnt < changed:
        _add_rule(rows, customer, since, learnt, changed, Decimal(total), votes)
        learnt = changed
    _add_rule(rows, customer, since, learnt, None, Decimal(int(total // 2) + 1), votes)


def _add_rule(
    rows: Rows,
    customer: Customer,
    since: date,
    learnt: datetime,
    superseded: datetime | None,
    quota: Decimal,
    votes: dict[int, tuple[Decimal, bool]],
) -> None:
    rule = rows.add(
        DecisionRule,
        account_id=customer.account_id,
        quota=quota,
        valid_from=since,
        recorded_at=learnt,
        superseded_at=superseded,
        recorded_by_id=customer.owner,
    )
    for person_id, (weight, veto) in votes.items():
        rows.add(Vote, rule_id=rule, person_id=person_id, votes=weight, veto=veto)
