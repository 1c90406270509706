"""The story of the portfolio report, in the order in which leadership reads it."""

from reportlab.platypus import Flowable

from reports.page import Furniture
from reports.portfolio.content import PortfolioContent
from reports.portfolio.decisions import decisions, drivers, improvements
from reports.portfolio.forecast import forecast_check, trend
from reports.portfolio.summary import bands, figures, title
from reports.prose import note
from reports.setting import Setting


def story(content: PortfolioContent, setting: Setting) -> list[Flowable]:
    """Everything, from the headline to the small print."""
    _ = setting.translate
    version = _("Data as known on {date}. Parameters: version {version}.").format(
        date=setting.formats.day(content.data_date), version=content.parameter_version
    )
    return [
        *title(content, setting),
        *figures(content, setting),
        *bands(content, setting),
        *decisions(content, setting),
        *drivers(content, setting),
        *forecast_check(content, setting),
        *improvements(content, setting),
        *trend(content, setting),
        note(setting, version),
    ]


def furniture(content: PortfolioContent, setting: Setting) -> Furniture:
    """What stands on every page."""
    _ = setting.translate
    return Furniture(
        report=_("Portfolio: {scope}").format(scope=content.scope),
        subject=content.scope,
        data_date=_("as known on {date}").format(date=setting.formats.day(content.data_date)),
        note=_("high is good unless it says otherwise"),
    )
