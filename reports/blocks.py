"""The small pieces of a page: each knows its height at a width and draws itself from its top edge down.

They draw straight onto the canvas. That is several times faster than ReportLab's paragraphs and drawings,
and it knows no
markup: a text is only ever a text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from reports import theme
from reports.fonts.typeface import Typeface
from reports.lines import wrap
from reports.theme import TextStyle


class Block(Protocol):
    """Something that can be placed on a page."""

    def height(self, width: float) -> float:
        """The height in points that it takes at ``width``."""
        ...

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw it with its upper left corner at (``x``, ``top``)."""
        ...


@dataclass(frozen=True)
class Text:
    """A cleaned text in one style, broken into at most ``most`` lines."""

    text: str
    style: TextStyle
    face: Typeface
    most: int = 10_000

    def lines(self, width: float) -> tuple[str, ...]:
        """Its lines at ``width``."""
        weight = self.face.weight(self.style.bold)
        return wrap(self.text, weight, self.style.size, width, most=self.most)

    def height(self, width: float) -> float:
        """One leading per line."""
        return len(self.lines(width)) * self.style.leading

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Each line on its base line, aligned within the width."""
        style = self.style
        weight = self.face.weight(style.bold)
        canvas.setFillColor(style.colour)
        canvas.setFont(weight.name, style.size)
        base = top - (style.leading + 0.72 * style.size) / 2
        for line in self.lines(width):
            draw_line(canvas, line, x, base, width, style.align)
            base -= style.leading


def draw_line(canvas: Canvas, line: str, x: float, base: float, width: float, align: str) -> None:
    """One line of text in the canvas's font, aligned between ``x`` and ``x + width``."""
    if align == "right":
        canvas.drawRightString(x + width, base, line)
    elif align == "centre":
        canvas.drawCentredString(x + width / 2, base, line)
    else:
        canvas.drawString(x, base, line)


@dataclass(frozen=True)
class Stack:
    """Blocks under each other."""

    blocks: Sequence[Block]
    gap: float = 0.0

    def height(self, width: float) -> float:
        """The sum of the heights and gaps."""
        return sum(b.height(width) for b in self.blocks) + self.gap * max(0, len(self.blocks) - 1)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """From the first downwards."""
        for block in self.blocks:
            block.draw(canvas, x, top, width)
            top -= block.height(width) + self.gap


@dataclass(frozen=True)
class Columns:
    """Blocks side by side, tops aligned; ``shares`` divide what the gaps leave (equal parts by default)."""

    blocks: Sequence[Block]
    shares: Sequence[float] = ()
    gap: float = 16.0

    def widths(self, width: float) -> list[float]:
        """The width of each column."""
        shares = list(self.shares) or [1.0] * len(self.blocks)
        room = width - self.gap * (len(shares) - 1)
        return [room * share / sum(shares) for share in shares]

    def height(self, width: float) -> float:
        """The tallest column's."""
        pairs = zip(self.blocks, self.widths(width), strict=True)
        return max((block.height(w) for block, w in pairs), default=0.0)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """From left to right."""
        for block, column in zip(self.blocks, self.widths(width), strict=True):
            block.draw(canvas, x, top, column)
            x += column + self.gap


def draw_hatch(canvas: Canvas, x: float, y: float, width: float, height: float, colour: Color) -> None:
    """Diagonal strokes within a rectangle: the sign for not enough data."""
    canvas.saveState()
    area = canvas.beginPath()
    area.rect(x, y, width, height)
    canvas.clipPath(area, stroke=0, fill=0)
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(0.9)
    for step in range(int((width + height) / 2.6) + 2):
        left = x - height + step * 2.6
        canvas.line(left, y, left + height, y + height)
    canvas.restoreState()


@dataclass(frozen=True)
class Inset:
    """A block with a coloured rule at its left (hatched for not enough data) and, where asked for, a tinted ground."""

    block: Block
    rule: Color
    padding: float = 12.0
    ground: Color | None = None
    hatched: bool = False

    def height(self, width: float) -> float:
        """The block's, and padding above and below."""
        return self.block.height(width - 2 * self.padding) + self.padding * 1.5

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Ground, rule, block."""
        height = self.height(width)
        if self.ground is not None:
            canvas.setFillColor(self.ground)
            canvas.roundRect(x, top - height, width, height, 4, stroke=0, fill=1)
        if self.hatched:
            draw_hatch(canvas, x, top - height, 5.0, height, self.rule)
        else:
            canvas.setFillColor(self.rule)
            canvas.roundRect(x, top - height, 3.5, height, 1.75, stroke=0, fill=1)
        self.block.draw(canvas, x + self.padding, top - self.padding * 0.75, width - 2 * self.padding)


@dataclass(frozen=True)
class ShareBar:
    """A share in [0, 1] as a bar on a faint track, beside its figure; ``full`` is the share that fills the
    track."""

    share: float
    figure: Text
    colour: Color = theme.ACCENT
    full: float = 1.0
    figure_width: float = 28.0
    hatched: bool = False

    def height(self, width: float) -> float:
        """The figure's."""
        return self.figure.height(self.figure_width)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """The figure at the left, the track at the right of it."""
        self.figure.draw(canvas, x, top, self.figure_width)
        start, room = x + self.figure_width + 5, width - self.figure_width - 5
        y = top - self.height(width) / 2 - 2
        canvas.setFillColor(theme.SURFACE)
        canvas.rect(start, y, room, 4, stroke=0, fill=1)
        filled = room * max(0.0, min(1.0, self.share / self.full if self.full else 0.0))
        if self.hatched:
            draw_hatch(canvas, start, y, filled, 4, self.colour)
            return
        canvas.setFillColor(self.colour)
        canvas.rect(start, y, filled, 4, stroke=0, fill=1)
