"""The portfolio: accounts by money at risk, as a page and as a file."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, stream_with_context
from flask_babel import get_locale
from flask_babel import gettext as _

from reports.formats import Formats
from scoring.vocabulary import LifecycleStage, RiskBand
from service.auth.policy import Action, Reach, Resource, reach
from service.edge.current import apart, current_principal, current_session, now, today
from service.edge.permits import needs
from service.edge.state import settings
from service.exports.csv_rows import Cell, csv_rows
from service.i18n.labels import options
from service.i18n.risk_words import factor_evidence, factor_label
from service.operations.record_audit import record_audit
from service.queries.packed_scores import ReasonResult
from service.queries.portfolio import MOST_ROWS, Portfolio, PortfolioRow, portfolio
from service.queries.portfolio_choices import portfolio_choices
from service.queries.score_status import score_status
from service.queries.top_reasons import top_reasons
from service.web.page import address_of, query_with
from service.web.portfolio_columns import portfolio_columns
from service.web.portfolio_request import PAGE, RENEWAL_DAYS, PortfolioRequest, portfolio_request

pages = Blueprint("portfolio", __name__)
needs(pages, Resource.ACCOUNT)


@pages.get("/portfolio")
def index() -> Response:
    """The accounts that the reader may see, filtered, ordered and in pages."""
    session, principal = current_session(), current_principal()
    asked = portfolio_request(request.args)
    found = _found(asked, PAGE, asked.offset)
    revenue = reach(principal, Resource.REVENUE, Action.READ) >= Reach.OWN
    choices = portfolio_choices(session, principal)
    page = render_template(
        "portfolio/index.html",
        found=found,
        asked=asked,
        pages=max(1, -(-found.total // PAGE)),
        columns=portfolio_columns(revenue),
        revenue=revenue,
        reasons=_reasons(found.rows),
        choices=choices,
        segments=[(name, name) for name in choices.segments],
        regions=[(name, name) for name in choices.regions],
        bands=options(RiskBand),
        stages=options(LifecycleStage),
        days=[(days, _("%(days)s days", days=days)) for days in RENEWAL_DAYS],
        status=score_status(session, principal),
        filtered=any(request.args.get(name) for name in request.args if name not in {"sort", "page"}),
        may_import=reach(principal, Resource.IMPORT, Action.WRITE) >= Reach.OWN,
        imports_url=address_of("imports.index"),
    )
    answer = make_response(page)
    if request.headers.get("HX-Request"):
        # The address keeps what restricts, and nothing empty.
        answer.headers["HX-Push-Url"] = query_with({name: None for name, value in request.args.items() if not value})
    return answer


@pages.get("/portfolio.csv")
def export() -> Response:
    """All accounts that the filter lets through, with the columns that the reader may see."""
    asked = portfolio_request(request.args)
    principal = current_principal()
    revenue = reach(principal, Resource.REVENUE, Action.READ) >= Reach.OWN
    with apart() as session:
        record_audit(
            session, principal, "exported", "portfolio", now=now(), fields={"filter": request.args.to_dict(flat=True)}
        )
    lines = csv_rows(_header(revenue), _lines(asked, revenue))
    return Response(
        stream_with_context(lines),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="portfolio-{today().isoformat()}.csv"'},
    )


def _found(asked: PortfolioRequest, limit: int, offset: int) -> Portfolio:
    return portfolio(
        current_session(),
        current_principal(),
        today=today(),
        currency=settings().currency,
        wanted=asked.wanted,
        sort=asked.order,
        descending=asked.descending,
        limit=limit,
        offset=offset,
    )


def _reasons(rows: list[PortfolioRow]) -> dict[int, dict[str, str]]:
    """The top reason of each account in words, with its evidence."""
    formats = Formats(get_locale(), _)
    found = top_reasons(current_session(), current_principal(), [row.account_id for row in rows])
    return {account_id: _in_words(reason, formats) for account_id, reason in found.items()}


def _in_words(reason: ReasonResult, formats: Formats) -> dict[str, str]:
    return {
        "label": factor_label(reason.factor, _),
        "evidence": factor_evidence(reason.factor, reason.value, formats),
    }


def _header(revenue: bool) -> list[str]:
    money = [_("ARR (%(currency)s)", currency=settings().currency)]
    at_risk = [_("At risk (%(currency)s)", currency=settings().currency)]
    return [
        _("Account"),
        _("Segment"),
        _("Region"),
        _("Industry"),
        _("Stage"),
        _("Owner"),
        _("CSM"),
        _("Renews on"),
        *(money if revenue else []),
        _("Renewal risk"),
        *(at_risk if revenue else []),
        _("Health (0–100, high is good)"),
        _("Confidence (0–1)"),
        _("Consensus (−1 to 1, high is good)"),
        _("Coverage (0–1, high is good)"),
        _("Threads"),
        _("Single-threaded"),
        _("Top reason"),
    ]


def _lines(asked: PortfolioRequest, revenue: bool) -> Iterator[list[Cell]]:
    words: dict[Any, str] = dict(options(RiskBand)) | dict(options(LifecycleStage))
    offset = 0
    while rows := _found(asked, MOST_ROWS, offset).rows:
        reasons = _reasons(rows)
        for row in rows:
            yield [
                row.name,
                row.segment,
                row.region,
                row.industry,
                str(words[row.stage.value]),
                row.owner,
                row.csm,
                row.ends_on,
                *([_rounded(row.arr, 2)] if revenue else []),
                str(words[row.band.value]),
                *([_rounded(row.at_risk, 2)] if revenue else []),
                None if row.grey else _rounded(row.score, 1),
                _rounded(row.confidence, 3),
                _rounded(row.forecast, 3),
                _rounded(row.coverage, 3),
                _rounded(row.threads, 2),
                row.single_threaded,
                reasons.get(row.account_id, {}).get("label"),
            ]
        offset += MOST_ROWS


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
