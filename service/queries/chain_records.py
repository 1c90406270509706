"""What is on record about the decision chain of one account on one day, as plain values."""

from dataclasses import dataclass, field
from datetime import date

from models.vocabulary import SurveyPurpose
from scoring.vocabulary import OrganisationSide, QuestionKind, Role, Stance, Strength, SubRole, TieKind


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a chain."""

    person_id: int
    name: str
    title: str | None
    side: OrganisationSide
    organisation: str | None
    openness: float | None
    contact_cost: float
    placeholder: bool
    do_not_contact: bool
    email: str | None
    language: str


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that somebody holds; ``suggested`` until a person confirmed it."""

    person_id: int
    role: Role
    sub_role: SubRole | None
    suggested: bool


@dataclass(frozen=True, slots=True)
class HeldTie:
    """A tie between two members."""

    id: int
    kind: TieKind
    source_id: int
    target_id: int
    strength: float


@dataclass(frozen=True, slots=True)
class Rule:
    """How the account decides: quota, and votes and veto by person."""

    quota: float
    votes: dict[int, tuple[float, bool]]


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A relationship between one of our people and one of theirs."""

    user_id: int
    person_id: int
    strength: Strength
    target_strength: Strength | None
    confirmed_on: date


@dataclass(frozen=True, slots=True)
class Observed:
    """A colleague's belief about somebody's stance."""

    id: int
    person_id: int
    stance: Stance
    observed_on: date
    observed_by_id: int | None


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer on a metric that tells a stance; the latest of its person, survey and metric."""

    id: int
    person_id: int
    purpose: SurveyPurpose
    metric: QuestionKind
    score: float
    scale_low: float
    scale_high: float
    low_is_good: bool
    answered_on: date


@dataclass(slots=True)
class ChainRecords:
    """Everything on record about one account's decision chain on one day."""

    account_id: int
    segment: str | None
    members: list[Member] = field(default_factory=list)
    roles: list[HeldRole] = field(default_factory=list)
    ties: list[HeldTie] = field(default_factory=list)
    rule: Rule | None = None
    relationships: list[KnownPerson] = field(default_factory=list)
    observations: list[Observed] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)
    recently_contacted: set[int] = field(default_factory=set)
    required_roles: list[SubRole] = field(default_factory=list)

    @property
    def person_ids(self) -> set[int]:
        """Who is in the chain."""
        return {member.person_id for member in self.members}
