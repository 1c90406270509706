"""What a reader wants to see of the feedback: of which time, of whom, and how it is weighed."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.vocabulary import SurveyPurpose
from scoring.vocabulary import Role, ScoreFamily


class Period(StrEnum):
    """How far back answers and invitations count, up to today."""

    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    TWO_YEARS = "two_years"
    EVERYTHING = "everything"

    def since(self, today: date) -> date | None:
        """The first day that counts; None: all of them.

        >>> Period.QUARTER.since(date(2026, 3, 31))
        datetime.date(2026, 1, 1)
        """
        days = _DAYS.get(self)
        return None if days is None else today - timedelta(days=days - 1)


_DAYS = {Period.QUARTER: 90, Period.HALF_YEAR: 182, Period.YEAR: 365, Period.TWO_YEARS: 730}


class Bucket(StrEnum):
    """The steps of a course over time."""

    MONTH = "month"
    QUARTER = "quarter"


class AccountWeight(StrEnum):
    """What an account counts in the influence-weighted NPS."""

    EQUAL = "equal"
    ARR = "arr"


class Dimension(StrEnum):
    """By what answers and invitations can be told apart."""

    PURPOSE = "purpose"
    SURVEY = "survey"
    TOUCHPOINT = "touchpoint"
    SEGMENT = "segment"
    REGION = "region"
    TEAM = "team"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which answers count; what is None does not restrict.

    Customers, partners and our own teams are never mixed: ``family``, or that of the survey asked for, is the one.
    """

    period: Period = Period.YEAR
    family: ScoreFamily = ScoreFamily.CUSTOMER
    purpose: SurveyPurpose | None = None
    survey_id: int | None = None
    touchpoint_id: int | None = None
    segment: str | None = None
    region: str | None = None
    team_id: int | None = None
    role: Role | None = None

    @property
    def restricted(self) -> dict[Dimension, str | int]:
        """The value that each dimension is restricted to, where it is."""
        values: dict[Dimension, str | int | None] = {
            Dimension.PURPOSE: self.purpose,
            Dimension.SURVEY: self.survey_id,
            Dimension.TOUCHPOINT: self.touchpoint_id,
            Dimension.SEGMENT: self.segment,
            Dimension.REGION: self.region,
            Dimension.TEAM: self.team_id,
            Dimension.ROLE: self.role,
        }
        return {dimension: value for dimension, value in values.items() if value is not None}


USUALLY = Wanted()
"""What customers said within a year."""
