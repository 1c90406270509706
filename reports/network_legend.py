"""The one legend of the decision chain, always the same."""

from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

from reports import theme
from reports.labels import role_label, stance_label
from reports.network_shapes import (
    draw_influence,
    draw_shape,
    draw_working,
    draw_zigzag,
    polyline,
    sign_colour,
)
from reports.setting import Setting
from reports.theme import TextStyle
from scoring.vocabulary import Role, Stance

_STYLE = TextStyle(7.2, 10, colour=theme.MUTED)
_SIGN = TextStyle(6.2, 8, bold=True)
_ROW = 17.0
_SYMBOL = 22.0
_GAP = 14.0
_SIZE = 13.0

Symbol = Callable[[Canvas, float, float], None]


class Legend:
    """A block: symbols with their words, in as many lines as the width asks for."""

    def __init__(self, setting: Setting):
        self.setting = setting
        self.entries = _entries(setting)

    def height(self, width: float) -> float:
        """One row of symbols after the other."""
        return len(self._rows(width)) * _ROW

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """From the first entry on, left to right."""
        for row in self._rows(width):
            left, middle = x, top - _ROW / 2
            for symbol, words in row:
                symbol(canvas, left + _SYMBOL / 2, middle)
                text = self.setting.text(words, _STYLE, most=1)
                wide = self.setting.width(text.text, _STYLE)
                text.draw(canvas, left + _SYMBOL + 3, middle + _STYLE.leading / 2, wide + 1)
                left += _SYMBOL + 3 + wide + _GAP
            top -= _ROW

    def _rows(self, width: float) -> list[list[tuple[Symbol, str]]]:
        rows: list[list[tuple[Symbol, str]]] = [[]]
        used = 0.0
        for symbol, words in self.entries:
            wide = _SYMBOL + 3 + self.setting.width(self.setting.text(words, _STYLE).text, _STYLE)
            if rows[-1] and used + wide > width:
                rows.append([])
                used = 0.0
            rows[-1].append((symbol, words))
            used += wide + _GAP
        return rows


def _entries(setting: Setting) -> list[tuple[Symbol, str]]:
    _ = setting.translate
    shapes = [(_person(role), role_label(role, _)) for role in (Role.DECISION_MAKER, Role.INFLUENCER, Role.END_USER)]
    stances: list[tuple[Symbol, str]] = [
        (_stance(stance, setting), stance_label(stance, _)) for stance in (*Stance, None)
    ]
    return [
        *shapes,
        (_missing, _("Missing person")),
        *stances,
        (_reporting, _("Reports to")),
        (_influence, _("Influences, thicker is stronger")),
        (_working, _("Work together")),
        (_conflict, _("Conflict")),
        (_weight, _("Share of the decision")),
    ]


def _person(role: Role) -> Symbol:
    def symbol(canvas: Canvas, x: float, y: float) -> None:
        draw_shape(canvas, role, None, (x, y), _SIZE)

    return symbol


def _stance(stance: Stance | None, setting: Setting) -> Symbol:
    def symbol(canvas: Canvas, x: float, y: float) -> None:
        draw_shape(canvas, Role.END_USER, stance, (x, y), _SIZE)
        canvas.setFont(setting.face.bold.name, _SIGN.size)
        canvas.setFillColor(sign_colour(stance))
        canvas.drawCentredString(x, y - 2.2, theme.STANCE_SIGN[stance])

    return symbol


def _missing(canvas: Canvas, x: float, y: float) -> None:
    draw_shape(canvas, Role.DECISION_MAKER, None, (x, y), _SIZE, missing=True)


def _reporting(canvas: Canvas, x: float, y: float) -> None:
    canvas.setStrokeColor(theme.MUTED)
    canvas.setLineWidth(0.9)
    polyline(canvas, [(x - 9, y - 4), (x - 9, y + 1), (x + 9, y + 1), (x + 9, y + 5)])


def _influence(canvas: Canvas, x: float, y: float) -> None:
    draw_influence(canvas, (x - 10, y - 3), (x + 10, y - 3), 0.5, 7)


def _working(canvas: Canvas, x: float, y: float) -> None:
    draw_working(canvas, (x - 10, y - 2), (x + 10, y - 2), 6)


def _conflict(canvas: Canvas, x: float, y: float) -> None:
    draw_zigzag(canvas, (x, y))


def _weight(canvas: Canvas, x: float, y: float) -> None:
    canvas.setFillColor(theme.HAIRLINE)
    canvas.rect(x - 10, y - 1.5, 20, 3, stroke=0, fill=1)
    canvas.setFillColor(theme.INK)
    canvas.rect(x - 10, y - 1.5, 12, 3, stroke=0, fill=1)
