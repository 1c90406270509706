"""Why, and what to do: the additive reasons, the next best contacts, and what changed."""

from reportlab.platypus import Flowable

from reports import theme
from reports.blocks import Block, Stack
from reports.charts import DivergingBars, Effect
from reports.flowables import Placed
from reports.page import FRAME_WIDTH
from reports.prose import chapter, column, empty, note, table, tabled
from reports.renewal_risk.content import NextContact, Reason, RenewalRiskContent
from reports.setting import LINE_LIMIT, NAME_LIMIT, Setting

# More than these say less; what is left out is summed up so that the bars still add up.
MOST_REASONS = 6
MOST_CONTACTS = 5
MOST_CHANGES = 25


def reasons(content: RenewalRiskContent, setting: Setting) -> list[Flowable]:
    """The reasons as signed bars that add up, the strongest first."""
    _ = setting.translate
    if not content.reasons:
        text = _(
            "No reason can be given yet. Once usage, answers, tickets or contacts are on record, each shows here with "
            "its effect. Next step: import signals or send a survey."
        )
        return [*chapter(setting, _("Why")), empty(setting, text)]
    bars = DivergingBars(
        [_effect(reason, setting) for reason in shown_reasons(content.reasons, _("Everything else"))],
        setting.text(_("Against renewal"), theme.LABEL.aligned("right")),
        setting.text(_("For renewal"), theme.LABEL),
    )
    if content.verdict.probability is not None:
        unit = _("Percentage points of the probability of renewal; they add up.")
    else:
        unit = _("Points of the risk score; they add up.")
    baselines = [
        _("{name} {share}").format(name=name, share=setting.formats.share(share)) for name, share in content.baselines
    ]
    others = _("Other forecasts: {list}").format(list=" · ".join(baselines)) if baselines else ""
    story = chapter(setting, _("Why"), room=bars.height(FRAME_WIDTH) + 50.0)
    return [*story, Placed(bars, after=4.0), note(setting, setting.formats.sentences((unit, others)))]


def shown_reasons(given: tuple[Reason, ...], rest_label: str) -> list[Reason]:
    """The strongest reasons by size of effect, and the sum of the others.

    >>> many = tuple(Reason(str(n), float(n)) for n in range(1, 11))
    >>> [(r.label, r.effect) for r in shown_reasons(many, "rest")][-2:]
    [('6', 6.0), ('rest', 15.0)]
    """
    ranked = sorted(given, key=lambda reason: (-abs(reason.effect), reason.label))
    if len(ranked) <= MOST_REASONS:
        return ranked
    kept, others = ranked[: MOST_REASONS - 1], ranked[MOST_REASONS - 1 :]
    return [*kept, Reason(rest_label, sum(reason.effect for reason in others))]


def _effect(reason: Reason, setting: Setting) -> Effect:
    evidence = reason.evidence
    if reason.on is not None:
        evidence = " · ".join(part for part in (evidence, setting.formats.day(reason.on)) if part)
    return Effect(
        label=setting.text(reason.label, theme.CELL.strong(), limit=NAME_LIMIT * 2, most=2),
        value=reason.effect,
        figure=setting.text(setting.formats.number(reason.effect, digits=1, signed=True), theme.CELL.strong()),
        evidence=setting.text(evidence, theme.NOTE, limit=LINE_LIMIT, most=3),
    )


def next_contacts(content: RenewalRiskContent, setting: Setting) -> list[Flowable]:
    """Whom to see next, through whom, and what each part of that is worth."""
    _ = setting.translate
    title = _("What to do next")
    if not content.next_contacts:
        text = _(
            "No contact can be suggested yet. Next step: map who decides and record who of us knows them; the best "
            "contacts then show here with the way to reach them."
        )
        return [*chapter(setting, title), empty(setting, text)]
    right = "right"
    columns = [
        column(setting, _("Whom, and what for"), 3.4),
        column(setting, _("Introduced by"), 1.5),
        column(setting, _("Way open"), 0.8, align=right),
        column(setting, _("Stance"), 0.75, align=right),
        column(setting, _("Reach"), 0.75, align=right),
        column(setting, _("Insight"), 0.75, align=right),
        column(setting, _("Worth"), 0.75, align=right),
    ]
    rows = [_contact(contact, setting) for contact in content.next_contacts[:MOST_CONTACTS]]
    unit = _("Hundredths of the decision. Worth: way open times (stance + reach + insight), for one unit of effort.")
    return tabled(setting, title, table(setting, columns, rows, unit))


def _contact(contact: NextContact, setting: Setting) -> list[Block]:
    _ = setting.translate
    figures = theme.CELL.aligned("right")

    def points(value: float) -> str:
        return setting.formats.number(value * 100, digits=1)

    return [
        Stack(
            [
                setting.text(contact.person, theme.CELL.strong(), limit=NAME_LIMIT),
                setting.text(contact.action, theme.NOTE, limit=LINE_LIMIT),
            ]
        ),
        setting.text(contact.introducer or _("Directly"), theme.CELL, limit=NAME_LIMIT),
        setting.text(setting.formats.share(contact.access), figures),
        setting.text(points(contact.stance_part), figures),
        setting.text(points(contact.coverage_part), figures),
        setting.text(points(contact.gap_part), figures),
        setting.text(points(contact.value), figures.strong()),
    ]


def changes(content: RenewalRiskContent, setting: Setting) -> list[Flowable]:
    """What is different since the last report."""
    _, formats = setting.translate, setting.formats
    title = _("What changed")
    if content.previous_report is None:
        return [
            *chapter(setting, title),
            empty(setting, _("This is the first report on this account. The next one shows what changed.")),
        ]
    since = _("Since the report of {date}").format(date=formats.day(content.previous_report))
    if not content.changes:
        return [*chapter(setting, title), empty(setting, _("{since}: nothing.").format(since=since))]
    columns = [
        column(setting, since, 3.0),
        column(setting, _("Before"), 1.6),
        column(setting, _("Now"), 1.6),
        column(setting, _("On"), 1.0, align="right"),
    ]
    rows: list[list[Block]] = [
        [
            setting.text(change.what, theme.CELL, limit=LINE_LIMIT),
            setting.text(formats.plain(change.before), theme.CELL, limit=LINE_LIMIT),
            setting.text(formats.plain(change.after), theme.CELL.strong(), limit=LINE_LIMIT),
            setting.text(formats.table_day(change.on), theme.CELL.aligned("right")),
        ]
        for change in content.changes[:MOST_CHANGES]
    ]
    more = ""
    if len(content.changes) > MOST_CHANGES:
        more = _("{count} more are on the account's page.").format(count=len(content.changes) - MOST_CHANGES)
    return tabled(setting, title, table(setting, columns, rows, more))
