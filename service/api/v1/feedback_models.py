"""What the API gives of feedback over many accounts; each number says its unit and range."""

from datetime import date
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from scoring.vocabulary import QuestionKind, Role, SubRole
from service.queries.feedback.silence import SilenceSort
from service.queries.feedback.silent_people import Channel
from service.queries.feedback.wanted import AccountWeight, Bucket, Dimension


class Read(BaseModel):
    """Anything that is read off what a query found."""

    model_config = ConfigDict(from_attributes=True)

    @classmethod
    def of(cls, found: Any) -> Self:
        """The model of what was found."""
        return cls.model_validate(found)


class ReportedNps(Read):
    """NPS in points, -100 to 100, high is good; ``score`` and its 95 % interval are adjusted for few answers."""

    answers: int
    promoters: int
    passives: int
    detractors: int
    plain: float | None = Field(description="Promoters minus detractors, without adjustment.")
    score: float
    low: float
    high: float


class UsedNps(Read):
    """The NPS as used, in points: posterior mean and standard deviation; newer answers count more."""

    mean: float
    sd: float
    answers: float = Field(description="Answers, each by how recent it is.")


class InfluenceNps(Read):
    """The NPS by decision weight, in points, with its 95 % interval."""

    people: int
    weight: float = Field(description="What these people weigh together.")
    effective_answers: float = Field(description="As many answers of equal weight would say as much.")
    plain: float | None
    score: float
    low: float
    high: float


class Box(Read):
    """The share in [0, 1] of answers in the best boxes, with the 95 % Wilson interval; high is good."""

    answers: int
    satisfied: int
    share: float | None
    low: float
    high: float


class Rate(Read):
    """Invitations and the people behind them."""

    invitations: int
    answered: int
    bounced: int
    people: int
    people_answered: int
    rate: float | None
    rate_of_people: float | None


class Trend(Read):
    """A change of the NPS as used on [-2, 2] (one is 100 points); ``flagged``: more than chance."""

    before: float
    now: float
    change: float
    sd: float
    flagged: bool


class Group(Read):
    """The figures of one group; all absent where ``withheld``, since too few people stand behind them."""

    key: str | int | None
    name: str | None
    people: int
    answers: int
    response: Rate | None
    response_coverage: float | None = Field(description="Of the decision weight, answered within 180 days, in [0, 1].")
    nps: ReportedNps | None
    nps_used: UsedNps | None
    nps_weighted: InfluenceNps | None
    without_weight: int = Field(description="NPS answers without decision weight.")
    weight_share: float | None
    csat: Box | None
    ces: Box | None
    trend: Trend | None
    withheld: bool
    left_out: int = Field(description="Anonymous answers that are too few to be shown, and count nowhere here.")


class Step(Read):
    """One month or quarter."""

    begins_on: date
    complete: bool
    figures: Group


class Changed(Read):
    """A group whose NPS as used changed by more than chance, in points."""

    dimension: Dimension
    key: str | int | None
    name: str | None
    before: float
    now: float
    change: float


class Voice(Read):
    """What one role of an account says, in points."""

    role: Role
    nps: float
    people: int
    decision_weight: float


class Apart(Read):
    """An account whose roles stand apart, in points."""

    account_id: int
    account: str
    roles: list[Voice]
    happiest: Role
    unhappiest: Role
    gap: float
    flagged: bool


class AgreementRead(Read):
    """In how many accounts roles could be compared, in how many they disagree, and the widest gaps."""

    judged: int
    disagreeing: int
    widest: list[Apart]


class ResultsRead(Read):
    """The results of surveys within the reader's reach."""

    since: date | None
    until: date
    compared_with: date
    weighting: AccountWeight
    bucket: Bucket
    attributed: bool = Field(description="Whether the reader may see single people's answers.")
    fewest_people: int
    scored_accounts: int
    total: Group
    groups: dict[Dimension, list[Group]]
    course: list[Step]
    changes: list[Changed]
    agreement: AgreementRead


class SilentRead(Read):
    """Somebody with decision weight and without a valid answer."""

    account_id: int
    person_id: int
    account: str
    name: str
    title: str | None
    role: Role | None
    sub_role: SubRole | None
    decision_weight: float = Field(description="Share of the account's decision, in [0, 1].")
    account_at_risk: float | None = Field(description="Null for readers without access to revenue.")
    at_risk: float | None = Field(description="The account's money at risk times the decision weight.")
    last_answered_on: date | None
    last_asked_on: date | None
    days_silent: int | None = Field(description="Null: never answered.")
    channels: list[Channel]
    known_by: str | None
    owner: str | None


class SilenceRead(Read):
    """One page of the silent, and what all of them come to."""

    rows: list[SilentRead]
    total: int
    accounts: int
    deciders: int
    share: float | None
    at_risk: float | None
    currency: str
    sort: SilenceSort
    valid_days: int
    scored_accounts: int


class DriverRead(Read):
    """One driver; ``importance`` is its LMG share of R² with a 90 % bootstrap interval."""

    key: str
    names: dict[str, str]
    importance: float
    low: float
    high: float
    direction: int
    satisfied: Box
    mean: float


class LeftOutRead(Read):
    """What too few have rated to be compared."""

    key: str
    names: dict[str, str]
    rated: int


class AnalysisRead(Read):
    """Drivers of one outcome; without any where ``complete`` is below ``needed``."""

    outcome: QuestionKind | None
    rows: int
    complete: int
    needed: int
    r_squared: float | None
    drivers: list[DriverRead]
    left_out: list[LeftOutRead]
    candidates: list[str]
    withheld: bool


class SurveyChoice(BaseModel):
    """A survey whose questions can be compared."""

    id: int
    name: str


class DriversRead(BaseModel):
    """Rated questions of one survey, and touchpoints, as drivers."""

    survey_id: int | None
    survey: str | None
    surveys: list[SurveyChoice]
    questions: AnalysisRead
    touchpoints: AnalysisRead
