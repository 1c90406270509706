"""All that the renewal-risk report of one account shows: plain values, ready to be laid out."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from reports.chain import Chain
from reports.values import Measure, Money
from scoring.vocabulary import HealthGroup, RiskBand, Role


class CaveatKind(StrEnum):
    """The one thing that the verdict must not hide."""

    NOBODY_REACHES = "nobody_reaches"
    SINGLE_THREADED = "single_threaded"
    DECISION_MAKER_SILENT = "decision_maker_silent"
    DECISION_MAKER_AGAINST = "decision_maker_against"
    KEY_PERSON_LEFT = "key_person_left"
    ROLE_MISSING = "role_missing"
    DECISION_UNKNOWN = "decision_unknown"
    NOTICE_SOON = "notice_soon"


@dataclass(frozen=True, slots=True)
class Caveat:
    """The caveat and whom it is about: a name or title ("the CFO"), or empty where it is about nobody."""

    kind: CaveatKind
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer in one sentence.

    Args:
        band: the risk in words.
        probability: of renewal, as a share with its interval; None where percentages are not earned.
        band_reason: why a band is shown instead of a percentage, or empty.
        caveat: what the sentence must add, or None.
    """

    band: RiskBand
    probability: Measure | None = None
    band_reason: str = ""
    caveat: Caveat | None = None


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """Who the account is and what is at stake; what is not known is None or empty and is said to be so.

    ``at_risk`` is the revenue at risk: ARR times the probability of loss. ``days_left`` counts to
    ``contract_end``,
    ``notice_days_left`` to ``notice_by``, both from the data date; negative once passed.
    """

    name: str
    owner: str = ""
    segment: str = ""
    industry: str = ""
    region: str = ""
    stage: str = ""
    arr: Money | None = None
    at_risk: Money | None = None
    contract_end: date | None = None
    days_left: int | None = None
    notice_by: date | None = None
    notice_days_left: int | None = None


@dataclass(frozen=True, slots=True)
class GroupScore:
    """One group of the health score.

    ``score`` 0-100 or None where nothing was observed; ``weight`` and ``confidence`` in [0, 1];
    ``contribution`` in points
    against the segment's mean (the groups' contributions add up to the score minus that mean); ``evidence``
    in one line.
    """

    group: HealthGroup
    score: float | None = None
    weight: float = 0.0
    confidence: float = 0.0
    contribution: float | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Override:
    """A score set by a person, beside the computed one."""

    score: float
    reason: str
    by: str
    until: date


@dataclass(frozen=True, slots=True)
class Health:
    """The health score: 0-100, high is good; below a confidence of one half it is shown grey and small."""

    score: float | None = None
    confidence: float = 0.0
    segment_mean: float | None = None
    groups: tuple[GroupScore, ...] = ()
    exceptions: tuple[str, ...] = ()
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One additive reason for the risk.

    ``effect`` is signed, in percentage points of the renewal probability where ``Verdict.probability`` is
    shown, otherwise
    in points of the risk score: positive speaks for renewal. ``evidence`` is one line; ``on`` the day of
    that evidence.
    """

    label: str
    effect: float
    evidence: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class RoleFeedback:
    """What one role said (``role`` None: everybody), or, below the anonymity threshold, that it is withheld.

    Args:
        invited, answered: people asked and people whose answer is valid.
        promoters, passives, detractors: counts; they add up to ``answered`` where the survey was an NPS
            survey.
        nps: as reported, in [-100, 100], with its adjusted-Wald interval.
        response_coverage: share of the role's decision weight that answered within 180 days.
        latest: the day of the latest answer.
        withheld: fewer answers than the anonymity threshold allows to show.
    """

    role: Role | None
    invited: int = 0
    answered: int = 0
    promoters: int = 0
    passives: int = 0
    detractors: int = 0
    nps: Measure | None = None
    response_coverage: float | None = None
    latest: date | None = None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class SilentPerson:
    """Somebody who matters and has not answered."""

    name: str
    role: Role | None
    decision_weight: float
    asked_on: date | None = None
    last_answer: date | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A comment as it was written; ``who`` is empty where the answer is anonymous."""

    text: str
    role: Role | None = None
    who: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """Feedback by role, the silence, and what was said.

    ``weighted_nps`` is the NPS weighted by decision weight, beside the head count's.
    """

    roles: tuple[RoleFeedback, ...] = ()
    weighted_nps: Measure | None = None
    response_coverage: Measure | None = None
    silent: tuple[SilentPerson, ...] = ()
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The health score as it was known on a day, and its confidence."""

    on: date
    score: float
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class NextContact:
    """A contact worth making, with the parts of its value.

    ``value`` = access x (stance + coverage + gap part) / cost; ``introducer`` is empty where we know the
    person ourselves.
    """

    person: str
    action: str
    introducer: str = ""
    access: float = 0.0
    value: float = 0.0
    stance_part: float = 0.0
    coverage_part: float = 0.0
    gap_part: float = 0.0


@dataclass(frozen=True, slots=True)
class Change:
    """What is different since the last report: a number with its unit, or words."""

    what: str
    before: Measure | str | None = None
    after: Measure | str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class RenewalRiskContent:
    """The whole report.

    Args:
        locale: how numbers and dates are written and in which language ("en", "zh_Hans_CN").
        data_date: what was known on this day is in the report, nothing later.
        parameter_version: the version of weights and thresholds behind every number.
        previous_report: the data date of the report that ``changes`` compares with, or None for the first
            one.
        baselines: other forecasts beside ours, by name ("Base rate"), as shares.
    """

    locale: str
    data_date: date
    account: AccountFacts
    verdict: Verdict
    parameter_version: str
    health: Health = field(default_factory=Health)
    chain: Chain = field(default_factory=Chain)
    reasons: tuple[Reason, ...] = ()
    feedback: Feedback = field(default_factory=Feedback)
    trend: tuple[TrendPoint, ...] = ()
    next_contacts: tuple[NextContact, ...] = ()
    changes: tuple[Change, ...] = ()
    previous_report: date | None = None
    baselines: tuple[tuple[str, float], ...] = ()
