"""Dates and times as a reader of the current language expects them, absolute and relative to today."""

from datetime import date, datetime

from flask_babel import format_date, format_datetime, ngettext
from flask_babel import gettext as _

from service.edge.current import today
from service.web.formatting import ABSENT


def day(value: date | None, style: str = "medium") -> str:
    """A date in the language's own form (``style`` short, medium, long or full); ``None`` gives a dash."""
    return ABSENT if value is None else str(format_date(value, style))


def moment(value: datetime | None, style: str = "short") -> str:
    """A date with its time, in the reader's time zone."""
    return ABSENT if value is None else str(format_datetime(value, style))


def relative_day(value: date | None, reference: date | None = None) -> str:
    """How far a day lies from ``reference`` (default: the day of the request), in the unit that a person would say.

    Up to 13 days are counted in days, up to 8 weeks in weeks, up to 23 months in months, then in years.
    """
    if value is None:
        return ABSENT
    plain = value.date() if isinstance(value, datetime) else value
    days = (plain - (reference or today())).days
    if days == 0:
        return str(_("today"))
    if days == 1:
        return str(_("tomorrow"))
    if days == -1:
        return str(_("yesterday"))
    return _ahead(days) if days > 0 else _ago(-days)


def _ahead(days: int) -> str:
    if days < 14:
        return str(ngettext("in %(num)s day", "in %(num)s days", days))
    if days < 57:
        return str(ngettext("in %(num)s week", "in %(num)s weeks", days // 7))
    if days < 730:
        return str(ngettext("in %(num)s month", "in %(num)s months", round(days / 30.44)))
    return str(ngettext("in %(num)s year", "in %(num)s years", days // 365))


def _ago(days: int) -> str:
    if days < 14:
        return str(ngettext("%(num)s day ago", "%(num)s days ago", days))
    if days < 57:
        return str(ngettext("%(num)s week ago", "%(num)s weeks ago", days // 7))
    if days < 730:
        return str(ngettext("%(num)s month ago", "%(num)s months ago", round(days / 30.44)))
    return str(ngettext("%(num)s year ago", "%(num)s years ago", days // 365))
