"""The portfolio by money at risk, and the search over accounts and people."""

from pydantic import Field

from scoring.vocabulary import LifecycleStage, RiskBand
from service.api.answers import Answer
from service.api.questions import Flag, Limit, Number, Question
from service.api.routing import Routes
from service.auth.policy import Resource
from service.edge.current import current_principal, current_session, today
from service.edge.state import settings
from service.inputs.fields import Title
from service.queries.portfolio import PortfolioFilter, PortfolioSort, portfolio
from service.queries.search import search


class PortfolioQuestion(Question):
    """Which accounts, in which order; what is not given does not restrict."""

    q: Title | None = Field(default=None, description="Part of an account's name.")
    segment: Title | None = Field(default=None, description="Only this segment.")
    region: Title | None = Field(default=None, description="Only this region.")
    industry: Title | None = Field(default=None, description="Only this industry.")
    stage: LifecycleStage | None = Field(default=None, description="Only this lifecycle stage.")
    owner_id: Number | None = Field(default=None, description="Only accounts of this owner or CSM.")
    team_id: Number | None = Field(default=None, description="Only accounts of this team.")
    band: RiskBand | None = Field(default=None, description="Only this risk band.")
    ends_within_days: Number | None = Field(default=None, ge=0, le=3660, description="Only renewals so soon.")
    single_threaded: Flag | None = Field(default=None, description="Only accounts that hang on one person, or do not.")
    sort: PortfolioSort = Field(default=PortfolioSort.AT_RISK, description="By what the accounts are ordered.")
    descending: Flag | None = Field(default=None, description="The other way round than usual.")
    limit: Limit = Field(default=50, description="Rows a page.")
    offset: Number = Field(default=0, ge=0, le=1_000_000, description="Rows to leave out.")


class SearchQuestion(Question):
    """What is looked for."""

    q: Title | None = Field(default=None, description="Part of a name, an address or a title; without it: nothing.")
    limit: Limit = Field(default=10, description="Accounts, and as many people.")


def read_portfolio(query: PortfolioQuestion) -> Answer:
    """The accounts within reach with their scores, and the money at risk for readers who may see it."""
    given = query.model_dump(include={"segment", "region", "industry", "stage", "owner_id", "team_id", "band"})
    wanted = PortfolioFilter(
        **given,
        search=query.q,
        ends_within_days=query.ends_within_days,
        single_threaded=query.single_threaded,
    )
    found = portfolio(
        current_session(),
        current_principal(),
        today=today(),
        currency=settings().currency,
        wanted=wanted,
        sort=query.sort,
        descending=query.descending,
        limit=query.limit,
        offset=query.offset,
    )
    return Answer(found)


def read_search(query: SearchQuestion) -> Answer:
    """Accounts and people within reach whose name holds a word."""
    return Answer(search(current_session(), current_principal(), query.q or "", limit=query.limit))


routes = Routes("portfolio", Resource.ACCOUNT, "All accounts at once.")
routes.get("/portfolio", read_portfolio, "Read the portfolio", query=PortfolioQuestion, operation_id="read_portfolio")
routes.get("/search", read_search, "Search accounts and people", query=SearchQuestion, operation_id="search")

ROUTES = (routes,)
