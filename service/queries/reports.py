"""Issued reports as a page lists them, and the file of one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.account import Account
from models.report import Report
from models.user import User
from models.vocabulary import ReportKind
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import NotFound
from service.keys import name_key
from service.queries.nouns.reports import readable_reports


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report; ``account`` None where it is about the whole portfolio."""

    id: int
    kind: ReportKind
    account_id: int | None
    account: str | None
    period: str
    language: str
    pages: int
    size: int
    issued_at: datetime
    issued_by: str | None


@dataclass(frozen=True, slots=True)
class ReportList:
    """One page of reports, the latest first; ``total`` counts all that match."""

    rows: list[ReportLine]
    total: int


def issued_reports(
    session: Session,
    principal: Principal,
    *,
    kind: ReportKind | None = None,
    search: str | None = None,
    account_id: int | None = None,
    limit: int = 50,
    offset: int = 0,
) -> ReportList:
    """The reports that the principal may read now.

    :raises Forbidden: the role reads no reports.
    """
    require(principal, Resource.REPORT, Action.READ)
    statement: Any = (
        select(
            col(Report.id),
            col(Report.kind),
            col(Report.account_id),
            col(Account.name).label("account"),
            col(Report.period),
            col(Report.language),
            col(Report.pages),
            col(Report.size),
            col(Report.issued_at),
            col(User.name).label("issued_by"),
        )
        .outerjoin(Account, col(Account.id) == col(Report.account_id))
        .outerjoin(User, col(User.id) == col(Report.issued_by_id))
        .where(readable_reports(principal))
    )
    if kind is not None:
        statement = statement.where(col(Report.kind) == kind)
    if account_id is not None:
        statement = statement.where(col(Report.account_id) == account_id)
    if search:
        statement = statement.where(col(Account.name_key).contains(name_key(search), autoescape=True))
    total = session.execute(select(func.count()).select_from(statement.subquery())).scalar_one()
    rows = session.execute(
        statement.order_by(col(Report.issued_at).desc(), col(Report.id).desc()).limit(limit).offset(offset)
    )
    return ReportList([ReportLine(*row) for row in rows], total)


def readable_report(session: Session, principal: Principal, report_id: int) -> Report:
    """One report.

    :raises Forbidden: the role reads no reports; :raises NotFound: absent, or shows what is not within reach.
    """
    require(principal, Resource.REPORT, Action.READ)
    statement = select(Report).where(col(Report.id) == report_id, readable_reports(principal))
    found: Report | None = session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found
