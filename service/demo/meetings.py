"""Who met whom over two years, and how well our people know theirs because of it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from models.chain import Relationship
from models.interaction import Interaction, InteractionPerson
from scoring.vocabulary import InteractionKind, OrganisationSide, Role, Strength, SubRole
from service.demo.customer import Customer, add_fact, workday
from service.demo.people import Actor
from service.demo.rows import Rows
from service.demo.story import Cause, Shape
from service.demo.subjects import meeting_subject

_S = SubRole
_LADDER = (Strength.BRIEF, Strength.SEVERAL_CONTACTS, Strength.IN_DEPTH, Strength.TRUSTED)
# Contacts after which a relationship has reached each step of the ladder.
_STEPS = (1, 4, 9, 18)
_RECONFIRMED_AFTER = timedelta(days=60)
_KINDS = (
    InteractionKind.MEETING,
    InteractionKind.CALL,
    InteractionKind.EMAIL,
    InteractionKind.EVENT,
    InteractionKind.NOTE,
)
_KIND_SHARES = (0.28, 0.30, 0.32, 0.05, 0.05)


@dataclass(frozen=True)
class _Care:
    """Who of ours (a field of the customer) usually looks after somebody of one function, how often, how likely."""

    ours: str
    a_year: float
    best: Strength
    chance: float


_TRUSTED, _DEEP, _SOME = Strength.TRUSTED, Strength.IN_DEPTH, Strength.SEVERAL_CONTACTS
_FRIENDS = frozenset({_S.CHAMPION, _S.COACH})
_RARELY = (_Care("csm", 1.5, Strength.BRIEF, 0.08),)
_SENIORS = (_Care("owner", 4, _DEEP, 0.7), _Care("csm", 3, _SOME, 0.35))
_NEARBY = (_Care("csm", 4, _DEEP, 0.6),)
_FRIEND = (_Care("csm", 11, _TRUSTED, 1.0), _Care("owner", 4, _DEEP, 1.0))
_CARE: dict[SubRole, tuple[_Care, ...]] = {
    **dict.fromkeys(SubRole, _RARELY),
    **dict.fromkeys((_S.APPROVER, _S.COMMITTEE_MEMBER), _SENIORS),
    **dict.fromkeys((_S.ADMINISTRATOR, _S.USER_LEAD), _NEARBY),
    **dict.fromkeys((_S.CHAMPION, _S.COACH), _FRIEND),
    _S.ECONOMIC_BUYER: (_Care("owner", 6, _DEEP, 0.95), _Care("csm", 4, _SOME, 0.6), _Care("sponsor", 2, _SOME, 0.3)),
    _S.EXECUTIVE_SPONSOR: (*_SENIORS, _Care("sponsor", 2, _SOME, 0.4)),
    _S.TECHNICAL_EVALUATOR: (_Care("engineer", 5, _DEEP, 0.9),),
    _S.PROCUREMENT: (_Care("owner", 2.5, _SOME, 0.9),),
    _S.EXTERNAL_ADVISER: (_Care("owner", 7, _TRUSTED, 1.0),),
}


@dataclass(frozen=True)
class Pair:
    """One of ours who keeps in touch with one of theirs, ``a_year`` times a year."""

    user: int
    actor: Actor
    a_year: float
    best: Strength


def add_meetings(rows: Rows, customer: Customer, rng: Random) -> None:
    """Add every contact of the account and the relationships that grew, or faded, with them."""
    met: dict[tuple[int, int], list[date]] = defaultdict(list)
    pairs = _pairs(customer, rng)
    for pair in pairs:
        for day in _days(customer, pair, rng):
            _add_interaction(rows, customer, pair, day, met, rng)
    # Whoever sat in the same meetings knows each other too, a little.
    best = dict.fromkeys(met, Strength.SEVERAL_CONTACTS)
    best.update({(pair.user, pair.actor.person_id): pair.best for pair in pairs})
    actors = {actor.person_id: actor for actor in customer.actors}
    for (user, person_id), days in sorted(met.items()):
        _add_relationship(rows, customer, user, actors[person_id], sorted(days), best[user, person_id], rng)
    buyer = customer.actors[0]
    if (customer.owner, buyer.person_id) not in best and buyer.there(customer.last_day) and rng.random() < 0.7:
        _add_goal(rows, customer, buyer, rng)


def _pairs(customer: Customer, rng: Random) -> list[Pair]:
    """Who of ours looks after whom, by the shape of the account; nobody knows the hidden or the unknown."""
    story = customer.story
    scale = {"Enterprise": 1.5, "Mid-market": 1.0}.get(story.segment, 0.6)
    pairs = [
        Pair(getattr(customer, care.ours), actor, care.a_year * scale, care.best)
        for actor in customer.actors
        if not (actor.hidden or actor.placeholder or (actor.blocker and rng.random() < 0.7))
        for care in _CARE[actor.sub_role]
        if rng.random() < care.chance * _openness_to_us(story.shape, actor, care)
    ]
    return pairs or [Pair(customer.owner, customer.actors[0], 3, Strength.SEVERAL_CONTACTS)]


def _openness_to_us(shape: Shape, actor: Actor, care: "_Care") -> float:
    """How far the shape of an account lets us at its people: one thread, or only by way of the reseller."""
    if shape is Shape.SINGLE_THREADED:
        return 1.0 if actor.sub_role in _FRIENDS and care.ours == "csm" else 0.04
    if shape is Shape.RESELLER and actor.side is not OrganisationSide.PARTNER and actor.sub_role not in _FRIENDS:
        return 0.2
    return 1.0


def _days(customer: Customer, pair: Pair, rng: Random) -> list[date]:
    """The days of a pair's contacts: at irregular distances, fewer in trouble, only while somebody is there."""
    story, days = customer.story, []
    mean = 365 / pair.a_year
    day = max(customer.first_day, pair.actor.known_since) + timedelta(days=int(rng.random() * mean))
    while day < customer.last_day:
        level = story.trouble_on(day)
        if pair.actor.role is Role.DECISION_MAKER:
            level = max(level * 0.6, 1.6 * story.suffers(Cause.SILENT_DECISION_MAKER, day))
        else:
            level *= 0.35
        met_on = workday(day)
        if rng.random() >= level and pair.actor.there(met_on) and met_on < customer.last_day:
            days.append(met_on)
        day += timedelta(days=max(2, int(rng.expovariate(1 / mean))))
    return days


def _add_interaction(
    rows: Rows, customer: Customer, pair: Pair, day: date, met: dict[tuple[int, int], list[date]], rng: Random
) -> None:
    present = [pair.actor]
    kind = rng.choices(_KINDS, _KIND_SHARES)[0]
    company = 0.05 if customer.story.shape is Shape.SINGLE_THREADED else 0.6
    if kind in {InteractionKind.MEETING, InteractionKind.EVENT} and rng.random() < company:
        others = [a for a in customer.actors if a is not pair.actor and not a.hidden and a.there(day)]
        quiet = customer.story.suffers(Cause.SILENT_DECISION_MAKER, day) > 0.2
        others = [a for a in others if a.role is not Role.DECISION_MAKER or (not quiet and rng.random() < 0.3)]
        present += rng.sample(others, min(len(others), rng.randint(1, 3)))
    # A meeting is seldom held alone; the one who wrote it down stands in the record.
    ours = {pair.user}
    if kind is InteractionKind.MEETING and rng.random() < company:
        ours.add(rng.choice((customer.owner, customer.owner, customer.engineer, customer.csm)))
    at = customer.at(day, rng)
    interaction = rows.add(
        Interaction,
        account_id=customer.account_id,
        kind=kind,
        occurred_at=at,
        subject=meeting_subject(kind, pair.actor.role, customer.language, rng),
        user_id=pair.user,
        created_at=min(at + timedelta(hours=2), customer.horizon),
    )
    for actor in present:
        rows.add(InteractionPerson, interaction_id=interaction, person_id=actor.person_id)
        for user in ours:
            met[user, actor.person_id].append(day)


def _add_relationship(
    rows: Rows, customer: Customer, user: int, actor: Actor, days: list[date], best: Strength, rng: Random
) -> None:
    """Add a relationship as it was recorded over time: stronger after enough contacts, confirmed now and then."""
    versions: list[tuple[date, Strength]] = []
    top = _LADDER.index(best)
    # A customer of many years was known before the demo's memory begins.
    head_start = 6 if customer.story.customer_since < customer.first_day else 0
    for count, day in enumerate(days, start=1 + head_start):
        strength = _LADDER[min(top, max(i for i, least in enumerate(_STEPS) if count >= least))]
        changed = not versions or versions[-1][1] is not strength
        if changed or day - versions[-1][0] > _RECONFIRMED_AFTER or day == days[-1]:
            versions.append((day, strength))
    target = _LADDER[min(3, top + 1)] if actor.role is Role.DECISION_MAKER and rng.random() < 0.5 else None
    moments = [customer.at(day, rng, hours=7) for day, _ in versions]
    for i, (day, strength) in enumerate(versions):
        whose = {
            "account_id": customer.account_id,
            "user_id": user,
            "person_id": actor.person_id,
            "strength": strength,
            "target_strength": target,
            "confirmed_on": day,
            "recorded_by_id": user,
        }
        if i + 1 < len(versions):
            rows.add(
                Relationship,
                valid_from=day,
                recorded_at=moments[i],
                superseded_at=max(moments[i + 1], moments[i]),
                **whose,
            )
        else:
            end = customer.learnt_end(actor) if actor.left_on else None
            add_fact(rows, Relationship, since=day, learnt=moments[i], until=actor.left_on, end_learnt=end, **whose)


def _add_goal(rows: Rows, customer: Customer, buyer: Actor, rng: Random) -> None:
    """Somebody whom we know that we do not know, and mean to."""
    day = max(customer.first_day, buyer.known_since)
    rows.add(
        Relationship,
        account_id=customer.account_id,
        user_id=customer.owner,
        person_id=buyer.person_id,
        strength=Strength.NONE,
        target_strength=Strength.IN_DEPTH,
        confirmed_on=day,
        valid_from=day,
        recorded_at=customer.at(day, rng),
        recorded_by_id=customer.owner,
    )
