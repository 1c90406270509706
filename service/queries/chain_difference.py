"""What changed in an account's decision chain between two days, each as it was known then."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from scoring.vocabulary import Role, Stance, SubRole, TieKind
from service.auth.principal import Principal
from service.errors import Invalid
from service.queries.account_analysis import AccountChain, account_chain
from service.queries.known_on import KnownOn

# A weight that moved less than this has not moved: it would round to the same per cent.
LEAST_WEIGHT = 0.005
LEAST_STANCE = 0.05


@dataclass(frozen=True, slots=True)
class PersonChange:
    """Somebody who came into the chain (``came``) or went from it."""

    person_id: int
    name: str
    came: bool


@dataclass(frozen=True, slots=True)
class RoleChange:
    """A role that somebody took on (``gained``) or gave up."""

    person_id: int
    name: str
    role: Role
    sub_role: SubRole | None
    gained: bool


@dataclass(frozen=True, slots=True)
class TieChange:
    """A tie whose strength changed; None where it was not there."""

    kind: TieKind
    source_id: int
    source: str
    target_id: int
    target: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class StanceChange:
    """A stance that changed, by name and value in [-1, 1]; None = unknown."""

    person_id: int
    name: str
    before: Stance | None
    before_value: float | None
    after: Stance | None
    after_value: float | None


@dataclass(frozen=True, slots=True)
class NumberChange:
    """A number about a person or the account, before and after; None where there was none."""

    before: float | None
    after: float | None

    @property
    def change(self) -> float:
        """After minus before, what is absent counting as nothing.

        >>> NumberChange(0.25, None).change
        -0.25
        """
        return (self.after or 0.0) - (self.before or 0.0)


@dataclass(frozen=True, slots=True)
class WeightChange:
    """A person whose share of the decision changed, in [0, 1]."""

    person_id: int
    name: str
    weight: NumberChange


@dataclass(frozen=True, slots=True)
class ChainDifference:
    """Everything that changed from ``before`` to ``after``; empty lists where nothing did.

    ``stances`` is empty for a reader who may not see opinions. Forecast and its kin are those of
    ``scoring.consensus`` and ``scoring.coverage``.
    """

    account_id: int
    before: date
    after: date
    people: list[PersonChange]
    roles: list[RoleChange]
    ties: list[TieChange]
    stances: list[StanceChange]
    weights: list[WeightChange]
    forecast: NumberChange
    known_weight: NumberChange
    probability_yes: NumberChange
    coverage: NumberChange
    threads: NumberChange

    @property
    def nothing_changed(self) -> bool:
        """Whether the map is the same on both days; numbers may still have faded with time."""
        return not (self.people or self.roles or self.ties or self.stances)


def chain_difference(
    session: Session, principal: Principal, account_id: int, before: KnownOn, after: KnownOn
) -> ChainDifference:
    """Compare the chain of one account on two days.

    :raises NotFound: absent, or not within reach.
    :raises Invalid: the first day lies after the second.
    """
    if before.day > after.day:
        raise Invalid("The earlier day must not lie after the later one.", [{"path": "from", "message": "too late"}])
    old = account_chain(session, principal, account_id, before)
    new = account_chain(session, principal, account_id, after)
    return ChainDifference(
        account_id=account_id,
        before=before.day,
        after=after.day,
        people=_people(old, new),
        roles=_roles(old, new),
        ties=_ties(old, new),
        stances=_stances(old, new) if new.opinions_visible else [],
        weights=_weights(old, new),
        forecast=NumberChange(old.analysis.consensus.forecast, new.analysis.consensus.forecast),
        known_weight=NumberChange(old.analysis.consensus.known_weight, new.analysis.consensus.known_weight),
        probability_yes=NumberChange(old.analysis.consensus.probability_yes, new.analysis.consensus.probability_yes),
        coverage=NumberChange(old.analysis.coverage.coverage, new.analysis.coverage.coverage),
        threads=NumberChange(old.analysis.coverage.threads, new.analysis.coverage.threads),
    )


def _name(old: AccountChain, new: AccountChain, person_id: int) -> str:
    return (new.members.get(person_id) or old.members[person_id]).name


def _people(old: AccountChain, new: AccountChain) -> list[PersonChange]:
    came = sorted(new.members.keys() - old.members.keys())
    went = sorted(old.members.keys() - new.members.keys())
    return [PersonChange(person, new.members[person].name, True) for person in came] + [
        PersonChange(person, old.members[person].name, False) for person in went
    ]


def _roles(old: AccountChain, new: AccountChain) -> list[RoleChange]:
    def held(analysis: AccountChain) -> set[tuple[int, Role, SubRole | None]]:
        return {(r.person_id, r.role, r.sub_role) for r in analysis.records.roles if not r.suggested}

    before, after = held(old), held(new)
    changed = sorted(before ^ after, key=lambda key: (key[0], key[1], key[2] or "", key in after))
    return [
        RoleChange(person, _name(old, new, person), role, sub_role, (person, role, sub_role) in after)
        for person, role, sub_role in changed
    ]


def _ties(old: AccountChain, new: AccountChain) -> list[TieChange]:
    def strengths(analysis: AccountChain) -> dict[tuple[TieKind, int, int], float]:
        return {(tie.kind, tie.source_id, tie.target_id): tie.strength for tie in analysis.records.ties}

    before, after = strengths(old), strengths(new)
    return [
        TieChange(
            kind=kind,
            source_id=source,
            source=_name(old, new, source),
            target_id=target,
            target=_name(old, new, target),
            before=before.get((kind, source, target)),
            after=after.get((kind, source, target)),
        )
        for kind, source, target in sorted(before.keys() | after.keys())
        if before.get((kind, source, target)) != after.get((kind, source, target))
    ]


def _stances(old: AccountChain, new: AccountChain) -> list[StanceChange]:
    changes = []
    for person in sorted(old.members.keys() & new.members.keys()):
        before, after = old.stance_of(person), new.stance_of(person)
        old_value, new_value = (stance[1] if stance else None for stance in (before, after))
        if old_value is None and new_value is None:
            continue
        if old_value is None or new_value is None or abs(new_value - old_value) >= LEAST_STANCE:
            changes.append(
                StanceChange(
                    person_id=person,
                    name=new.members[person].name,
                    before=before[0] if before else None,
                    before_value=old_value,
                    after=after[0] if after else None,
                    after_value=new_value,
                )
            )
    return changes


def _weights(old: AccountChain, new: AccountChain) -> list[WeightChange]:
    def weights(analysis: AccountChain) -> dict[int, float]:
        return {person: float(analysis.analysis.weights[analysis.place(person)]) for person in analysis.members}

    before, after = weights(old), weights(new)
    changes = [
        WeightChange(person, _name(old, new, person), NumberChange(before.get(person), after.get(person)))
        for person in before.keys() | after.keys()
    ]
    moved = [change for change in changes if abs(change.weight.change) >= LEAST_WEIGHT]
    return sorted(moved, key=lambda change: (-abs(change.weight.change), change.person_id))
