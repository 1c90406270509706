"""The signs of the decision chain, the same on every drawing and in the legend: shapes, lines and marks."""

import math
from collections.abc import Sequence

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from reports import theme
from scoring.vocabulary import Role, Stance

Point = tuple[float, float]


def draw_shape(
    canvas: Canvas, role: Role | None, stance: Stance | None, centre: Point, size: float, *, missing: bool = False
) -> None:
    """A person: the shape says the role, the fill the stance; unknown is only outlined, missing is dashed."""
    canvas.saveState()
    canvas.setLineWidth(1.0 if size > 20 else 0.7)
    canvas.setStrokeColor(theme.INK)
    canvas.setFillColor(theme.WHITE if stance is None else theme.STANCE[stance])
    if missing:
        canvas.setDash(2.5, 2)
        canvas.setStrokeColor(theme.MUTED)
    x, y = centre[0] - size / 2, centre[1] - size / 2
    match role:
        case Role.DECISION_MAKER:
            canvas.setFillColor(theme.WHITE)
            canvas.roundRect(x, y, size, size, 0.19 * size, stroke=1, fill=1)
            canvas.setFillColor(theme.WHITE if stance is None else theme.STANCE[stance])
            inset = max(1.4, 0.092 * size)
            inner = size - 2 * inset
            canvas.roundRect(x + inset, y + inset, inner, inner, 0.12 * size, stroke=1, fill=1)
        case Role.INFLUENCER:
            polygon(canvas, _hexagon(centre, size / 2), fill=True)
        case Role.END_USER:
            canvas.circle(centre[0], centre[1], size / 2 - 0.5, stroke=1, fill=1)
        case None:
            edge = size * 0.78
            canvas.rect(centre[0] - edge / 2, centre[1] - edge / 2, edge, edge, stroke=1, fill=1)
    canvas.restoreState()


def sign_colour(stance: Stance | None) -> Color:
    """The colour in which the sign inside a shape can be read."""
    return theme.MUTED if stance is None else theme.STANCE_INK[stance]


def polygon(canvas: Canvas, points: Sequence[Point], *, fill: bool) -> None:
    """A closed outline through ``points``."""
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path, stroke=1, fill=int(fill))


def _hexagon(centre: Point, radius: float) -> list[Point]:
    return [
        (centre[0] + radius * math.cos(math.radians(angle)), centre[1] + radius * math.sin(math.radians(angle)))
        for angle in range(0, 360, 60)
    ]


def polyline(canvas: Canvas, corners: Sequence[Point]) -> None:
    """A solid line through ``corners``."""
    path = canvas.beginPath()
    path.moveTo(*corners[0])
    for corner in corners[1:]:
        path.lineTo(*corner)
    canvas.drawPath(path, stroke=1, fill=0)


def influence_width(strength: float) -> float:
    """The thickness in points of a line of influence.

    >>> influence_width(0), influence_width(1)
    (0.6, 3.0)
    """
    return 0.6 + 2.4 * max(0.0, min(1.0, strength))


def draw_influence(canvas: Canvas, start: Point, end: Point, strength: float, bend: float) -> None:
    """A curve with an arrow at whom it reaches; ``bend`` is how far it leaves the straight line."""
    control = _control(start, end, bend)
    width = influence_width(strength)
    canvas.setStrokeColor(theme.ACCENT_SOFT)
    canvas.setFillColor(theme.ACCENT_SOFT)
    canvas.setLineWidth(width)
    length = 5.0 + width
    angle = math.atan2(end[1] - control[1], end[0] - control[0])
    tail = (end[0] - length * 0.8 * math.cos(angle), end[1] - length * 0.8 * math.sin(angle))
    _curve(canvas, start, control, tail)
    wings = [
        (end[0] - length * math.cos(angle + turn), end[1] - length * math.sin(angle + turn)) for turn in (0.42, -0.42)
    ]
    canvas.setLineWidth(0.3)
    polygon(canvas, [end, *wings], fill=True)


def draw_working(canvas: Canvas, start: Point, end: Point, bend: float) -> None:
    """Two who work together: a thin dotted curve without an arrow."""
    canvas.saveState()
    canvas.setStrokeColor(theme.FAINT)
    canvas.setLineWidth(0.9)
    canvas.setDash(1, 2.2)
    _curve(canvas, start, _control(start, end, bend), end)
    canvas.restoreState()


def draw_conflict(canvas: Canvas, start: Point, end: Point, bend: float) -> None:
    """A conflict: a thin curve with a zigzag mark at its middle."""
    control = _control(start, end, bend)
    canvas.setStrokeColor(theme.RISK_TEXT_HIGH)
    canvas.setLineWidth(0.8)
    _curve(canvas, start, control, end)
    middle = (
        0.25 * start[0] + 0.5 * control[0] + 0.25 * end[0],
        0.25 * start[1] + 0.5 * control[1] + 0.25 * end[1],
    )
    draw_zigzag(canvas, middle)


def draw_zigzag(canvas: Canvas, middle: Point) -> None:
    """The mark of a conflict."""
    canvas.setFillColor(theme.WHITE)
    canvas.setStrokeColor(theme.WHITE)
    canvas.circle(middle[0], middle[1], 6.5, stroke=0, fill=1)
    canvas.setStrokeColor(theme.RISK_TEXT_HIGH)
    canvas.setLineWidth(1.5)
    steps = [(-6.0, -2.5), (-3.0, 3.2), (0.0, -3.2), (3.0, 3.2), (6.0, -2.5)]
    polyline(canvas, [(middle[0] + dx, middle[1] + dy) for dx, dy in steps])


def _control(start: Point, end: Point, bend: float) -> Point:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy) or 1.0
    return (start[0] + end[0]) / 2 - dy / length * bend, (start[1] + end[1]) / 2 + dx / length * bend


def _curve(canvas: Canvas, start: Point, control: Point, end: Point) -> None:
    """A quadratic curve, written as the cubic one that PDF knows."""
    first = (start[0] + 2 / 3 * (control[0] - start[0]), start[1] + 2 / 3 * (control[1] - start[1]))
    second = (end[0] + 2 / 3 * (control[0] - end[0]), end[1] + 2 / 3 * (control[1] - end[1]))
    path = canvas.beginPath()
    path.moveTo(*start)
    path.curveTo(*first, *second, *end)
    canvas.drawPath(path, stroke=1, fill=0)
