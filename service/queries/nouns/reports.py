"""Issued reports and what was sent, as they are listed."""

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlmodel import col

from models.account import Account
from models.report import Delivery, Report
from models.vocabulary import ReportKind
from service.auth.policy import Action, Reach, Resource, reach
from service.auth.principal import Principal
from service.queries.listing import Listing, shown
from service.queries.report_readers import SHOWN
from service.queries.visibility import accounts_within


def readable_reports(principal: Principal) -> ColumnElement[bool]:
    """The condition on :class:`Report` that the reader may see everything that it shows."""
    whole = all(reach(principal, one, Action.READ) is Reach.ALL for one in (Resource.REPORT, Resource.REVENUE))
    accounts = select(col(Account.id)).where(*(accounts_within(principal, resource) for resource in SHOWN))
    return or_(
        and_(col(Report.kind) == ReportKind.LEADERSHIP, true() if whole else false()),
        and_(col(Report.kind) != ReportKind.LEADERSHIP, col(Report.account_id).in_(accounts)),
    )


def _sent_to_oneself(principal: Principal) -> ColumnElement[bool]:
    if reach(principal, Resource.ADMIN, Action.READ) is Reach.ALL:
        return true()
    return col(Delivery.user_id) == principal.user_id


REPORTS = Listing(
    name="reports",
    source=Report,
    shown=shown(
        Report,
        *("id", "kind", "scope", "account_id", "period", "language", "checksum", "size", "pages", "template_version"),
        *("generation_id", "issued_at", "issued_by_id"),
    ),
    within=readable_reports,
    filters=("kind", "account_id", "period", "language", "checksum"),
    ranges=("issued_at",),
    sorts=("-issued_at", "issued_at", "id", "-id"),
)

DELIVERIES = Listing(
    name="deliveries",
    source=Delivery,
    # Texts stay out: they hold links that open a survey in the respondent's place.
    shown=shown(
        Delivery,
        *("id", "kind", "user_id", "person_id", "report_id", "invitation_id", "address", "language", "state"),
        *("attempts", "next_attempt_at", "created_at", "sent_at", "error"),
    ),
    within=_sent_to_oneself,
    filters=("kind", "state", "user_id", "person_id", "report_id", "invitation_id"),
    ranges=("created_at", "sent_at"),
    sorts=("-created_at", "created_at", "id", "-id"),
)
