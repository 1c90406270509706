"""The content of the monthly leadership report: the one place where records become what it shows."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from babel import Locale
from sqlalchemy import func, select
from sqlmodel import Session, col

from models.score import ScoreGeneration
from reports.formats import Formats
from reports.portfolio import content as paper
from reports.values import Measure, Money, Unit
from scoring.revenue_at_risk import revenue_at_risk
from scoring.risk_parameters import RiskFactor
from scoring.vocabulary import ContractOutcome, RiskBand
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.i18n.catalogue import locale_of, translator
from service.i18n.driver_words import decision_question
from service.queries.known_on import KnownOn
from service.queries.leadership_drivers import ReportMonth, drivers, improvements
from service.queries.open_renewals import OpenRenewal, open_renewals
from service.queries.retention import ClosedRenewal, closed_renewals, month_before, retention, retention_trend
from service.queries.scores import in_force

# A high risk is a question for leadership while there is still time to act, a medium one when notice day comes near.
ACT_WITHIN = timedelta(days=180)
NOTICE_NEAR = timedelta(days=45)
LEAST_DECIDED = 5
_BANDS = (RiskBand.HIGH, RiskBand.MEDIUM, RiskBand.LOW, RiskBand.UNKNOWN)


def leadership_content(
    session: Session, principal: Principal, known: KnownOn, language: str, *, currency: str
) -> paper.PortfolioContent:
    """The whole portfolio as known on one day; money in ``currency``, contracts without a rate left out.

    :raises Forbidden: the report shows all accounts and their money, which only leadership may read.
    """
    for resource in (Resource.REPORT, Resource.ACCOUNT, Resource.REVENUE):
        require(principal, resource, Action.READ, Reach.ALL)
    _ = translator(language)
    contracts = open_renewals(session, principal, known, currency)
    month = ReportMonth(
        day=known.day,
        currency=currency,
        formats=Formats(Locale.parse(locale_of(language)), _),
        renewals=[one for one in contracts if one.due_by(known.day)],
    )
    before = KnownOn.end_of(month_before(known.day, 1))
    earlier = [one for one in open_renewals(session, principal, before, currency) if one.due_by(before.day)]
    closed = closed_renewals(session, principal, known, currency)
    return paper.PortfolioContent(
        locale=locale_of(language),
        scope=_("All accounts"),
        data_date=known.day,
        parameter_version=_parameters_version(session, known),
        accounts=len({one.account_id for one in contracts}),
        arr=month.whole(sum((one.arr for one in contracts), Decimal(0))),
        retention=_retention(closed, month),
        at_risk=_loss(month.renewals, month),
        at_risk_before=_before(earlier, month),
        bands=_bands(month),
        decisions=_decisions(month),
        drivers=drivers(month),
        forecast_check=_forecast_check(session, earlier, before, known, month),
        improvements=improvements(month),
        trend=tuple(paper.MonthPoint(on, share) for on, share in retention_trend(closed, known.day)),
    )


def _parameters_version(session: Session, known: KnownOn) -> str:
    force = in_force(session, known)
    newest = select(func.max(force.c.generation_id))
    found = session.execute(
        select(col(ScoreGeneration.parameters_version)).where(col(ScoreGeneration.id).in_(newest))
    ).scalar_one_or_none()
    return found or "–"


def _retention(closed: list[ClosedRenewal], month: ReportMonth) -> paper.Retention:
    figures = retention(closed, month.day)
    return paper.Retention(
        gross=None if figures.gross is None else Measure(figures.gross, Unit.SHARE),
        net=None if figures.net is None else Measure(figures.net, Unit.SHARE),
        renewed=figures.renewed,
        due=figures.due,
        lost=month.whole(figures.lost),
    )


def _loss(renewals: list[OpenRenewal], month: ReportMonth) -> paper.MoneyRange | None:
    """The expected loss over renewals that have a forecast, with its 80 % interval."""
    forecast = [one for one in renewals if one.loss is not None]
    if not forecast:
        return None
    arr = np.array([float(one.arr) for one in forecast])
    stays = np.array([1.0 - (one.loss or 0.0) for one in forecast])
    found = revenue_at_risk(arr, stays)
    return paper.MoneyRange(month.whole(found.expected), month.whole(found.low), month.whole(found.high))


def _before(earlier: list[OpenRenewal], month: ReportMonth) -> Money | None:
    found = _loss(earlier, month)
    return None if found is None else found.value


def _bands(month: ReportMonth) -> tuple[paper.BandTotal, ...]:
    groups = {band: [one for one in month.renewals if one.band is band] for band in _BANDS}
    return tuple(
        paper.BandTotal(
            band=band,
            accounts=len(group),
            arr=month.whole(sum((one.arr for one in group), Decimal(0))),
            at_risk=month.whole(sum((one.at_risk for one in group), Decimal(0))),
        )
        for band, group in groups.items()
        if group
    )


def _decisions(month: ReportMonth) -> tuple[paper.DecisionAccount, ...]:
    """The renewals that cannot wait, by money at risk."""
    _, formats = month.formats.translate, month.formats
    waiting = [one for one in month.renewals if _needs_decision(one, month.day)]
    found = []
    for one in sorted(waiting, key=lambda one: (-one.at_risk, one.ends_on, one.contract_id)):
        answer_by = one.notice_by if one.notice_by > month.day and not one.notice_given else one.ends_on
        probability = None
        if one.calibrated and one.loss is not None and one.loss_low is not None and one.loss_high is not None:
            probability = Measure(1 - one.loss, Unit.SHARE, 1 - one.loss_high, 1 - one.loss_low)
        found.append(
            paper.DecisionAccount(
                name=one.name,
                question=decision_question(_strongest(one), formats.day(answer_by), _),
                band=one.band,
                at_risk=month.whole(one.at_risk),
                arr=month.whole(one.arr),
                owner=one.owner,
                probability=probability,
                contract_end=one.ends_on,
                days_left=(one.ends_on - month.day).days,
            )
        )
    return tuple(found)


def _needs_decision(one: OpenRenewal, day: date) -> bool:
    if one.ends_on < day:
        return False
    if one.band is RiskBand.HIGH:
        return one.ends_on <= day + ACT_WITHIN
    return one.band is RiskBand.MEDIUM and not one.notice_given and day <= one.notice_by <= day + NOTICE_NEAR


def _strongest(one: OpenRenewal) -> RiskFactor | None:
    """The reason that a decision is about: notice given before all, then what adds most to the risk."""
    if one.notice_given:
        return RiskFactor.NOTICE_GIVEN
    return next((reason.factor for reason in one.reasons if reason.log_odds > 0), None)


def _forecast_check(
    session: Session, earlier: list[OpenRenewal], before: KnownOn, known: KnownOn, month: ReportMonth
) -> paper.ForecastCheck | None:
    """The forecast of a month ago for what has been decided since; None where nothing was forecast then."""
    _ = month.formats.translate
    if all(one.loss is None for one in earlier):
        return None
    decided = [one for one in earlier if one.decided_by(known) and one.loss is not None]
    lost = [one for one in decided if one.outcome is ContractOutcome.LOST]
    actual = sum((one.arr for one in lost), Decimal(0))
    expected = _loss(decided, month) or paper.MoneyRange(month.whole(0))
    if len(decided) < LEAST_DECIDED:
        # The interval of a few renewals is all or nothing: it would say less than it seems to.
        expected = paper.MoneyRange(expected.value)
        verdict = _("Too few renewals have been decided since to judge the forecast by them.")
    elif expected.low is not None and expected.high is not None:
        if actual < expected.low.amount:
            verdict = _("Less was lost than the forecast's interval allowed for.")
        elif actual > expected.high.amount:
            verdict = _("More was lost than the forecast's interval allowed for.")
        else:
            verdict = _("What was lost lies within the forecast's interval.")
    else:
        verdict = ""
    if any(one.calibrated for one in month.renewals):
        earned = _("Past forecasts have proved right often enough to show percentages.")
    else:
        earned = _("Past forecasts are too few, or were not right often enough, to show percentages: bands are shown.")
    return paper.ForecastCheck(
        made_on=_made_on(session, before),
        expected_loss=expected,
        actual_loss=month.whole(actual),
        closed=len(decided),
        lost=len(lost),
        false_greens=tuple(one.name for one in lost if one.band is RiskBand.LOW),
        verdict=month.formats.sentences((verdict, earned)),
    )


def _made_on(session: Session, before: KnownOn) -> date:
    force = in_force(session, before)
    found = session.execute(
        select(func.max(col(ScoreGeneration.as_of))).where(col(ScoreGeneration.id).in_(select(force.c.generation_id)))
    ).scalar_one_or_none()
    return found or before.day
