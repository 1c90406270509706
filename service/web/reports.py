"""Issued reports: the list, the files, and a report of one account by hand."""

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from models.vocabulary import ReportKind
from service.auth.policy import Action, Resource
from service.edge.current import apart, current_principal, current_session, now
from service.edge.permits import allows, needs
from service.edge.state import settings
from service.errors import Gone, Invalid
from service.i18n.labels import options
from service.operations.issue_report import Store, issue_renewal_risk
from service.operations.record_audit import record_audit
from service.queries.report_names import period_words, report_file_name
from service.queries.report_readers import require_report_reader
from service.queries.reports import issued_reports, readable_report
from service.web.page import page_language

pages = Blueprint("reports", __name__)
needs(pages, Resource.REPORT)

PAGE = 50


@pages.get("/reports")
def index() -> str:
    """The reports that the reader may read, the latest first."""
    kind = request.args.get("kind", "")
    if kind not in {"", *ReportKind}:
        raise Invalid(_("There is no such report."), [{"path": "kind", "message": _("Choose one of the list.")}])
    page = min(max(1, request.args.get("page", 1, type=int)), 1_000_000)
    search = request.args.get("q", "").strip()[:200]
    found = issued_reports(
        current_session(),
        current_principal(),
        kind=ReportKind(kind) if kind else None,
        search=search or None,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )
    return render_template(
        "reports/index.html",
        found=found,
        page=page,
        pages=max(1, -(-found.total // PAGE)),
        kinds=options(ReportKind),
        kind=kind,
        search=search,
        period_words=lambda period: period_words(period, page_language()),
    )


@pages.get("/reports/<int:report_id>.pdf")
def read(report_id: int) -> Response:
    """The file as it was issued; reading it is noted in the trail.

    :raises Gone: the file is not kept any more.
    """
    report = readable_report(current_session(), current_principal(), report_id)
    path = _store().path(report.checksum)
    if not path.is_file():
        raise Gone(_("The file of this report is not kept any more."))
    name = report_file_name(current_session(), report)
    with apart() as session:
        record_audit(session, current_principal(), "read", "report", report.id, now=now(), account_id=report.account_id)
    attached = "download" in request.args
    return send_file(path.resolve(), mimetype="application/pdf", as_attachment=attached, download_name=name, etag=False)


@pages.post("/accounts/<int:account_id>/report")
@allows(Resource.REPORT, Action.WRITE)
def order(account_id: int) -> AnyResponse:
    """Issue the renewal-risk report of one account now, in the reader's language, and open it."""
    session, principal = current_session(), current_principal()
    require_report_reader(session, principal, account_id)
    report = issue_renewal_risk(
        session,
        principal,
        account_id,
        now=now(),
        period=now().isoformat(timespec="seconds"),
        store=_store(),
        language=page_language(),
    )
    return redirect(url_for("reports.read", report_id=report.id), 303)


def _store() -> Store:
    return Store(settings().report_store, settings().font_folder)
