"""Fixed parameters of the decision chain: named, frozen and versioned, never literals in the code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from scoring.vocabulary import EvidenceKind


@dataclass(frozen=True, slots=True)
class EvidenceWeight:
    """How far one kind of evidence on a stance is trusted when fresh, and how fast that fades.

    ``confidence`` in [0, 1] is the confidence of a fresh piece of evidence, ``half_life`` its half-life in days.
    """

    confidence: float
    half_life: float


_EVIDENCE = MappingProxyType(
    {
        EvidenceKind.RELATIONSHIP_SURVEY: EvidenceWeight(confidence=1.0, half_life=180.0),
        EvidenceKind.TRANSACTIONAL_SURVEY: EvidenceWeight(confidence=1.0, half_life=90.0),
        EvidenceKind.OBSERVATION: EvidenceWeight(confidence=0.6, half_life=90.0),
    }
)


@dataclass(frozen=True, slots=True)
class ChainParameters:
    """Every fixed number of the decision-chain measures; a stored result names the ``version`` it used.

    >>> ChainParameters().default_openness
    0.5
    """

    version: str = "chain-1"

    # Listening and openness
    default_openness: float = 0.5
    """Openness (lambda) of somebody on whom none was recorded."""
    max_openness: float = 0.95
    """Clamp of lambda: nobody is moved by others alone, so total influence always exists."""
    reporting_back: float = 0.5
    """A manager listens to a report with this part of the strength with which the report listens up."""
    conflict_factor: float = 0.5
    """A conflict multiplies the listening between the two by this, both ways."""

    # Voting
    exact_voters: int = 16
    """Up to so many voters all coalitions are enumerated in whole numbers; above, sums of votes."""
    voting_work: int = 4_000_000_000
    """Above so many cell updates the sums of votes would take minutes; orders are sampled instead."""
    voting_samples: int = 20_000

    # Evidence
    evidence: Mapping[EvidenceKind, EvidenceWeight] = field(default_factory=lambda: _EVIDENCE)

    # Coverage
    strength_half_life: float = 90.0
    """Days after which an unconfirmed relationship is worth half."""
    single_thread_count: float = 1.5
    single_thread_share: float = 0.6
    single_thread_colleague: float = 0.6

    # Blockers
    blocker_stance: float = -0.5

    # Access
    path_count: int = 3
    path_hops: int = 4
    exact_edges: int = 16
    """Up to so many uncertain introductions every state of the network is enumerated."""
    exact_intermediates: int = 14
    """Up to so many people in between, access is exact however many introductions there are."""
    access_samples: int = 16_384
    """States drawn where access cannot be exact; a multiple of ``departure_samples``."""
    departure_samples: int = 1_024
    """States in which each departure is tried where access cannot be exact; a multiple of 64."""

    # Departures
    cuts_listed: int = 100

    # Next best contact
    stance_weight: float = 1.0
    """eta: worth of moving somebody towards ``target_stance``."""
    coverage_weight: float = 1.0
    """kappa: worth of reaching somebody better."""
    gap_weight: float = 1.0
    """nu: worth of learning where somebody stands."""
    target_stance: float = 1.0
    recent_contact_days: int = 14
    """Who was contacted within so many days is not proposed again."""
    contact_set: int = 3
    contact_enumeration: int = 25

    # Sensitivity
    perturbation: float = 0.2
    perturbation_draws: int = 100
    stable_share: float = 0.95
    """The ranking is called stable where the same person stays on top in at least this part of the draws."""

    seed: int = 20_060_101
    """Of every sampled figure: the same input always gives the same answer."""


DEFAULT_PARAMETERS = ChainParameters()
