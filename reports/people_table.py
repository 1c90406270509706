"""The people of a chain as a table: the drawing's numbers, one person a row."""

from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from reports import theme
from reports.blocks import ShareBar, Stack, Text
from reports.chain import Person
from reports.flowables import Grid
from reports.labels import role_label, stance_label, sub_role_label
from reports.network_shapes import draw_shape, sign_colour
from reports.prose import column, table
from reports.setting import LINE_LIMIT, NAME_LIMIT, Setting
from scoring.vocabulary import Stance

_MARK = 12.0
_SIGN_SIZE = 5.6


@dataclass(frozen=True)
class StanceMark:
    """The person's own sign of the drawing, small, with the stance in words."""

    person: Person
    words: Text

    def height(self, width: float) -> float:
        """The words' or the sign's, whichever is taller."""
        return max(_MARK, self.words.height(width - _MARK - 5))

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """The sign, then the words."""
        person, middle = self.person, top - _MARK / 2
        draw_shape(canvas, person.role, person.stance, (x + _MARK / 2, middle), _MARK, missing=person.missing)
        canvas.setFont(self.words.face.bold.name, _SIGN_SIZE)
        canvas.setFillColor(sign_colour(person.stance))
        canvas.drawCentredString(x + _MARK / 2, middle - 2, theme.STANCE_SIGN[person.stance])
        self.words.draw(canvas, x + _MARK + 5, top, width - _MARK - 5)


def people_table(people: tuple[Person, ...], setting: Setting, remark: str = "") -> Grid:
    """Everybody, the heaviest first; ``remark`` stands under the table."""
    _ = setting.translate
    right = "right"
    columns = [
        column(setting, _("Person"), 2.6),
        column(setting, _("Role"), 1.6),
        column(setting, _("Stance"), 1.35),
        column(setting, _("Share of the decision"), 1.4),
        column(setting, _("Reach"), 0.7, align=right),
        column(setting, _("Unclear"), 0.8, align=right),
        column(setting, _("Last contact"), 1.35, align=right),
    ]
    ordered = sorted(people, key=lambda p: (-p.decision_weight, p.name, p.key))
    heaviest = max((p.decision_weight for p in people), default=1.0)
    return table(setting, columns, [_row(person, heaviest, setting) for person in ordered], remark)


def _row(person: Person, heaviest: float, setting: Setting) -> list[Stack | StanceMark | ShareBar | Text]:
    formats = setting.formats
    figures = theme.CELL.aligned("right")
    share = setting.text(formats.share(person.decision_weight), figures)
    unknown_reach = person.missing
    return [
        _who(person, setting),
        _role(person, setting),
        StanceMark(person, setting.text(stance_words(person.stance, setting), theme.CELL)),
        ShareBar(person.decision_weight, share, theme.INK, full=heaviest or 1.0),
        setting.text(formats.share(None if unknown_reach else person.reach), figures),
        setting.text(formats.share(person.gap), figures),
        setting.text(formats.table_day(person.last_contact), figures),
    ]


def stance_words(stance: Stance | None, setting: Setting) -> str:
    """The stance in the reader's language."""
    return stance_label(stance, setting.translate)


def _who(person: Person, setting: Setting) -> Stack:
    _ = setting.translate
    remarks = []
    if person.left_on is not None:
        remarks.append(_("Left {date}").format(date=setting.formats.day(person.left_on)))
    if person.missing:
        remarks.append(_("Missing: nobody is known to hold this role"))
    if person.blocker:
        remarks.append(_("Blocker"))
    if person.opted_out:
        remarks.append(_("Does not want to be contacted"))
    about = " · ".join(part for part in (person.title, person.organisation) if part)
    lines = [setting.text(person.name, theme.CELL.strong(), limit=NAME_LIMIT)]
    if about:
        lines.append(setting.text(about, theme.NOTE, limit=LINE_LIMIT, most=3))
    if remarks:
        lines.append(setting.text(" · ".join(remarks), theme.NOTE.painted(theme.RISK_TEXT_HIGH)))
    return Stack(lines)


def _role(person: Person, setting: Setting) -> Stack:
    _ = setting.translate
    lines = [setting.text(role_label(person.role, _), theme.CELL)]
    if person.sub_role is not None:
        lines.append(setting.text(sub_role_label(person.sub_role, _), theme.NOTE))
    return Stack(lines)
