"""The decision chain drawn as a network."""

import math

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from reports import theme
from reports.chain import Chain, Person, Tie
from reports.labels import role_label, side_label, sub_role_label
from reports.lines import shorten, wrap
from reports.network_geometry import Geometry, Node, fitted
from reports.network_layout import Box
from reports.network_shapes import (
    Point,
    draw_conflict,
    draw_influence,
    draw_shape,
    draw_working,
    polyline,
    sign_colour,
)
from reports.setting import NAME_LIMIT, Setting
from reports.theme import TextStyle
from scoring.vocabulary import TieKind

TALLEST = 600.0
# Curves beyond this number would cover each other; the weakest are left out and counted under the drawing.
MOST_CURVES = 70
_NAME = TextStyle(7.5, 8.8, bold=True)
_TITLE = TextStyle(6.8, 8.2, colour=theme.MUTED)
_SIGN = TextStyle(9, 11, bold=True)
_BAND = TextStyle(7.5, 10, colour=theme.MUTED, bold=True)


class Network(Flowable):
    """The drawing, scaled down where a chain is too deep for the page; it stays in one piece."""

    def __init__(self, chain: Chain, setting: Setting, *, account: str = "", tallest: float = TALLEST):
        super().__init__()
        self.account = account
        self.chain = chain
        self.setting = setting
        self.tallest = tallest
        self.geometry: Geometry | None = None
        self.spaceAfter = 6.0

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803  the library's names
        """The full width, and at most the tallest height."""
        if self.geometry is None or self.width != aW:
            self.geometry = fitted(self.chain, aW, self.tallest)
        self.scale = aW / self.geometry.width
        self.width, self.height = aW, self.geometry.height * self.scale
        return self.width, self.height

    def draw(self) -> None:
        """Lines first, then people, so that no line crosses a name."""
        canvas, geometry = self.canv, self.geometry
        if geometry is None:
            return
        canvas.saveState()
        canvas.translate(0, self.height)
        canvas.scale(self.scale, self.scale)
        canvas.setLineJoin(1)
        canvas.setLineCap(1)
        heaviest = max((p.decision_weight for p in self.chain.people), default=0.0)
        curves = curved_ties(geometry)[:MOST_CURVES]
        for tie in curves:
            if tie.kind is not TieKind.CONFLICTS:
                self._curve(canvas, geometry, tie)
        for line in geometry.lines:
            canvas.setStrokeColor(theme.MUTED)
            canvas.setLineWidth(0.9)
            polyline(canvas, [_up(corner) for corner in line.corners])
        for node in geometry.nodes.values():
            self._label_ground(canvas, node)
        self._bands(canvas, geometry)
        for tie in curves:
            if tie.kind is TieKind.CONFLICTS:
                self._curve(canvas, geometry, tie)
        for node in geometry.nodes.values():
            self._node(canvas, node, heaviest)
        canvas.restoreState()

    def _bands(self, canvas: Canvas, geometry: Geometry) -> None:
        _ = self.setting.translate
        for band in geometry.bands:
            name = band.name or self.account or _("The account itself")
            words = f"{name} · {side_label(band.side, _)}" if band.name else name
            if band.strip.top > 0:
                canvas.setStrokeColor(theme.HAIRLINE)
                canvas.setLineWidth(0.5)
                canvas.line(0, -band.strip.top, geometry.width, -band.strip.top)
            text = self.setting.text(words, _BAND, limit=NAME_LIMIT * 2, most=1)
            canvas.setFillColor(theme.WHITE)
            ground = self.setting.width(text.text, _BAND) + 4
            canvas.rect(0, -band.strip.bottom + 2, ground, band.strip.height - 3, stroke=0, fill=1)
            text.draw(canvas, 0, -band.strip.top - 2, geometry.width)

    def _curve(self, canvas: Canvas, geometry: Geometry, tie: Tie) -> None:
        start, end = geometry.nodes[tie.source].shape, geometry.nodes[tie.target].shape
        first, second = _up(start.centre), _up(end.centre)
        distance = math.dist(first, second)
        bend = min(26.0, 8.0 + distance * 0.09)
        if start.top == end.top:
            # Within a row the curve leaves from above and goes over the names between the two.
            bend = math.copysign(min(44.0, max(30.0, distance * 0.16)), second[0] - first[0])
        elif tie.kind is TieKind.WORKS_WITH:
            bend = -bend
        first, second = _ends(start, end, bend)
        if tie.kind is TieKind.INFLUENCES:
            draw_influence(canvas, first, second, tie.strength, bend)
        elif tie.kind is TieKind.WORKS_WITH:
            draw_working(canvas, first, second, bend)
        else:
            draw_conflict(canvas, first, second, bend)

    def _label_ground(self, canvas: Canvas, node: Node) -> None:
        """Almost white behind the words, as wide as they are, so that a curve fades beneath them."""
        canvas.saveState()
        canvas.setFillColor(theme.WHITE)
        canvas.setFillAlpha(0.84)
        width = min(node.label.width, max(self._widest(node), 30.0)) + 3
        canvas.rect(node.label.left - 1.5, -node.label.bottom, width, node.label.height, stroke=0, fill=1)
        canvas.restoreState()

    def _widest(self, node: Node) -> float:
        names, second = self._words(node)
        widths = [self.setting.width(line, _NAME) for line in names]
        return max([*widths, self.setting.width(second, _TITLE), 46.0])

    def _words(self, node: Node) -> tuple[tuple[str, ...], str]:
        """The lines of the name (at most two) and the line beneath it."""
        person, setting, room = node.person, self.setting, node.label.width
        name = setting.text(person.name, _NAME, limit=NAME_LIMIT).text
        names = wrap(name, setting.face.bold, _NAME.size, room, most=2)
        second = setting.text(second_line(person, setting), _TITLE, limit=NAME_LIMIT).text
        return names, shorten(second, setting.face.regular, _TITLE.size, room)

    def _node(self, canvas: Canvas, node: Node, heaviest: float) -> None:
        person, setting = node.person, self.setting
        centre = _up(node.shape.centre)
        draw_shape(canvas, person.role, person.stance, centre, node.shape.width, missing=person.missing)
        weight = setting.face.bold
        canvas.setFont(weight.name, _SIGN.size)
        canvas.setFillColor(sign_colour(person.stance))
        canvas.drawCentredString(centre[0], centre[1] - 3.2, theme.STANCE_SIGN[person.stance])
        if person.left_on is not None:
            self._crossed_out(canvas, node)
        names, second = self._words(node)
        used = len(names) * _NAME.leading + (_TITLE.leading if second else 0.0) + 7.0
        top = -(node.label.top + max(0.0, (node.label.height - used) / 2))
        for line in names:
            _write(canvas, setting, line, _NAME, node.label.left, top)
            top -= _NAME.leading
        if second:
            colour = theme.RISK_TEXT_HIGH if person.blocker or person.left_on else theme.MUTED
            _write(canvas, setting, second, _TITLE.painted(colour), node.label.left, top)
            top -= _TITLE.leading
        self._weight_bar(canvas, node, top, heaviest)

    def _weight_bar(self, canvas: Canvas, node: Node, top: float, heaviest: float) -> None:
        share = node.person.decision_weight
        figure = self.setting.formats.share(share)
        size = TextStyle(6.4, 7.4, colour=theme.INK)
        room = max(12.0, min(48.0, node.label.width - 24.0))
        y = top - 5.2
        canvas.setFillColor(theme.HAIRLINE)
        canvas.rect(node.label.left, y, room, 3.0, stroke=0, fill=1)
        canvas.setFillColor(theme.INK)
        canvas.rect(node.label.left, y, room * (share / heaviest if heaviest > 0 else 0.0), 3.0, stroke=0, fill=1)
        _write(canvas, self.setting, figure, size, node.label.left + room + 3, top)

    def _crossed_out(self, canvas: Canvas, node: Node) -> None:
        canvas.setStrokeColor(theme.RISK_TEXT_HIGH)
        canvas.setLineWidth(1.4)
        box = node.shape
        canvas.line(box.left - 1, -box.bottom - 1, box.right + 1, -box.top + 1)


def second_line(person: Person, setting: Setting) -> str:
    """What stands under a name: what must not be overlooked, else the title, else the function."""
    _ = setting.translate
    title = person.title or sub_role_label(person.sub_role, _) or role_label(person.role, _)
    if person.left_on is not None:
        return _("Left {date}").format(date=setting.formats.day(person.left_on))
    if person.blocker:
        return _("Blocker · {title}").format(title=title)
    return _("Missing") if person.missing else title


def curved_ties(geometry: Geometry) -> list[Tie]:
    """The ties drawn as curves between people on the drawing, conflicts first, then the strongest."""
    known = [
        tie
        for tie in geometry.ties
        if tie.kind is not TieKind.REPORTS_TO
        and tie.source in geometry.nodes
        and tie.target in geometry.nodes
        and tie.source != tie.target
    ]
    return sorted(known, key=lambda t: (t.kind is not TieKind.CONFLICTS, -t.strength, t.source, t.target))


def _up(point: Point) -> Point:
    """From the layout's downward axis to the page's upward one, below the drawing's top edge."""
    return point[0], -point[1]


def _ends(start: Box, end: Box, bend: float) -> tuple[Point, Point]:
    """Where a curve leaves one shape and meets the other."""
    first, second = _up(start.centre), _up(end.centre)
    reach = start.width / 2 + 1.5
    if start.top == end.top:
        return (first[0], first[1] + reach), (second[0], second[1] + reach)
    return _towards(first, second, reach, bend), _towards(second, first, reach, -bend)


def _towards(start: Point, end: Point, reach: float, bend: float) -> Point:
    """The point at which a curve bent by ``bend`` leaves a shape of radius ``reach`` around ``start``."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy) or 1.0
    toward = (dx / 2 - dy / length * bend, dy / 2 + dx / length * bend)
    norm = math.hypot(*toward) or 1.0
    return start[0] + toward[0] / norm * reach, start[1] + toward[1] / norm * reach


def _write(canvas: Canvas, setting: Setting, line: str, style: TextStyle, x: float, top: float) -> None:
    canvas.setFont(setting.face.weight(style.bold).name, style.size)
    canvas.setFillColor(style.colour)
    canvas.drawString(x, top - (style.leading + 0.72 * style.size) / 2, line)
