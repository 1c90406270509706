"""What a reader gets of the feedback of one group of people, or of one stretch of time."""

from dataclasses import dataclass, field
from datetime import date

from scoring.feedback import NpsReported, NpsTrend, TopBoxShare
from scoring.vocabulary import Role
from scoring.weighted_nps import WeightedNps
from service.queries.feedback.wanted import AccountWeight, Bucket, Dimension


@dataclass(frozen=True, slots=True)
class ResponseRate:
    """Invitations that were sent, and the people behind them; ``bounced`` ones count as sent."""

    invitations: int
    answered: int
    bounced: int
    people: int
    people_answered: int

    @property
    def rate(self) -> float | None:
        """Answered invitations of those sent, in [0, 1]; None where none was sent."""
        return self.answered / self.invitations if self.invitations else None

    @property
    def rate_of_people(self) -> float | None:
        """People who answered at least once of those asked, in [0, 1]; None where nobody was asked."""
        return self.people_answered / self.people if self.people else None


@dataclass(frozen=True, slots=True)
class NpsUsed:
    """The NPS as used in points, -100 to 100: posterior mean and standard deviation; ``answers`` by recency."""

    mean: float
    sd: float
    answers: float


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one group. ``key`` is its value in the dimension, None for the total and for those without one.

    ``people`` who answered and their latest ``answers``; ``response`` None where too few were asked to be shown.
    ``withheld``: answered by fewer people than this reader may be shown; all figures are then absent.
    ``left_out``: anonymous answers that are too few to be shown among others and count nowhere here.
    """

    key: str | int | None
    name: str | None = None
    people: int = 0
    answers: int = 0
    response: ResponseRate | None = None
    response_coverage: float | None = None
    nps: NpsReported | None = None
    nps_used: NpsUsed | None = None
    nps_weighted: WeightedNps | None = None
    # Answers that count in ``nps`` and have no decision weight: anonymous, or not in the decision chain.
    without_weight: int = 0
    weight_share: float | None = None
    csat: TopBoxShare | None = None
    ces: TopBoxShare | None = None
    trend: NpsTrend | None = None
    withheld: bool = False
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """One month or quarter; ``complete``: it lies within the period as a whole."""

    begins_on: date
    complete: bool
    figures: Figures


@dataclass(frozen=True, slots=True)
class Change:
    """A group whose NPS as used has changed by more than chance, in points."""

    dimension: Dimension
    key: str | int | None
    name: str | None
    before: float
    now: float
    change: float


@dataclass(frozen=True, slots=True)
class RoleVoice:
    """What one role of an account says: its NPS as used in points, and how many people say it."""

    role: Role
    nps: float
    people: int
    decision_weight: float


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An account whose roles do not feel the same; ``gap`` in points between the happiest and the unhappiest role."""

    account_id: int
    account: str
    roles: tuple[RoleVoice, ...]
    happiest: Role
    unhappiest: Role
    gap: float
    flagged: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many accounts could be judged, in how many the roles disagree by more than chance, and the widest gaps."""

    judged: int = 0
    disagreeing: int = 0
    widest: tuple[Disagreement, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedbackResults:
    """The results page: the total, the same by dimension, over time, what changed, and where roles disagree.

    ``attributed``: the reader may see single people's answers; else figures over at least ``fewest_people``.
    ``ever``: there is any answer within reach, whatever the filter says.
    """

    since: date | None
    until: date
    compared_with: date
    weighting: AccountWeight
    bucket: Bucket
    attributed: bool
    fewest_people: int
    ever: bool
    scored_accounts: int
    total: Figures
    groups: dict[Dimension, list[Figures]] = field(default_factory=dict)
    course: list[Stretch] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    agreement: Agreement = Agreement()
