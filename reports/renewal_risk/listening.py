"""How each role feels, who is silent, and what was said."""

from reportlab.platypus import Flowable

from reports import theme
from reports.blocks import Block, Inset, Stack
from reports.charts import AnswerBar
from reports.flowables import Grid, Placed
from reports.labels import role_label
from reports.prose import chapter, column, empty, subheading, table, tabled
from reports.renewal_risk.content import Feedback, Quote, RenewalRiskContent, RoleFeedback, SilentPerson
from reports.setting import NAME_LIMIT, Setting

MOST_SILENT = 12
MOST_QUOTES = 4
QUOTE_LIMIT = 420


def feedback(content: RenewalRiskContent, setting: Setting) -> list[Flowable]:
    """The table by role, the silence, the quotes."""
    _ = setting.translate
    title = _("Feedback by role")
    if content.feedback.roles:
        story = tabled(setting, title, _by_role(content.feedback, setting))
    else:
        text = _(
            "Nobody on this account has answered a survey. Next step: send the relationship survey to every role; "
            "answers show here by role, with who stayed silent."
        )
        story = [*chapter(setting, title), empty(setting, text)]
    story += _silence(content.feedback, setting)
    return story + _quotes(content.feedback, setting)


def _by_role(given: Feedback, setting: Setting) -> Grid:
    _, formats = setting.translate, setting.formats
    columns = [
        column(setting, _("Role"), 1.5),
        column(setting, _("Answered"), 0.9),
        column(setting, _("Detractors, passives, promoters"), 2.4),
        column(setting, _("NPS with interval"), 1.7, align="right"),
        column(setting, _("Weight that answered"), 1.1, align="right"),
        column(setting, _("Latest"), 1.25, align="right"),
    ]
    remarks = []
    if given.weighted_nps is not None:
        words = _("NPS weighted by share of the decision: {value}.")
        remarks.append(words.format(value=formats.measure_with_interval(given.weighted_nps)))
    if given.response_coverage is not None:
        words = _("Those who answered within 180 days carry {share} of the decision.")
        remarks.append(words.format(share=formats.measure(given.response_coverage)))
    remarks.append(_("NPS from -100 to +100: share of promoters (9-10) less share of detractors (0-6)."))
    return table(setting, columns, [_role_row(row, setting) for row in given.roles], formats.sentences(remarks))


def _role_row(row: RoleFeedback, setting: Setting) -> list[Block]:
    _, formats = setting.translate, setting.formats
    right = theme.CELL.aligned("right")
    name = role_label(row.role, _) if row.role is not None else _("Everybody")
    answers: Block
    if row.withheld:
        answers = setting.text(_("Too few answers to show without naming people"), theme.NOTE)
    elif row.answered == 0:
        answers = setting.text(_("No answer"), theme.NOTE)
    else:
        answers = AnswerBar(row.detractors, row.passives, row.promoters, setting)
    nps = None if row.withheld else row.nps
    return [
        setting.text(name, theme.CELL.strong()),
        setting.text(_("{answered} of {invited}").format(answered=row.answered, invited=row.invited), theme.CELL),
        answers,
        setting.text(formats.measure_with_interval(nps), right),
        setting.text(formats.share(row.response_coverage), right),
        setting.text(formats.table_day(row.latest), right),
    ]


def _silence(given: Feedback, setting: Setting) -> list[Flowable]:
    if not given.silent:
        return []
    _ = setting.translate
    columns = [
        column(setting, _("Who"), 2.4),
        column(setting, _("Role"), 1.6),
        column(setting, _("Share of the decision"), 1.2, align="right"),
        column(setting, _("Asked on"), 1.2, align="right"),
        column(setting, _("Last answer"), 1.2, align="right"),
    ]
    ranked = sorted(given.silent, key=lambda p: (-p.decision_weight, p.name))
    rows = [_silent_row(person, setting) for person in ranked[:MOST_SILENT]]
    return [*subheading(setting, _("Silent, and it matters")), Grid(columns, rows)]


def _silent_row(person: SilentPerson, setting: Setting) -> list[Block]:
    _, formats = setting.translate, setting.formats
    right = theme.CELL.aligned("right")
    return [
        setting.text(person.name, theme.CELL.strong(), limit=NAME_LIMIT),
        setting.text(role_label(person.role, _), theme.CELL),
        setting.text(formats.share(person.decision_weight), right),
        setting.text(formats.table_day(person.asked_on) if person.asked_on else _("Never asked"), right),
        setting.text(formats.table_day(person.last_answer) if person.last_answer else _("Never"), right),
    ]


def _quotes(given: Feedback, setting: Setting) -> list[Flowable]:
    if not given.quotes:
        return []
    _ = setting.translate
    story = subheading(setting, _("In their words"), room=70.0)
    return story + [Placed(_quote(quote, setting), after=6.0) for quote in given.quotes[:MOST_QUOTES]]


def _quote(quote: Quote, setting: Setting) -> Inset:
    _, formats = setting.translate, setting.formats
    who = [quote.who, role_label(quote.role, _) if quote.role is not None else ""]
    who.append(formats.day(quote.on) if quote.on else "")
    signed = " · ".join(part for part in who if part) or _("Anonymous")
    words = [
        setting.text(quote.text, theme.BODY, limit=QUOTE_LIMIT),
        setting.text(signed, theme.NOTE, limit=NAME_LIMIT * 2),
    ]
    return Inset(Stack(words, gap=2), theme.ACCENT_SOFT)
