"""What may be written about scorecards: what a version sets otherwise than the delivered card, and when it begins."""

from typing import Annotated

from pydantic import Field

from service.inputs.base import Input, changes_of
from service.inputs.fields import Day, Label, Title, Word

Number = Annotated[float, Field(ge=0, le=3650, allow_inf_nan=False)]
Numbers = Annotated[dict[Word, Number], Field(max_length=50)]


class ScorecardDefinition(Input):
    """Relative weights of groups, and of measures within their group (0: not counted); half-lives in days; caps.

    What is not named is as in the delivered card.
    """

    groups: Numbers = Field(default_factory=dict)
    measures: Numbers = Field(default_factory=dict)
    half_lives: Numbers = Field(default_factory=dict)
    caps: Numbers = Field(default_factory=dict)


class NewScorecard(Input):
    """A draft of the scorecard of a segment; without a segment, of the one for all that have none of their own."""

    name: Title
    segment: Label | None = None
    definition: ScorecardDefinition = Field(default_factory=ScorecardDefinition)


ScorecardChange = changes_of(NewScorecard, but=frozenset({"segment"}))


class ScorecardStart(Input):
    """From which day (UTC) a version counts; without one, from today."""

    valid_from: Day | None = None
