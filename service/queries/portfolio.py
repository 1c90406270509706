"""The portfolio: one row an account, with the money that is at risk in it, for lists, pages and reports."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Row, Select, Subquery, and_, case, func, nulls_last, or_, select
from sqlalchemy import type_coerce as as_type
from sqlmodel import Session, col

from models.account import Account, Contract
from models.base import ExactDecimal
from models.money import ExchangeRate
from models.score import ChainScore, HealthScore, Override, RenewalRisk
from models.user import User
from scoring.health_parameters import DEFAULT_SCORECARD
from scoring.vocabulary import ContractOutcome, LifecycleStage, RiskBand
from service.auth.policy import Action, Reach, Resource, reach, require
from service.auth.principal import Principal
from service.errors import Invalid
from service.keys import name_key
from service.queries.scores import in_force
from service.queries.visibility import accounts_within

MOST_ROWS = 100


class PortfolioSort(StrEnum):
    """By what a portfolio is ordered; money and risk with the largest first, the rest ascending."""

    AT_RISK = "at_risk"
    RISK = "risk"
    ARR = "arr"
    SCORE = "score"
    ENDS_ON = "ends_on"
    COVERAGE = "coverage"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class PortfolioFilter:
    """Which accounts are wanted; what is None does not restrict."""

    search: str | None = None
    segment: str | None = None
    region: str | None = None
    industry: str | None = None
    stage: LifecycleStage | None = None
    owner_id: int | None = None
    team_id: int | None = None
    band: RiskBand | None = None
    ends_within_days: int | None = None
    single_threaded: bool | None = None


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """One account. Money is in the company's own currency, None where the reader may not see it or no rate is known.

    ``risk`` is the probability of loss in [0, 1] with its interval, of the soonest renewal; ``at_risk`` = ARR times
    that probability, added up over the open contracts. ``score`` is what is shown: an override, if one is in force.
    """

    account_id: int
    name: str
    segment: str | None
    region: str | None
    industry: str | None
    stage: LifecycleStage
    owner_id: int | None
    owner: str | None
    csm: str | None
    ends_on: date | None
    arr: float | None
    at_risk: float | None
    currencies_without_rate: bool
    risk: float | None
    risk_low: float | None
    risk_high: float | None
    band: RiskBand
    calibrated: bool
    score: float | None
    overridden: bool
    confidence: float
    forecast: float | None
    forecast_low: float | None
    forecast_high: float | None
    known_weight: float | None
    coverage: float | None
    threads: float | None
    single_threaded: bool | None
    people: int
    warnings: tuple[str, ...] = field(default=())

    @property
    def grey(self) -> bool:
        """Whether too little is known to show the score in colour."""
        return not self.overridden and (self.score is None or self.confidence < DEFAULT_SCORECARD.grey_below)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """One page of rows, how many there are in all, and what they add up to over all pages.

    ``high``, ``single_threaded`` and ``scored`` count accounts; ``without_rate`` those whose money is left out of the
    sums, since nobody has said what its currency is worth.
    """

    rows: list[PortfolioRow]
    total: int
    arr: float | None
    at_risk: float | None
    currency: str
    high: int = 0
    single_threaded: int = 0
    scored: int = 0
    without_rate: int = 0


def portfolio(
    session: Session,
    principal: Principal,
    *,
    today: date,
    currency: str,
    wanted: PortfolioFilter = PortfolioFilter(),
    sort: PortfolioSort = PortfolioSort.AT_RISK,
    descending: bool | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Portfolio:
    """The accounts that the principal may see, filtered and ordered, ``limit`` (1-100) rows from ``offset`` on.

    Without the permission for revenue, money is left out and ordering by it becomes ordering by risk.

    :raises Forbidden: the role sees no accounts at all.
    :raises Invalid: a limit or an offset out of range.
    """
    require(principal, Resource.ACCOUNT, Action.READ)
    if not 1 <= limit <= MOST_ROWS or not 0 <= offset <= 10_000_000:
        raise Invalid("A page has 1 to 100 rows.", [{"path": "limit", "message": "out of range"}])
    revenue = reach(principal, Resource.REVENUE, Action.READ) >= Reach.OWN
    if not revenue and sort in (PortfolioSort.AT_RISK, PortfolioSort.ARR):
        sort = PortfolioSort.RISK
    force = in_force(session)
    renewals = _renewals(force, today, currency)
    statement = _rows(principal, force, renewals, today).where(*_conditions(wanted, renewals, today))
    sums = statement.with_only_columns(
        func.count().label("total"),
        func.sum(renewals.c.arr).label("arr"),
        func.sum(renewals.c.at_risk).label("at_risk"),
        func.sum(case((renewals.c.band == RiskBand.HIGH, 1), else_=0)).label("high"),
        func.sum(case((col(ChainScore.single_threaded), 1), else_=0)).label("single_threaded"),
        func.count(col(ChainScore.account_id)).label("scored"),
        func.sum(renewals.c.without_rate).label("without_rate"),
        maintain_column_froms=True,
    ).order_by(None)
    added = session.execute(sums).one()
    page = session.execute(statement.order_by(*_order(sort, descending, renewals)).limit(limit).offset(offset))
    rows = [_row(row) for row in page]
    return Portfolio(
        rows=rows if revenue else [replace(row, arr=None, at_risk=None) for row in rows],
        total=added.total,
        arr=float(added.arr or 0.0) if revenue else None,
        at_risk=float(added.at_risk or 0.0) if revenue else None,
        currency=currency,
        high=added.high or 0,
        single_threaded=added.single_threaded or 0,
        scored=added.scored,
        without_rate=(added.without_rate or 0) if revenue else 0,
    )


def _renewals(force: Subquery, today: date, currency: str) -> Subquery:
    """Per account, over its open contracts: the soonest end, ARR and money at risk in ``currency``, the risk."""
    rate = case((col(Contract.currency) == currency, 1.0), else_=col(ExchangeRate.rate))
    arr = as_type(col(Contract.arr), BigInteger) * rate / float(ExactDecimal.units)
    return (
        select(
            col(Contract.account_id),
            func.min(col(Contract.ends_on)).label("ends_on"),
            func.sum(arr).label("arr"),
            func.sum(arr * col(RenewalRisk.probability)).label("at_risk"),
            func.max(case((rate.is_(None), 1), else_=0)).label("without_rate"),
            func.max(col(RenewalRisk.probability)).label("risk"),
            func.max(col(RenewalRisk.probability_low)).label("risk_low"),
            func.max(col(RenewalRisk.probability_high)).label("risk_high"),
            func.max(col(RenewalRisk.band)).label("band"),
            func.max(case((col(RenewalRisk.calibrated), 1), else_=0)).label("calibrated"),
        )
        .select_from(Contract)
        .outerjoin(ExchangeRate, col(ExchangeRate.currency) == col(Contract.currency))
        .outerjoin(force, force.c.account_id == col(Contract.account_id))
        .outerjoin(
            RenewalRisk,
            and_(
                col(RenewalRisk.generation_id) == force.c.generation_id,
                col(RenewalRisk.contract_id) == col(Contract.id),
            ),
        )
        .where(col(Contract.outcome) == ContractOutcome.OPEN, col(Contract.starts_on) <= today)
        .group_by(col(Contract.account_id))
        .subquery("renewals")
    )


def _rows(principal: Principal, force: Subquery, renewals: Subquery, today: date) -> Select[*tuple[Any, ...]]:
    owner, csm = _named("owner"), _named("csm")
    override = _overrides(today)
    return (
        select(
            col(Account.id),
            col(Account.name),
            col(Account.segment),
            col(Account.region),
            col(Account.industry),
            col(Account.lifecycle_stage),
            col(Account.owner_id),
            owner.c.name.label("owner"),
            csm.c.name.label("csm"),
            renewals.c.ends_on,
            renewals.c.arr,
            renewals.c.at_risk,
            renewals.c.without_rate,
            renewals.c.risk,
            renewals.c.risk_low,
            renewals.c.risk_high,
            renewals.c.band,
            renewals.c.calibrated,
            col(HealthScore.score),
            override.c.score.label("override"),
            col(HealthScore.confidence),
            col(ChainScore.forecast),
            col(ChainScore.forecast_low),
            col(ChainScore.forecast_high),
            col(ChainScore.known_weight),
            col(ChainScore.coverage),
            col(ChainScore.threads),
            col(ChainScore.single_threaded),
            col(ChainScore.people_count),
            col(ChainScore.warnings),
        )
        .select_from(Account)
        .outerjoin(owner, owner.c.id == col(Account.owner_id))
        .outerjoin(csm, csm.c.id == col(Account.csm_id))
        .outerjoin(renewals, renewals.c.account_id == col(Account.id))
        .outerjoin(override, override.c.account_id == col(Account.id))
        .outerjoin(force, force.c.account_id == col(Account.id))
        .outerjoin(ChainScore, _of(ChainScore, force))
        .outerjoin(HealthScore, _of(HealthScore, force))
        .where(accounts_within(principal, Resource.ACCOUNT), col(Account.archived_at).is_(None))
    )


def _named(name: str) -> Subquery:
    return select(col(User.id), col(User.name)).subquery(name)


def _overrides(today: date) -> Subquery:
    """The newest override of each account that counts today."""
    newest = (
        select(func.max(col(Override.id)))
        .where(col(Override.expires_on) >= today, col(Override.withdrawn_at).is_(None))
        .group_by(col(Override.account_id))
    )
    return (
        select(col(Override.account_id), col(Override.score)).where(col(Override.id).in_(newest)).subquery("overrides")
    )


def _of(table: type[ChainScore] | type[HealthScore], force: Subquery) -> ColumnElement[bool]:
    return and_(col(table.generation_id) == force.c.generation_id, col(table.account_id) == force.c.account_id)


def _conditions(wanted: PortfolioFilter, renewals: Subquery, today: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    equal = (
        (Account.segment, wanted.segment),
        (Account.region, wanted.region),
        (Account.industry, wanted.industry),
        (Account.lifecycle_stage, wanted.stage),
        (Account.team_id, wanted.team_id),
    )
    conditions += [col(column) == value for column, value in equal if value is not None]
    if wanted.owner_id is not None:
        conditions.append(or_(col(Account.owner_id) == wanted.owner_id, col(Account.csm_id) == wanted.owner_id))
    if wanted.search:
        conditions.append(col(Account.name_key).contains(name_key(wanted.search), autoescape=True))
    if wanted.band is RiskBand.UNKNOWN:
        conditions.append(or_(renewals.c.band.is_(None), renewals.c.band == wanted.band))
    elif wanted.band is not None:
        conditions.append(renewals.c.band == wanted.band)
    if wanted.ends_within_days is not None:
        conditions.append(renewals.c.ends_on <= today + timedelta(days=wanted.ends_within_days))
    if wanted.single_threaded is not None:
        conditions.append(col(ChainScore.single_threaded).is_(wanted.single_threaded))
    return conditions


def _order(sort: PortfolioSort, descending: bool | None, renewals: Subquery) -> list[ColumnElement[Any]]:
    column: Any = {
        PortfolioSort.AT_RISK: renewals.c.at_risk,
        PortfolioSort.RISK: renewals.c.risk,
        PortfolioSort.ARR: renewals.c.arr,
        PortfolioSort.SCORE: col(HealthScore.score),
        PortfolioSort.ENDS_ON: renewals.c.ends_on,
        PortfolioSort.COVERAGE: col(ChainScore.coverage),
        PortfolioSort.NAME: col(Account.name_key),
    }[sort]
    usual = sort in (PortfolioSort.AT_RISK, PortfolioSort.RISK, PortfolioSort.ARR)
    down = usual if descending is None else descending
    return [nulls_last(column.desc() if down else column.asc()), col(Account.id)]


def _row(row: Row[Any]) -> PortfolioRow:
    overridden = row.override is not None
    return PortfolioRow(
        account_id=row.id,
        name=row.name,
        segment=row.segment,
        region=row.region,
        industry=row.industry,
        stage=row.lifecycle_stage,
        owner_id=row.owner_id,
        owner=row.owner,
        csm=row.csm,
        ends_on=row.ends_on,
        arr=None if row.arr is None else float(row.arr),
        at_risk=None if row.at_risk is None else float(row.at_risk),
        currencies_without_rate=bool(row.without_rate),
        risk=row.risk,
        risk_low=row.risk_low,
        risk_high=row.risk_high,
        band=RiskBand(row.band) if row.band is not None else RiskBand.UNKNOWN,
        calibrated=bool(row.calibrated),
        score=row.override if overridden else row.score,
        overridden=overridden,
        confidence=row.confidence or 0.0,
        forecast=row.forecast,
        forecast_low=row.forecast_low,
        forecast_high=row.forecast_high,
        known_weight=row.known_weight,
        coverage=row.coverage,
        threads=row.threads,
        single_threaded=row.single_threaded,
        people=row.people_count or 0,
        warnings=tuple(row.warnings or ()),
    )
