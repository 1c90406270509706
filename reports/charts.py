"""Charts as blocks: drawn straight onto the canvas, labelled directly, the interval always drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from reports import theme
from reports.blocks import Text
from reports.setting import Setting


@dataclass(frozen=True)
class IntervalBar:
    """A value on a fixed scale with its interval: the band is the interval, the tick the value.

    The scale runs from ``least`` to ``most``; its ends are written under it, and a tick marks ``zero``
    where it lies
    between them.
    """

    value: float
    least: float
    most: float
    ends: tuple[Text, Text]
    colour: Color
    low: float | None = None
    high: float | None = None
    zero: float | None = None

    def height(self, width: float) -> float:
        """Track and ends."""
        return 12.0 + self.ends[0].style.leading

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Track, interval, value."""
        y = top - 7
        canvas.setFillColor(theme.HAIRLINE)
        canvas.roundRect(x, y - 1.5, width, 3, 1.5, stroke=0, fill=1)
        if self.low is not None and self.high is not None:
            left, right = self._at(self.low, x, width), self._at(self.high, x, width)
            canvas.saveState()
            canvas.setFillColor(self.colour)
            canvas.setFillAlpha(0.35)
            canvas.roundRect(left, y - 4, max(1.0, right - left), 8, 2, stroke=0, fill=1)
            canvas.restoreState()
        if self.zero is not None:
            canvas.setStrokeColor(theme.FAINT)
            canvas.setLineWidth(0.7)
            middle = self._at(self.zero, x, width)
            canvas.line(middle, y - 5, middle, y + 5)
        canvas.setFillColor(self.colour)
        canvas.rect(self._at(self.value, x, width) - 1.25, y - 6, 2.5, 12, stroke=0, fill=1)
        self.ends[0].draw(canvas, x, top - 13, width / 2)
        self.ends[1].draw(canvas, x + width / 2, top - 13, width / 2)

    def _at(self, value: float, x: float, width: float) -> float:
        inside = max(self.least, min(self.most, value))
        return x + width * (inside - self.least) / (self.most - self.least)


@dataclass(frozen=True)
class Effect:
    """One bar of a diverging chart: its label, its signed value, its figure, and a line of evidence."""

    label: Text
    value: float
    figure: Text
    evidence: Text


@dataclass(frozen=True)
class DivergingBars:
    """Signed contributions around zero: what speaks against to the left, what speaks for to the right.

    Label and evidence stand at the left, the bars share one scale that includes zero, the figure stands at
    the bar's end.
    """

    effects: Sequence[Effect]
    against: Text
    in_favour: Text
    label_share: float = 0.56
    figure_room: float = 30.0

    def height(self, width: float) -> float:
        """The directions above, then one row each."""
        return self.against.style.leading + 4 + sum(self._row(effect, width) for effect in self.effects)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Directions, zero line, rows."""
        left = x + width * self.label_share + 12
        room = x + width - left
        scale = max((abs(e.value) for e in self.effects), default=1.0) or 1.0
        zero = left + room / 2
        half = room / 2 - self.figure_room
        self.against.draw(canvas, left, top, room / 2 - 6)
        self.in_favour.draw(canvas, zero + 6, top, room / 2 - 6)
        top -= self.against.style.leading + 4
        bottom = top - sum(self._row(effect, width) for effect in self.effects)
        canvas.setStrokeColor(theme.FAINT)
        canvas.setLineWidth(0.7)
        canvas.line(zero, top, zero, bottom)
        for effect in self.effects:
            self._draw_effect(canvas, effect, x, top, width, zero, half / scale)
            top -= self._row(effect, width)

    def _draw_effect(
        self, canvas: Canvas, effect: Effect, x: float, top: float, width: float, zero: float, unit: float
    ) -> None:
        words = width * self.label_share
        effect.label.draw(canvas, x, top - 2, words)
        effect.evidence.draw(canvas, x, top - 2 - effect.label.height(words), words)
        length = effect.value * unit
        middle = top - self._row(effect, width) / 2
        canvas.setFillColor(theme.FAVOURABLE if effect.value >= 0 else theme.UNFAVOURABLE)
        canvas.rect(min(zero, zero + length), middle - 5, abs(length), 10, stroke=0, fill=1)
        figure_top = middle + effect.figure.style.leading / 2
        if effect.value >= 0:
            effect.figure.draw(canvas, zero + length + 4, figure_top, self.figure_room + 10)
        else:
            canvas.setFont(effect.figure.face.bold.name, effect.figure.style.size)
            canvas.setFillColor(effect.figure.style.colour)
            canvas.drawRightString(zero + length - 4, middle - 0.36 * effect.figure.style.size, effect.figure.text)

    def _row(self, effect: Effect, width: float) -> float:
        words = width * self.label_share
        return effect.label.height(words) + effect.evidence.height(words) + 5


@dataclass(frozen=True)
class TrendLine:
    """A score from 0 to 100 over time; stretches of low confidence are drawn grey and dashed."""

    points: Sequence[tuple[date, float, float]]
    setting: Setting
    tall: float = 120.0

    def height(self, width: float) -> float:
        """The plot and its dates."""
        return self.tall + 14

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Axis lines at 0, 50 and 100, the line, and the first and last value."""
        left, right = x + 24, x + width - 44
        bottom = top - self.tall
        room = self.tall - 12
        for level in (0, 50, 100):
            y = bottom + room * level / 100
            canvas.setStrokeColor(theme.HAIRLINE if level else theme.FAINT)
            canvas.setLineWidth(0.5)
            canvas.line(left, y, right, y)
            label = self.setting.text(str(level), theme.LABEL.aligned("right"))
            label.draw(canvas, x, y + theme.LABEL.leading / 2, 18)
        first, last = self.points[0][0], self.points[-1][0]
        days = max(1, (last - first).days)
        spots = [
            (
                left + (right - left) * (on - first).days / days,
                bottom + room * max(0.0, min(100.0, score)) / 100,
                confidence,
            )
            for on, score, confidence in self.points
        ]
        for (x1, y1, c1), (x2, y2, c2) in pairwise(spots):
            self._stretch(canvas, (x1, y1), (x2, y2), confident=min(c1, c2) >= theme.CONFIDENT)
        self._ends(canvas, spots[-1], bottom, left, right)

    def _stretch(
        self, canvas: Canvas, start: tuple[float, float], end: tuple[float, float], *, confident: bool
    ) -> None:
        canvas.saveState()
        canvas.setLineCap(1)
        canvas.setStrokeColor(theme.ACCENT if confident else theme.FAINT)
        canvas.setLineWidth(1.8 if confident else 1.2)
        if not confident:
            canvas.setDash(2, 3)
        canvas.line(*start, *end)
        canvas.restoreState()

    def _ends(self, canvas: Canvas, last: tuple[float, float, float], bottom: float, left: float, right: float) -> None:
        confident = last[2] >= theme.CONFIDENT
        colour = theme.ACCENT if confident else theme.MUTED
        canvas.setFillColor(colour)
        canvas.circle(last[0], last[1], 2.6, stroke=0, fill=1)
        figure = self.setting.text(self.setting.formats.number(self.points[-1][1]), theme.VALUE.painted(colour), most=1)
        figure.draw(canvas, last[0] + 7, last[1] + theme.VALUE.leading / 2, 36)
        start = self.setting.text(self.setting.formats.short_date(self.points[0][0]), theme.LABEL)
        end = self.setting.text(self.setting.formats.short_date(self.points[-1][0]), theme.LABEL.aligned("right"))
        start.draw(canvas, left, bottom - 3, 80)
        end.draw(canvas, right - 80, bottom - 3, 80)


@dataclass(frozen=True)
class AnswerBar:
    """Detractors, passives and promoters as shares of one bar, in this order, with their counts inside."""

    detractors: int
    passives: int
    promoters: int
    setting: Setting

    def height(self, width: float) -> float:
        """One line of a table."""
        return 11.5

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Three adjoining parts; a part too narrow for its count goes without it."""
        total = self.detractors + self.passives + self.promoters
        parts = (
            (self.detractors, theme.UNFAVOURABLE, theme.INK),
            (self.passives, theme.HAIRLINE, theme.INK),
            (self.promoters, theme.FAVOURABLE, theme.WHITE),
        )
        for count, fill, ink in parts:
            part = width * count / total if total else 0.0
            canvas.setFillColor(fill)
            canvas.rect(x, top - 11, part, 10.5, stroke=0, fill=1)
            if part >= 10:
                style = theme.TextStyle(7, 9, colour=ink, bold=True, align="centre")
                self.setting.text(str(count), style).draw(canvas, x, top - 1.2, part)
            x += part
