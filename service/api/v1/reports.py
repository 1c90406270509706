"""Issued reports, their PDFs, and what was sent."""

from datetime import datetime
from typing import Any

from flask import Response, send_file
from sqlmodel import Session

from models.report import Report
from service.api.noun import Noun
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.edge.current import current_principal, current_session
from service.edge.state import settings
from service.errors import Gone
from service.inputs.report import NewReport
from service.operations.issue_report import Store, issue_renewal_risk
from service.queries.listing import one
from service.queries.nouns import reports as listed
from service.queries.report_readers import require_report_reader


def _store() -> Store:
    return Store(settings().report_store, settings().font_folder)


def _issue(session: Session, principal: Principal, values: NewReport, *, now: datetime) -> Report:
    require_report_reader(session, principal, values.account_id)
    return issue_renewal_risk(
        session,
        principal,
        values.account_id,
        now=now,
        period=now.isoformat(timespec="seconds"),
        store=_store(),
        language=values.language or principal.language,
    )


reports = Noun(
    name="reports",
    singular="report",
    about="PDFs as they were issued, for readers who may see everything that they show: revenue, answers and what is "
    "believed of single people. A token needs these scopes; an administrator signs in and opens the account's opinions "
    "first, with a reason.",
    listing=listed.REPORTS,
    resource=Resource.REPORT,
    parameter="report_id",
    create=(NewReport, _issue),
)


def read_pdf(report_id: int) -> Response:
    """The file as it was issued."""
    row = one(current_session(), current_principal(), listed.REPORTS, report_id)
    path = _store().path(row["checksum"])
    if not path.is_file():
        raise Gone("The file of this report is not kept any more.")
    name = f"{row['kind'].value}-{row['account_id'] or 'portfolio'}-{row['id']}.pdf"
    return send_file(path.resolve(), mimetype="application/pdf", as_attachment=True, download_name=name, etag=False)


_PDF: dict[str, Any] = {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}
reports.routes.get(f"{reports.address}/pdf", read_pdf, "Download a report", answer=_PDF, operation_id="read_report_pdf")

deliveries = Noun(
    name="deliveries",
    singular="delivery",
    about="What was sent to whom and how far it got: one's own mail, or all of it for administrators.",
    listing=listed.DELIVERIES,
    resource=Resource.REPORT,
    parameter="delivery_id",
)

ROUTES = (reports.routes, deliveries.routes)
