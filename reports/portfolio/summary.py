"""The first view of the portfolio: one sentence, four figures, and where the money stands by band."""

from decimal import Decimal

from reportlab.platypus import Flowable

from reports import theme
from reports.blocks import Block, Columns, Inset, ShareBar, Stack, Text
from reports.charts import IntervalBar
from reports.flowables import Placed
from reports.labels import band_label
from reports.portfolio.content import BandTotal, PortfolioContent
from reports.prose import chapter, column, empty, table, tabled
from reports.setting import LINE_LIMIT, NAME_LIMIT, Setting
from reports.values import Money
from scoring.vocabulary import RiskBand


def title(content: PortfolioContent, setting: Setting) -> list[Flowable]:
    """Whose portfolio, and the month in one sentence."""
    _, formats = setting.translate, setting.formats
    eyebrow = _("Portfolio as known on {date}").format(date=formats.day(content.data_date))
    sentence = setting.text(headline(content, setting), theme.VERDICT, limit=LINE_LIMIT * 2, most=5)
    return [
        Placed(setting.text(eyebrow, theme.LABEL), after=2.0),
        Placed(setting.text(content.scope, theme.TITLE, limit=NAME_LIMIT * 2, most=2), after=10.0),
        Placed(Inset(sentence, theme.ACCENT, ground=theme.SURFACE), after=14.0),
    ]


def headline(content: PortfolioContent, setting: Setting) -> str:
    """Money at risk, its share of the revenue, and how many accounts wait for a decision."""
    _, formats = setting.translate, setting.formats
    if content.at_risk is None:
        return _("Not enough data for a forecast")
    amount = formats.money(content.at_risk.value)
    if content.arr is not None and content.arr.amount > 0:
        share = formats.share(float(content.at_risk.value.amount / content.arr.amount))
        amount = _("{amount} at risk, {share} of the revenue").format(amount=amount, share=share)
    else:
        amount = _("{amount} at risk").format(amount=amount)
    if not content.decisions:
        return _("{amount}; no account needs a decision").format(amount=amount)
    return _("{amount}; accounts that need a decision: {count}").format(amount=amount, count=len(content.decisions))


def figures(content: PortfolioContent, setting: Setting) -> list[Flowable]:
    """Retention, net retention, money at risk, size."""
    tiles = [_retention(content, setting), _net(content, setting), _at_risk(content, setting), _size(content, setting)]
    return [Placed(Columns(tiles, gap=20), after=4.0)]


def _retention(content: PortfolioContent, setting: Setting) -> Stack:
    _, formats, kept = setting.translate, setting.formats, content.retention
    heading = _("Revenue retained")
    if kept.gross is None:
        return Stack([setting.text(heading, theme.LABEL), setting.text(_("No renewal was due"), theme.FIGURE_GREY)])
    ends = (
        setting.text(formats.share(0.0), theme.LABEL),
        setting.text(formats.share(1.0), theme.LABEL.aligned("right")),
    )
    bar = IntervalBar(kept.gross.value, 0, 1, ends, theme.ACCENT, kept.gross.low, kept.gross.high)
    remark = _("12 months: {renewed} of {due} contracts").format(renewed=kept.renewed, due=kept.due)
    return _tile(heading, formats.measure(kept.gross), bar, remark, setting)


def _net(content: PortfolioContent, setting: Setting) -> Stack:
    _, formats, kept = setting.translate, setting.formats, content.retention
    heading = _("With expansions")
    if kept.net is None:
        return Stack([setting.text(heading, theme.LABEL), setting.text(_("Not known"), theme.FIGURE_GREY)])
    remark = _("Lost: {amount}").format(amount=formats.money(kept.lost))
    return _tile(heading, formats.measure(kept.net), None, remark, setting)


def _at_risk(content: PortfolioContent, setting: Setting) -> Stack:
    _, risk = setting.translate, content.at_risk
    heading = _("Revenue at risk, low is good")
    if risk is None:
        return Stack([setting.text(heading, theme.LABEL), setting.text(_("Not known"), theme.FIGURE_GREY)])
    remarks = []
    if risk.low is not None and risk.high is not None:
        remarks.append(_("{low} to {high}").format(low=short(risk.low, setting), high=short(risk.high, setting)))
    if content.at_risk_before is not None:
        remarks.append(_("a month ago {amount}").format(amount=short(content.at_risk_before, setting)))
    return _tile(heading, short(risk.value, setting), None, ", ".join(remarks), setting)


def _size(content: PortfolioContent, setting: Setting) -> Stack:
    _, formats = setting.translate, setting.formats
    figure = short(content.arr, setting) if content.arr is not None else formats.number(content.accounts)
    remark = _("Accounts: {count}").format(count=formats.number(content.accounts))
    return _tile(_("Annual recurring revenue"), figure, None, remark, setting)


def short(money: Money, setting: Setting) -> str:
    """An amount to three figures in its largest unit, for large type: €1.24M."""
    return setting.formats.compact_money(money)


def _tile(heading: str, figure: str, bar: Block | None, remark: str, setting: Setting) -> Stack:
    blocks: list[Block] = [setting.text(heading, theme.LABEL), setting.text(figure, theme.FIGURE, most=1)]
    if bar is not None:
        blocks.append(bar)
    if remark:
        blocks.append(setting.text(remark, theme.NOTE))
    return Stack(blocks, gap=2)


def bands(content: PortfolioContent, setting: Setting) -> list[Flowable]:
    """Renewals by band of risk; the band's name stands beside its colour."""
    _ = setting.translate
    heading = _("Where the money stands")
    if not content.bands:
        text = _("No renewal lies ahead. Next step: import contracts with their end dates.")
        return [*chapter(setting, heading), empty(setting, text)]
    columns = [
        column(setting, _("Band"), 1.6),
        column(setting, _("Renewals"), 0.8, align="right"),
        column(setting, _("Annual recurring revenue"), 1.4, align="right"),
        column(setting, _("Share of the revenue"), 2.2),
        column(setting, _("Revenue at risk"), 1.4, align="right"),
    ]
    total = sum((band.arr.amount for band in content.bands), Decimal(0))
    rows = [_band_row(band, total, setting) for band in content.bands]
    remark = _("Renewals of the next twelve months. Revenue at risk is revenue times the probability of losing it.")
    return tabled(setting, heading, table(setting, columns, rows, remark))


def _band_row(band: BandTotal, total: Decimal, setting: Setting) -> list[Block]:
    formats = setting.formats
    right = theme.CELL.aligned("right")
    share = float(band.arr.amount / total) if total else 0.0
    bar = ShareBar(
        share, setting.text(formats.share(share), right), theme.RISK[band.band], hatched=band.band is RiskBand.UNKNOWN
    )
    return [
        band_text(band.band, setting),
        setting.text(formats.number(band.accounts), right),
        setting.text(formats.money(band.arr), right),
        bar,
        setting.text(formats.money(band.at_risk), right.strong()),
    ]


def band_text(band: RiskBand, setting: Setting) -> Text:
    """The band in words, in its colour."""
    style = theme.CELL.strong().painted(theme.RISK_TEXT[band])
    return setting.text(band_label(band, setting.translate), style)
