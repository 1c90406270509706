"""What the story of a report is made of: placed blocks, headings, and tables that split between rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from reports import theme
from reports.blocks import Block, Text

ROW_PADDING = 3.5
COLUMN_GAP = 9.0


class Placed(Flowable):
    """A block in the story; it stays in one piece."""

    def __init__(self, block: Block, *, before: float = 0.0, after: float = 0.0):
        super().__init__()
        self.block = block
        self.spaceBefore = before
        self.spaceAfter = after

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803  the library's names
        """The full width and the block's height."""
        self.width, self.height = aW, self.block.height(aW)
        return self.width, self.height

    def draw(self) -> None:
        """The block from the top edge down."""
        self.block.draw(self.canv, 0, self.height, self.width)


class Chapter(Placed):
    """A heading that also enters the outline of the document."""

    def __init__(self, title: Text, *, before: float = 16.0):
        super().__init__(title, before=before, after=6.0)
        self.title = title.text

    def draw(self) -> None:
        """The heading, and an outline entry that leads to it."""
        canvas = self.canv
        key = f"chapter-{self.title}-{canvas.getPageNumber()}"
        canvas.bookmarkHorizontal(key, 0, self.height + 8)
        canvas.addOutlineEntry(self.title, key, 0)
        super().draw()


@dataclass(frozen=True)
class Column:
    """A column: its heading and its share of the width."""

    heading: Text
    share: float


class Grid(Flowable):
    """A table with hairlines between rows and its headings on every page; it splits between any two rows.

    Rows are measured once, so that the time is linear in their number. A row taller than a page cannot occur: every
    cell is cut to a length that fits (see :mod:`reports.setting`).

    Args:
        columns: headings and shares of the width.
        rows: one block for each column.
        remark: a note on units or dates that stays with the last rows.
        heights: the rows' heights where they are known already, at the width at which it will be drawn.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Block]],
        *,
        remark: Text | None = None,
        heights: list[float] | None = None,
    ):
        super().__init__()
        self.columns = columns
        self.rows = rows
        self.remark = remark
        self._heights = heights
        self._measured_at = -1.0
        self.spaceAfter = 6.0

    def beginning(self, width: float) -> float:
        """The height of the headings and the first two rows: less room is not worth beginning in."""
        self._measure(width)
        return self._head + sum(self._row_heights[:2])

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803  the library's names
        """The full width; headings, rows and remark."""
        self._measure(aW)
        self.width = aW
        self.height = self._head + sum(self._row_heights) + self._tail
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803  the library's names
        """As many rows as fit, and the rest under headings of its own; nothing where not even one row fits."""
        self._measure(aW)
        room, count = aH - self._head, 0
        while count < len(self.rows) and self._row_heights[count] <= room:
            room -= self._row_heights[count]
            count += 1
        if count == len(self.rows):
            if self._tail <= room:
                return [self]
            # Only the remark does not fit: it takes the last row along.
            count -= 1
        if count == 0 or (count == 1 and len(self.rows) > 2):
            return []
        first, rest = self._row_heights[:count], self._row_heights[count:]
        return [
            Grid(self.columns, self.rows[:count], heights=first),
            Grid(self.columns, self.rows[count:], heights=rest, remark=self.remark),
        ]

    def draw(self) -> None:
        """Headings, then each row above its hairline, then the remark."""
        canvas = self.canv
        top = self.height
        self._draw_row(canvas, [column.heading for column in self.columns], top)
        top -= self._head
        self._rule(canvas, top, theme.FAINT, 0.7)
        for row, height in zip(self.rows, self._row_heights, strict=True):
            self._draw_row(canvas, row, top)
            top -= height
            self._rule(canvas, top, theme.HAIRLINE, 0.5)
        if self.remark is not None:
            self.remark.draw(canvas, 0, top - ROW_PADDING, self.width)

    def _measure(self, width: float) -> None:
        if self._measured_at == width:
            return
        room = width - COLUMN_GAP * (len(self.columns) - 1)
        total = sum(column.share for column in self.columns)
        self._widths = [room * column.share / total for column in self.columns]
        self._head = self._row_height([column.heading for column in self.columns])
        self._tail = self.remark.height(width) + 2 * ROW_PADDING if self.remark is not None else 0.0
        if self._heights is None or self._measured_at >= 0:
            self._heights = [self._row_height(row) for row in self.rows]
        self._row_heights = self._heights
        self._measured_at = width

    def _row_height(self, row: Sequence[Block]) -> float:
        return max(cell.height(w) for cell, w in zip(row, self._widths, strict=True)) + 2 * ROW_PADDING

    def _draw_row(self, canvas: Canvas, row: Sequence[Block], top: float) -> None:
        x = 0.0
        for cell, width in zip(row, self._widths, strict=True):
            cell.draw(canvas, x, top - ROW_PADDING, width)
            x += width + COLUMN_GAP

    def _rule(self, canvas: Canvas, y: float, colour: Color, thickness: float) -> None:
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(thickness)
        canvas.line(0, y, self.width, y)
