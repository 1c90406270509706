"""The decision chain of one account as it is drawn and listed: people, ties, and what they add up to."""

from dataclasses import dataclass
from datetime import date

from reports.values import Measure
from scoring.vocabulary import OrganisationSide, Role, Stance, SubRole, TieKind


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the chain, with the numbers that the map and the table show.

    Args:
        key: unique within the chain; ties refer to it. Never shown.
        name: as shown; for a missing person the words that say who is missing ("Economic buyer, not known").
        title: job title, or empty.
        organisation: the organisation's name, or empty where it is the account itself.
        side: whose organisation that is.
        role: the leading role (decision maker before influencer before end user), or None.
        sub_role: the function within it, or None.
        stance: None means unknown, which is not neutral.
        stance_confidence: in [0, 1].
        decision_weight: share of the decision, in [0, 1]; the chain's weights sum to 1.
        reach: how well our team reaches the person, in [0, 1].
        gap: share of the decision that is not understood because of this person, in [0, 1].
        last_contact: the day of the last interaction, or None where there was none.
        missing: a required role that nobody is known to hold; drawn dashed.
        blocker: derived: an unfavourable stance with an above-median weight.
        left_on: the day on which the person left, or None.
        opted_out: asked not to be contacted.
    """

    key: str
    name: str
    title: str = ""
    organisation: str = ""
    side: OrganisationSide = OrganisationSide.CUSTOMER
    role: Role | None = None
    sub_role: SubRole | None = None
    stance: Stance | None = None
    stance_confidence: float = 0.0
    decision_weight: float = 0.0
    reach: float = 0.0
    gap: float = 0.0
    last_contact: date | None = None
    missing: bool = False
    blocker: bool = False
    left_on: date | None = None
    opted_out: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie between two people of the chain, by their keys; ``strength`` in [0, 1].

    Direction as in the domain: for ``reports_to`` the source reports to the target; for ``influences`` the
    target
    listens to the source. Ties that name a key outside the chain are not drawn.
    """

    kind: TieKind
    source: str
    target: str
    strength: float = 0.5


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain and its measures.

    Args:
        people: in any order; the layout puts the heaviest first.
        ties: between those people.
        rule: the decision rule in one sentence, or empty.
        rule_assumed: whether that rule was assumed rather than recorded.
        coverage: share of the decision that our team reaches.
        threads: effective number of separate ways in.
        single_threaded: whether one departure could cut us off.
        known_weight: share of the decision whose stance is known.
        forecast: consensus in [-1, 1] with its honest interval.
    """

    people: tuple[Person, ...] = ()
    ties: tuple[Tie, ...] = ()
    rule: str = ""
    rule_assumed: bool = False
    coverage: Measure | None = None
    threads: Measure | None = None
    single_threaded: bool = False
    known_weight: Measure | None = None
    forecast: Measure | None = None
