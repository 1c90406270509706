"""Issue the monthly leadership report: once a month and language, whole or not at all."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import Session

from models.report import Report
from models.vocabulary import ReportKind
from reports.portfolio.content import PortfolioContent
from reports.render import page_count, render
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.i18n.catalogue import translator
from service.i18n.languages import nearest_language
from service.operations.issue_report import Store, issued_report
from service.operations.record_audit import record_audit
from service.queries.known_on import KnownOn
from service.queries.leadership_content import leadership_content
from service.queries.scores import in_force

SCOPE = "portfolio"
# Raised whenever a layout changes what a reader sees.
TEMPLATE_VERSION = "leadership-1"


def build_leadership(
    session: Session, principal: Principal, *, now: datetime, language: str, currency: str, fonts: Path
) -> bytes:
    """The leadership report as a PDF, without keeping it.

    :raises Forbidden: the role does not read all accounts and their money.
    """
    content = leadership_content(session, principal, KnownOn.at(now), language, currency=currency)
    return render(content, translate=translator(language), fonts=fonts)


def issue_leadership(
    session: Session, principal: Principal, *, now: datetime, period: str, store: Store, language: str, currency: str
) -> tuple[Report, PortfolioContent | None]:
    """Issue the report of a month ("2026-11"), or of an order by hand, once; a second call gives the first report.

    With the report comes the content that it was made of; None where it had been issued before.

    :raises Forbidden: the role does not issue reports on the whole portfolio.
    """
    require(principal, Resource.REPORT, Action.WRITE, Reach.ALL)
    language = nearest_language(language)
    found = issued_report(session, ReportKind.LEADERSHIP, SCOPE, period, language)
    if found is not None:
        return found, None
    content = leadership_content(session, principal, KnownOn.at(now), language, currency=currency)
    pdf = render(content, translate=translator(language), fonts=store.fonts)
    force = in_force(session)
    report = Report(
        kind=ReportKind.LEADERSHIP,
        scope=SCOPE,
        period=period,
        language=language,
        checksum=store.keep(pdf),
        size=len(pdf),
        pages=page_count(pdf),
        template_version=TEMPLATE_VERSION,
        generation_id=session.execute(select(func.max(force.c.generation_id))).scalar_one_or_none(),
        issued_at=now,
        issued_by_id=principal.user_id,
    )
    session.add(report)
    session.flush()
    fields = {"kind": report.kind, "period": period, "language": language, "checksum": report.checksum}
    record_audit(session, principal, "issue", "report", report.id, now=now, fields=fields)
    return report, content
