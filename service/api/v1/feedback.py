"""Feedback over many accounts: results, who is silent, and what drives promoters and detractors."""

from pydantic import Field

from models.vocabulary import SurveyPurpose
from scoring.vocabulary import Role, ScoreFamily
from service.api.answers import Answer
from service.api.questions import Flag, Limit, Number, Question
from service.api.routing import Routes
from service.api.v1.feedback_models import AnalysisRead, DriversRead, ResultsRead, SilenceRead, SurveyChoice
from service.auth.policy import Reach, Resource
from service.edge.current import current_principal, current_session, now
from service.edge.state import settings
from service.inputs.fields import Title
from service.queries.feedback.drivers import feedback_drivers
from service.queries.feedback.results import feedback_results
from service.queries.feedback.silence import SilenceSort, SilenceWanted, silence
from service.queries.feedback.wanted import AccountWeight, Bucket, Period, Wanted


class FeedbackQuestion(Question):
    """Which answers count; what is not given does not restrict."""

    period: Period = Field(default=Period.YEAR, description="How far back.")
    family: ScoreFamily = Field(default=ScoreFamily.CUSTOMER, description="Of customers, partners or our own teams.")
    purpose: SurveyPurpose | None = Field(default=None, description="Only surveys of this purpose.")
    survey_id: Number | None = Field(default=None, description="Only this survey.")
    touchpoint_id: Number | None = Field(default=None, description="Only surveys at this touchpoint.")
    segment: Title | None = Field(default=None, description="Only accounts of this segment.")
    region: Title | None = Field(default=None, description="Only accounts of this region.")
    team_id: Number | None = Field(default=None, description="Only accounts of this team.")
    role: Role | None = Field(default=None, description="Only people with this leading role.")

    def wanted(self) -> Wanted:
        """The same for the query."""
        return Wanted(**{name: getattr(self, name) for name in FeedbackQuestion.model_fields})


class ResultsQuestion(FeedbackQuestion):
    """Which answers count, how accounts weigh, and in which steps."""

    weighting: AccountWeight = Field(default=AccountWeight.EQUAL, description="What an account weighs by influence.")
    bucket: Bucket | None = Field(default=None, description="Steps of the course; usually by the period.")


class SilenceQuestion(Question):
    """Which of the silent, in which order."""

    role: Role | None = Field(default=None, description="Only people with this leading role.")
    segment: Title | None = Field(default=None, description="Only accounts of this segment.")
    region: Title | None = Field(default=None, description="Only accounts of this region.")
    team_id: Number | None = Field(default=None, description="Only accounts of this team.")
    mine: Flag = Field(default=False, description="Only accounts that the reader owns or looks after.")
    never: Flag | None = Field(default=None, description="Only those who never answered, or who did before.")
    sort: SilenceSort = Field(default=SilenceSort.WEIGHT, description="By what they are ordered, the most first.")
    limit: Limit = Field(default=50, description="Rows a page.")
    offset: Number = Field(default=0, ge=0, le=1_000_000, description="Rows to leave out.")


def read_results(query: ResultsQuestion) -> Answer:
    """Response rates, NPS as reported, as used and by influence, CSAT and CES: in all, by group and over time.

    Readers with an aggregate reach get figures over at least five people; what could be worked out is withheld too.
    """
    found = feedback_results(
        current_session(),
        current_principal(),
        query.wanted(),
        now=now(),
        currency=settings().currency,
        weighting=query.weighting,
        bucket=query.bucket,
    )
    return Answer(ResultsRead.of(found).model_dump())


def read_silence(query: SilenceQuestion) -> Answer:
    """Everybody with decision weight whose latest answer is missing or older than 180 days."""
    wanted = SilenceWanted(
        role=query.role,
        segment=query.segment,
        region=query.region,
        team_id=query.team_id,
        mine=query.mine,
        never=query.never,
    )
    found = silence(
        current_session(),
        current_principal(),
        wanted,
        now=now(),
        currency=settings().currency,
        sort=query.sort,
        limit=query.limit,
        offset=query.offset,
    )
    return Answer(SilenceRead.of(found).model_dump())


def read_drivers(query: FeedbackQuestion) -> Answer:
    """LMG shares of R² of rated questions and of touchpoints, with bootstrap intervals and who is satisfied."""
    found = feedback_drivers(current_session(), current_principal(), query.wanted(), now=now())
    read = DriversRead(
        survey_id=found.survey_id,
        survey=found.survey,
        surveys=[SurveyChoice(id=number, name=name) for number, name in found.surveys],
        questions=AnalysisRead.of(found.questions),
        touchpoints=AnalysisRead.of(found.touchpoints),
    )
    return Answer(read.model_dump())


routes = Routes("feedback", Resource.RESPONSE, "Feedback over many accounts.", least=Reach.AGGREGATE)
routes.get(
    "/feedback/results",
    read_results,
    "Read results",
    query=ResultsQuestion,
    answer=ResultsRead,
    operation_id="read_feedback_results",
)
routes.get(
    "/feedback/drivers",
    read_drivers,
    "Read key drivers",
    query=FeedbackQuestion,
    answer=DriversRead,
    operation_id="read_feedback_drivers",
)
people = Routes("silence", Resource.RESPONSE, "Who matters and has not answered.")
people.get(
    "/feedback/silence",
    read_silence,
    "Read the silence list",
    query=SilenceQuestion,
    answer=SilenceRead,
    operation_id="read_silence",
)

ROUTES = (routes, people)
