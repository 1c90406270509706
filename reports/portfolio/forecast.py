"""Whether last month's forecast came true, and retention over time."""

from reportlab.platypus import Flowable

from reports import theme
from reports.blocks import Block
from reports.charts import TrendLine
from reports.flowables import Placed
from reports.portfolio.content import ForecastCheck, MoneyRange, PortfolioContent
from reports.prose import chapter, column, empty, note, paragraph, table, tabled
from reports.setting import NAME_LIMIT, Setting


def forecast_check(content: PortfolioContent, setting: Setting) -> list[Flowable]:
    """Forecast beside truth, with what was shown as safe and was lost."""
    _, check = setting.translate, content.forecast_check
    heading = _("Did last month's forecast come true?")
    if check is None:
        text = _("There is no earlier forecast to compare with. The next report shows whether this one came true.")
        return [*chapter(setting, heading), empty(setting, text)]
    columns = [
        column(setting, _("Forecast of {date}").format(date=setting.formats.day(check.made_on)), 2.4),
        column(setting, _("Forecast"), 2.0, align="right"),
        column(setting, _("In truth"), 1.4, align="right"),
    ]
    story = tabled(setting, heading, table(setting, columns, _rows(check, setting), _false_greens(check, setting)))
    if check.verdict:
        story.append(paragraph(setting, check.verdict))
    return story


def _rows(check: ForecastCheck, setting: Setting) -> list[list[Block]]:
    _, formats = setting.translate, setting.formats
    right = theme.CELL.aligned("right")
    return [
        [
            setting.text(_("Revenue lost"), theme.CELL.strong()),
            setting.text(money_range(check.expected_loss, setting), right),
            setting.text(formats.money(check.actual_loss), right.strong()),
        ],
        [
            setting.text(_("Renewals decided since, and lost"), theme.CELL.strong()),
            setting.text(formats.number(check.closed), right),
            setting.text(formats.number(check.lost), right.strong()),
        ],
    ]


def money_range(value: MoneyRange, setting: Setting) -> str:
    """An amount with its interval: €120,000 (€80,000 to €170,000)."""
    _, formats = setting.translate, setting.formats
    if value.low is None or value.high is None:
        return formats.money(value.value)
    interval = _("{low} to {high}").format(low=formats.money(value.low), high=formats.money(value.high))
    return f"{formats.money(value.value)} ({interval})"


def _false_greens(check: ForecastCheck, setting: Setting) -> str:
    _ = setting.translate
    if not check.false_greens:
        return _("No account that was shown as low risk was lost.")
    names = ", ".join(setting.text(name, limit=NAME_LIMIT).text for name in check.false_greens[:8])
    return _("Shown as low risk and lost all the same: {names}.").format(names=names)


def trend(content: PortfolioContent, setting: Setting) -> list[Flowable]:
    """Gross retention over twelve months, month by month."""
    if len(content.trend) < 2:
        return []
    _ = setting.translate
    points = [(p.on, p.retention * 100, 1.0) for p in sorted(content.trend, key=lambda p: p.on)]
    story = chapter(setting, _("Revenue retained over time"), room=190.0)
    unit = _("Per cent of the revenue due in the twelve months before each day, without expansions; high is good.")
    return [*story, Placed(TrendLine(points, setting)), note(setting, unit)]
