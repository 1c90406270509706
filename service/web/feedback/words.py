"""Choices and groups of feedback in words."""

from typing import Any

from babel.dates import format_skeleton
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scoring.vocabulary import Role
from service.i18n.labels import label
from service.queries.feedback.figures import Change, Figures, Stretch
from service.queries.feedback.silence import SilenceSort
from service.queries.feedback.silent_people import Channel
from service.queries.feedback.wanted import AccountWeight, Bucket, Dimension, Period

Choices = list[tuple[str, Any]]

PERIODS: Choices = [
    (Period.QUARTER.value, _l("90 days")),
    (Period.HALF_YEAR.value, _l("6 months")),
    (Period.YEAR.value, _l("12 months")),
    (Period.TWO_YEARS.value, _l("24 months")),
    (Period.EVERYTHING.value, _l("All of it")),
]
WEIGHTINGS: Choices = [
    (AccountWeight.EQUAL.value, _l("Every account the same")),
    (AccountWeight.ARR.value, _l("Each account by its ARR")),
]
BUCKETS: Choices = [(Bucket.MONTH.value, _l("Months")), (Bucket.QUARTER.value, _l("Quarters"))]
SORTS: Choices = [
    (SilenceSort.WEIGHT.value, _l("Decision weight")),
    (SilenceSort.MONEY.value, _l("Money at risk")),
    (SilenceSort.DAYS.value, _l("Longest silent")),
]
CHANNELS: dict[str, tuple[Any, str]] = {
    Channel.MAIL.value: (_l("Mail"), "mail"),
    Channel.PHONE.value: (_l("Phone"), "phone"),
    Channel.OPTED_OUT.value: (_l("No mail wanted"), "ban"),
    Channel.BOUNCED.value: (_l("Last mail came back"), "failed"),
    Channel.LINK_OPEN.value: (_l("Link still open"), "clock"),
}
TITLES = {
    Dimension.ROLE: _l("By role"),
    Dimension.SEGMENT: _l("By segment"),
    Dimension.TOUCHPOINT: _l("By touchpoint"),
}
HEADS = {
    Dimension.ROLE: _l("Role"),
    Dimension.SEGMENT: _l("Segment"),
    Dimension.TOUCHPOINT: _l("Touchpoint"),
}
_OF_NONE = {
    Dimension.ROLE: _l("No role now, or anonymous"),
    Dimension.SEGMENT: _l("No segment"),
    Dimension.TOUCHPOINT: _l("No touchpoint"),
}


def group_name(dimension: Dimension, group: Figures | Change) -> str:
    """What a group is called: its own name, the word for a role, or words for those of none."""
    if group.key is None:
        return str(_OF_NONE[dimension])
    if dimension is Dimension.ROLE:
        return str(label(Role(str(group.key))))
    return group.name or str(group.key)


def stretch_name(stretch: Stretch, bucket: Bucket) -> str:
    """A month or a quarter as it stands on an axis."""
    if bucket is Bucket.MONTH:
        return str(format_skeleton("yMMM", stretch.begins_on, locale=get_locale()))
    quarter = (stretch.begins_on.month + 2) // 3
    return str(_("Q%(quarter)s %(year)s", quarter=quarter, year=stretch.begins_on.year))
