"""The first view: whose renewal, the verdict, the facts, and the four figures that carry it."""

from datetime import date

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable

from reports import theme
from reports.blocks import Block, Columns, Inset, Stack, Text
from reports.charts import IntervalBar
from reports.flowables import Placed
from reports.labels import band_label
from reports.renewal_risk.content import AccountFacts, RenewalRiskContent, Verdict
from reports.renewal_risk.verdict import verdict_sentence
from reports.setting import LINE_LIMIT, NAME_LIMIT, Setting
from reports.values import Measure
from scoring.vocabulary import RiskBand


def title(content: RenewalRiskContent, setting: Setting) -> list[Flowable]:
    """The account, the verdict, and what it is based on."""
    _, formats, verdict = setting.translate, setting.formats, content.verdict
    eyebrow = _("Renewal risk as known on {date}").format(date=formats.day(content.data_date))
    sentence = setting.text(verdict_sentence(verdict, formats, _), theme.VERDICT, limit=LINE_LIMIT * 2, most=5)
    known = verdict.band is not RiskBand.UNKNOWN
    below = " · ".join(part for part in (band_label(verdict.band, _) if known else "", verdict.band_reason) if part)
    style = theme.BODY.painted(theme.RISK_TEXT[verdict.band]).strong()
    lines = [sentence, setting.text(below, style, limit=LINE_LIMIT)] if below else [sentence]
    return [
        Placed(setting.text(eyebrow, theme.LABEL), after=2.0),
        Placed(setting.text(content.account.name, theme.TITLE, limit=NAME_LIMIT * 2, most=3), after=10.0),
        Placed(
            Inset(Stack(lines, gap=2), theme.RISK[verdict.band], ground=theme.SURFACE, hatched=not known), after=12.0
        ),
    ]


def facts(account: AccountFacts, setting: Setting) -> list[Flowable]:
    """Two rows of four facts; what is not known says so."""
    _, formats = setting.translate, setting.formats
    rows = [
        [
            (_("Annual recurring revenue"), formats.money(account.arr) if account.arr else ""),
            (_("Revenue at risk"), formats.money(account.at_risk) if account.at_risk else ""),
            (_days_label(_("Contract ends"), account.days_left, setting), _day(account.contract_end, setting)),
            (_days_label(_("Notice by"), account.notice_days_left, setting), _day(account.notice_by, setting)),
        ],
        [
            (_("Owner"), account.owner or _("Nobody yet")),
            (_("Segment"), account.segment),
            (_("Industry and region"), " · ".join(p for p in (account.industry, account.region) if p)),
            (_("Lifecycle stage"), account.stage),
        ],
    ]
    blocks = [Columns([_fact(label, value, setting) for label, value in row]) for row in rows]
    return [Placed(Stack(blocks, gap=10), after=16.0)]


def _day(day: date | None, setting: Setting) -> str:
    return "" if day is None else setting.formats.day(day)


def _days_label(label: str, days: int | None, setting: Setting) -> str:
    if days is None:
        return label
    _ = setting.translate
    if days < 0:
        return _("{what}, {count} days ago").format(what=label, count=setting.formats.number(-days))
    return _("{what}, in {count} days").format(what=label, count=setting.formats.number(days))


def _fact(label: str, value: str, setting: Setting) -> Stack:
    _ = setting.translate
    shown = value or _("Not known")
    return Stack([setting.text(label, theme.LABEL), setting.text(shown, theme.VALUE, limit=NAME_LIMIT, most=3)], gap=1)


def figures(content: RenewalRiskContent, setting: Setting) -> list[Flowable]:
    """Renewal, health, reach, knowledge: each with its scale, its interval or confidence, and its direction."""
    tiles = [
        _renewal(content.verdict, setting),
        _health(content, setting),
        _reach(content, setting),
        _known(content, setting),
    ]
    return [Placed(Columns(tiles, gap=20), after=4.0)]


def _renewal(verdict: Verdict, setting: Setting) -> Stack:
    _ = setting.translate
    heading = _("Probability of renewal")
    colour = theme.RISK[verdict.band]
    if verdict.probability is None or verdict.band is RiskBand.UNKNOWN:
        unknown = verdict.band is RiskBand.UNKNOWN
        style = theme.FIGURE_GREY if unknown else theme.VERDICT.painted(theme.RISK_TEXT[verdict.band])
        word = setting.text(band_label(verdict.band, _), style, most=2)
        return _tile(heading, word, None, _("No percentage has been earned yet"), setting)
    figure = setting.text(setting.formats.measure(verdict.probability), theme.FIGURE)
    interval = setting.formats.interval(verdict.probability)
    remark = (
        _("{level} interval {interval}").format(level=setting.formats.share(0.8), interval=interval) if interval else ""
    )
    return _tile(heading, figure, _share_bar(verdict.probability, colour, setting), remark, setting)


def _health(content: RenewalRiskContent, setting: Setting) -> Stack:
    _, formats, health = setting.translate, setting.formats, content.health
    heading = _("Health score, 0 to 100")
    confidence = _("Confidence {share}").format(share=formats.share(health.confidence))
    if health.score is None:
        return _tile(heading, _grey(_("Nothing observed yet"), setting), None, confidence, setting)
    number = formats.number(health.score)
    if health.confidence < theme.CONFIDENT:
        words = _("{score}, little data").format(score=number)
        return _tile(heading, _grey(words, setting), None, confidence, setting)
    ends = (setting.text("0", theme.LABEL), setting.text("100", theme.LABEL.aligned("right")))
    bar = IntervalBar(health.score, 0, 100, ends, theme.ACCENT)
    return _tile(heading, setting.text(number, theme.FIGURE), bar, confidence, setting)


def _reach(content: RenewalRiskContent, setting: Setting) -> Stack:
    _, chain = setting.translate, content.chain
    heading = _("Decision that we reach")
    if chain.coverage is None:
        return _tile(heading, _grey(_("No chain mapped yet"), setting), None, "", setting)
    remark = ""
    if chain.threads is not None:
        remark = _("{count} separate threads").format(count=setting.formats.measure(chain.threads))
        if chain.single_threaded:
            remark = _("{threads}: single-threaded").format(threads=remark)
    figure = setting.text(setting.formats.measure(chain.coverage), theme.FIGURE)
    return _tile(heading, figure, _share_bar(chain.coverage, theme.ACCENT, setting), remark, setting)


def _known(content: RenewalRiskContent, setting: Setting) -> Stack:
    _, chain = setting.translate, content.chain
    heading = _("Decision that we understand")
    if chain.known_weight is None:
        return _tile(heading, _grey(_("No chain mapped yet"), setting), None, "", setting)
    remark = ""
    if chain.forecast is not None:
        words = setting.formats.measure_with_interval(chain.forecast)
        remark = _("Consensus {value} on -1 to +1").format(value=words)
    figure = setting.text(setting.formats.measure(chain.known_weight), theme.FIGURE)
    return _tile(heading, figure, _share_bar(chain.known_weight, theme.ACCENT, setting), remark, setting)


def _tile(heading: str, figure: Text, bar: Block | None, remark: str, setting: Setting) -> Stack:
    blocks: list[Block] = [setting.text(heading, theme.LABEL), figure]
    if bar is not None:
        blocks.append(bar)
    if remark:
        blocks.append(setting.text(remark, theme.NOTE))
    return Stack(blocks, gap=2)


def _grey(words: str, setting: Setting) -> Text:
    return setting.text(words, theme.FIGURE_GREY)


def _share_bar(measure: Measure, colour: Color, setting: Setting) -> IntervalBar:
    formats = setting.formats
    ends = (
        setting.text(formats.share(0.0), theme.LABEL),
        setting.text(formats.share(1.0), theme.LABEL.aligned("right")),
    )
    return IntervalBar(measure.value, 0, 1, ends, colour, measure.low, measure.high)
