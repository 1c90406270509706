"""Issue a report: build it, keep its file, and put its record beside it."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from models.report import Report
from models.vocabulary import ReportKind
from reports.render import page_count, render
from service.auth.policy import Action, Resource
from service.auth.principal import Principal
from service.i18n.catalogue import translator
from service.i18n.languages import nearest_language
from service.operations.record_audit import record_audit
from service.queries.known_on import KnownOn
from service.queries.renewal_risk_content import renewal_risk_content
from service.queries.scores import account_scores
from service.queries.visibility import visible_account

# Raised whenever a layout changes what a reader sees: a report tells which one it was made with.
TEMPLATE_VERSION = "renewal-risk-1"


@dataclass(frozen=True)
class Store:
    """Where issued files lie, and the fonts they are set in."""

    folder: Path
    fonts: Path

    def path(self, checksum: str) -> Path:
        """The file with this checksum, spread over folders so that none grows too long to list."""
        return self.folder / checksum[:2] / f"{checksum}.pdf"

    def keep(self, pdf: bytes) -> str:
        """Keep a file under its SHA-256 and give that; the same bytes are kept once.

        The file is written aside, synced and renamed: whoever sees its name sees all of it.
        """
        checksum = hashlib.sha256(pdf).hexdigest()
        path = self.path(checksum)
        if path.exists():
            return checksum
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(pdf)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return checksum


def build_renewal_risk(
    session: Session, principal: Principal, account_id: int, *, now: datetime, language: str, fonts: Path
) -> bytes:
    """The renewal-risk report of one account as a PDF, without keeping it.

    :raises NotFound: the account is absent or not within reach.
    """
    content = renewal_risk_content(session, principal, account_id, KnownOn.at(now), language)
    return render(content, translate=translator(language), fonts=fonts)


def issue_renewal_risk(
    session: Session,
    principal: Principal,
    account_id: int,
    *,
    now: datetime,
    period: str,
    store: Store,
    language: str,
) -> Report:
    """Issue the renewal-risk report of one account for a period, once; a second call gives the first report.

    ``period`` is a month ("2026-11"), or the moment of an order by hand.

    :raises NotFound: the account is absent or not within reach.
    :raises Forbidden: the role does not issue reports.
    """
    account = visible_account(session, principal, account_id, Resource.REPORT, Action.WRITE)
    language = nearest_language(language)
    scope = f"account:{account.id}"
    found = issued_report(session, ReportKind.RENEWAL_RISK, scope, period, language)
    if found is not None:
        return found
    content = renewal_risk_content(session, principal, account_id, KnownOn.at(now), language)
    pdf = render(content, translate=translator(language), fonts=store.fonts)
    scores = account_scores(session, principal, account_id)
    report = Report(
        kind=ReportKind.RENEWAL_RISK,
        scope=scope,
        account_id=account_id,
        period=period,
        language=language,
        checksum=store.keep(pdf),
        size=len(pdf),
        pages=page_count(pdf),
        template_version=TEMPLATE_VERSION,
        generation_id=scores.generation_id if scores else None,
        issued_at=now,
        issued_by_id=principal.user_id,
    )
    session.add(report)
    session.flush()
    fields = {"kind": report.kind, "period": period, "language": language, "checksum": report.checksum}
    record_audit(session, principal, "issue", "report", report.id, now=now, account_id=account_id, fields=fields)
    return report


def issued_report(session: Session, kind: ReportKind, scope: str, period: str, language: str) -> Report | None:
    """The report of this kind and scope for the period, if it has been issued."""
    statement = select(Report).where(
        col(Report.kind) == kind,
        col(Report.scope) == scope,
        col(Report.period) == period,
        col(Report.language) == language,
    )
    found: Report | None = session.execute(statement).scalar_one_or_none()
    return found
