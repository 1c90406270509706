"""What may be written about touchpoints, surveys, invitations and answers that our people enter."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from models.vocabulary import SurveyPurpose, SurveyState
from scoring.vocabulary import LifecycleStage, QuestionKind, ScoreFamily
from service.inputs.base import Change, Input, changes_of
from service.inputs.fields import Count, Id, Language, Moment, Text, Title, Word

SCALES = {QuestionKind.NPS: (0.0, 10.0), QuestionKind.CSAT: (1.0, 5.0), QuestionKind.CES: (1.0, 7.0)}
ScaleEnd = Annotated[float, Field(ge=-1000, le=1000, allow_inf_nan=False)]


class NewTouchpoint(Input):
    """A moment of the customer's journey at which we can ask."""

    name: Title
    stage: LifecycleStage
    position: Count = 0


TouchpointChange = changes_of(NewTouchpoint)


class NewSurvey(Input):
    """A survey as people know it; what exactly is asked stands in its versions."""

    name: Title
    family: ScoreFamily = ScoreFamily.CUSTOMER
    purpose: SurveyPurpose = SurveyPurpose.RELATIONSHIP
    state: SurveyState = SurveyState.DRAFT
    touchpoint_id: Id | None = None
    anonymous: bool = False


SurveyChange = changes_of(NewSurvey, but=frozenset({"anonymous"}))


class NewInvitation(Input):
    """One person to be asked once; without a day the invitation ends after 30 days."""

    survey_version_id: Id
    account_id: Id
    person_id: Id
    language: Language | None = None
    send_at: Moment | None = None
    expires_at: Moment | None = None


class InvitationChange(Change):
    """What may be set of an invitation that has not been answered; the language and the sending until it is sent."""

    language: Language = "en"
    send_at: Moment | None = None
    expires_at: Moment | None = None


class NewResponse(Input):
    """An answer that reached us otherwise than by a link: by telephone, on paper, from another system.

    Either the ``answers`` to a survey version, by the keys of its questions, or one ``score`` with its ``metric``, on
    the usual scale (NPS 0-10, CSAT 1-5, CES 1-7) unless both ends are given. Without ``person_id`` one of our own
    people speaks, to a survey of the internal family.
    """

    account_id: Id
    person_id: Id | None = None
    survey_version_id: Id | None = None
    answers: dict[Word, int | Text | list[Word]] | None = Field(default=None, max_length=100)
    purpose: SurveyPurpose = SurveyPurpose.RELATIONSHIP
    family: ScoreFamily = ScoreFamily.CUSTOMER
    metric: QuestionKind | None = None
    score: ScaleEnd | None = None
    scale_low: ScaleEnd | None = None
    scale_high: ScaleEnd | None = None
    low_is_good: bool = False
    comment: Text | None = None
    language: Language = "en"
    answered_at: Moment | None = None

    @model_validator(mode="after")
    def _says_something_possible(self) -> Self:
        if self.answers is not None:
            return self._whole_questionnaire()
        if self.person_id is None:
            raise ValueError("person_id must be given")
        if self.score is None and self.comment is None:
            raise ValueError("answers, score or comment must be given")
        if (self.score is None) != (self.metric is None):
            raise ValueError("score and metric belong together")
        if (self.scale_low is None) != (self.scale_high is None):
            raise ValueError("scale_low and scale_high belong together")
        low, high = self.scale
        if low >= high:
            raise ValueError("scale_low must lie under scale_high")
        if self.score is not None and not low <= self.score <= high:
            raise ValueError(f"score must lie between {low:g} and {high:g}")
        if self.metric is QuestionKind.NPS and ((low, high) != (0, 10) or self.score != int(self.score or 0)):
            raise ValueError("an NPS score is a whole number from 0 to 10")
        if self.metric is not None and self.metric not in {*SCALES, QuestionKind.SCALE}:
            raise ValueError("metric must be nps, csat, ces or scale")
        return self

    def _whole_questionnaire(self) -> Self:
        if self.survey_version_id is None:
            raise ValueError("survey_version_id must be given with answers")
        if self.metric is not None or self.score is not None or self.comment is not None:
            raise ValueError("score, metric and comment follow from the answers")
        return self

    @property
    def scale(self) -> tuple[float, float]:
        """Both ends of the scale that the score stands on."""
        if self.scale_low is not None and self.scale_high is not None:
            return self.scale_low, self.scale_high
        return SCALES.get(self.metric or QuestionKind.NPS, (1.0, 5.0) if self.metric else (0.0, 10.0))
