"""What an issued report is called: in lists, as a file, beside a mail."""

from datetime import date

from babel.dates import format_date
from sqlmodel import Session

from models.account import Account
from models.report import Report
from models.vocabulary import ReportKind
from service.i18n.catalogue import locale_of, translator


def report_file_name(session: Session, report: Report) -> str:
    """The name under which a report is sent or saved, in its own language, without what file systems refuse."""
    _ = translator(report.language)
    account = session.get(Account, report.account_id) if report.account_id is not None else None
    kind = _("Renewal risk") if report.kind is ReportKind.RENEWAL_RISK else _("Portfolio")
    parts = [account.name if account else "", kind, period_words(report.period, report.language)]
    name = " - ".join(part for part in parts if part)
    return "".join("_" if c in '/\\:*?"<>|' or ord(c) < 32 else c for c in name)[:110].strip(" .") + ".pdf"


def period_words(period: str, language: str) -> str:
    """A month in words; any other period as it is.

    >>> period_words("2026-11", "en"), period_words("2026-11-20T10:00:00", "en")
    ('November 2026', '2026-11-20T10:00:00')
    """
    try:
        month = date.fromisoformat(f"{period}-01")
    except ValueError:
        return period
    locale = locale_of(language)
    return format_date(month, "y年M月" if locale.startswith("zh") else "MMMM y", locale=locale)
