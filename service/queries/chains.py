"""Chains for the measures, from what is on record."""

from collections.abc import Sequence

from sqlmodel import Session

from models.vocabulary import SurveyPurpose
from scoring import chain as core
from scoring import listening
from scoring.consensus import Evidence, WeighedStance, scale_stance, weigh_evidence
from scoring.coverage import decayed_strength
from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters
from scoring.vocabulary import EvidenceKind, Role, SubRole
from service.queries.chain_reading import chain_records
from service.queries.chain_records import Answered, ChainRecords
from service.queries.known_on import KnownOn

EVIDENCE_OF = {
    SurveyPurpose.RELATIONSHIP: EvidenceKind.RELATIONSHIP_SURVEY,
    SurveyPurpose.TRANSACTIONAL: EvidenceKind.TRANSACTIONAL_SURVEY,
}


def chains(
    session: Session,
    account_ids: Sequence[int],
    known: KnownOn,
    parameters: ChainParameters = DEFAULT_PARAMETERS,
) -> dict[int, core.Chain]:
    """The chain of each account that exists, as known on one day. Ids of colleagues come from :func:`colleague_id`."""
    records = chain_records(session, account_ids, known, parameters.recent_contact_days)
    return {account_id: chain_of(record, known, parameters) for account_id, record in records.items()}


def chain_of(records: ChainRecords, known: KnownOn, parameters: ChainParameters = DEFAULT_PARAMETERS) -> core.Chain:
    """The chain that the records of one account tell. Suggested roles do not count until somebody confirms them."""
    roles: dict[int, set[Role]] = {}
    sub_roles: dict[int, set[SubRole]] = {}
    for held in records.roles:
        if not held.suggested:
            roles.setdefault(held.person_id, set()).add(held.role)
            if held.sub_role is not None:
                sub_roles.setdefault(held.person_id, set()).add(held.sub_role)
    stances = weighed_stances(records, known, parameters)
    votes = records.rule.votes if records.rule else {}
    people = [
        core.Person(
            id=member.person_id,
            roles=frozenset(roles.get(member.person_id, ())),
            sub_roles=frozenset(sub_roles.get(member.person_id, ())),
            votes=votes[member.person_id][0] if member.person_id in votes else None,
            veto=member.person_id in votes and votes[member.person_id][1],
            openness=member.openness,
            stance=stances[member.person_id].stance,
            confidence=stances[member.person_id].confidence,
            do_not_contact=member.do_not_contact,
            recently_contacted=member.person_id in records.recently_contacted,
            cost=member.contact_cost,
        )
        for member in records.members
    ]
    return core.Chain.of(
        people,
        ties=[listening.Tie(tie.kind, tie.source_id, tie.target_id, tie.strength) for tie in records.ties],
        team=_team(records, known, parameters),
        quota=records.rule.quota if records.rule else None,
        required_roles=records.required_roles,
        parameters=parameters,
    )


def colleague_id(user_id: int) -> str:
    """The id that one of our people has in a chain, apart from the ids of theirs.

    >>> colleague_id(3)
    'u3'
    """
    return f"u{user_id}"


def user_id_of(colleague: core.PersonId) -> int:
    """The user behind an id given by :func:`colleague_id`.

    >>> user_id_of("u3")
    3
    """
    return int(str(colleague).removeprefix("u"))


def weighed_stances(
    records: ChainRecords, known: KnownOn, parameters: ChainParameters = DEFAULT_PARAMETERS
) -> dict[int, WeighedStance]:
    """What each member's evidence adds up to: answers and colleagues' observations, by age."""
    evidence: dict[int, list[Evidence]] = {member.person_id: [] for member in records.members}
    for observed in records.observations:
        age = (known.day - observed.observed_on).days
        evidence[observed.person_id].append(
            Evidence(EvidenceKind.OBSERVATION, observed.stance.value_on_scale, float(age))
        )
    for answered in records.answers:
        age = (known.day - answered.answered_on).days
        evidence[answered.person_id].append(Evidence(EVIDENCE_OF[answered.purpose], stance_of(answered), float(age)))
    return {person_id: weigh_evidence(items, parameters) for person_id, items in evidence.items()}


def stance_of(answered: Answered) -> float:
    """The stance in [-1, 1] that an answer tells; one beyond the ends of its scale counts as the end."""
    score = min(max(answered.score, answered.scale_low), answered.scale_high)
    return scale_stance(score, answered.scale_low, answered.scale_high, low_is_good=answered.low_is_good)


def _team(records: ChainRecords, known: KnownOn, parameters: ChainParameters) -> list[core.Colleague]:
    strengths: dict[int, dict[core.PersonId, float]] = {}
    for relationship in records.relationships:
        age = (known.day - relationship.confirmed_on).days
        today = decayed_strength(relationship.strength.value_on_scale, float(age), parameters)
        mine = strengths.setdefault(relationship.user_id, {})
        # Should the same relationship be on record twice, the stronger statement stands.
        mine[relationship.person_id] = max(today, mine.get(relationship.person_id, 0.0))
    return [core.Colleague(colleague_id(user_id), strengths[user_id]) for user_id in sorted(strengths)]
