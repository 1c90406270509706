"""The health score opened into its groups, and its course over time."""

from reportlab.platypus import Flowable

from reports import theme
from reports.blocks import Block, Inset, Stack
from reports.charts import TrendLine
from reports.flowables import Placed
from reports.labels import group_label
from reports.prose import chapter, column, empty, note, paragraph, table, tabled
from reports.renewal_risk.content import GroupScore, Health, RenewalRiskContent
from reports.setting import LINE_LIMIT, PARAGRAPH_LIMIT, Setting


def health_score(content: RenewalRiskContent, setting: Setting) -> list[Flowable]:
    """The sentence, the groups, the exceptions, and a person's own judgement where there is one."""
    _, health = setting.translate, content.health
    title = _("Health score")
    if health.score is None or not health.groups:
        text = _(
            "Nothing has been observed yet. The score starts with the first answer, contact, ticket or usage figure. "
            "Next step: import signals for this account."
        )
        return [*chapter(setting, title), empty(setting, text)]
    right = "right"
    columns = [
        column(setting, _("Group and evidence"), 4.0),
        column(setting, _("Score"), 0.8, align=right),
        column(setting, _("Weight"), 0.8, align=right),
        column(setting, _("Confidence"), 1.0, align=right),
        column(setting, _("Against the segment"), 1.2, align=right),
    ]
    add_up = _("The last column is in points and adds up to the score less the segment's mean. High is good.")
    grid = table(setting, columns, [_group(group, setting) for group in health.groups], add_up)
    story = tabled(setting, title, grid, paragraph(setting, _sentence(health, setting)))
    story += [note(setting, text) for text in health.exceptions[:6]]
    return story + _override(health, setting)


def _sentence(health: Health, setting: Setting) -> str:
    _, formats = setting.translate, setting.formats
    score = formats.number(health.score or 0.0)
    confidence = formats.share(health.confidence)
    words = [_("{score} of 100, with a confidence of {confidence}.").format(score=score, confidence=confidence)]
    if health.confidence < theme.CONFIDENT:
        words.append(_("That is too little to rely on: read it as a hint."))
    if health.segment_mean is not None:
        words.append(_("The segment's mean is {mean}.").format(mean=formats.number(health.segment_mean)))
    return formats.sentences(words)


def _group(group: GroupScore, setting: Setting) -> list[Block]:
    _, formats = setting.translate, setting.formats
    figures = theme.CELL.aligned("right")
    weak = group.confidence < theme.CONFIDENT
    strong = figures.painted(theme.MUTED) if weak else figures.strong()
    score = formats.number(group.score) if group.score is not None else "–"
    contribution = "–" if group.contribution is None else formats.number(group.contribution, digits=1, signed=True)
    evidence = group.evidence or (_("Nothing observed") if group.score is None else "")
    return [
        Stack(
            [
                setting.text(group_label(group.group, _), theme.CELL.strong()),
                setting.text(evidence, theme.NOTE, limit=LINE_LIMIT, most=3),
            ]
        ),
        setting.text(score, strong),
        setting.text(formats.share(group.weight), figures),
        setting.text(formats.share(group.confidence), figures),
        setting.text(contribution, strong),
    ]


def _override(health: Health, setting: Setting) -> list[Flowable]:
    override = health.override
    if override is None:
        return []
    _, formats = setting.translate, setting.formats
    words = _("{by} judges the health at {score} until {date}: {reason}").format(
        by=override.by, score=formats.number(override.score), date=formats.day(override.until), reason=override.reason
    )
    return [Placed(Inset(setting.text(words, theme.BODY, limit=PARAGRAPH_LIMIT), theme.ACCENT_SOFT), after=6.0)]


def trend(content: RenewalRiskContent, setting: Setting) -> list[Flowable]:
    """The score as it was known on each day."""
    _ = setting.translate
    story: list[Flowable] = [*chapter(setting, _("Health score over time"), room=190.0)]
    if len(content.trend) < 2:
        text = _("A line appears here once the score has been computed on at least two days.")
        return [*story, empty(setting, text)]
    points = [(p.on, p.score, p.confidence) for p in sorted(content.trend, key=lambda p: p.on)]
    unit = _("0 to 100, high is good; each day as it was known then. Dashed grey: little data.")
    return [*story, Placed(TrendLine(points, setting)), note(setting, unit)]
