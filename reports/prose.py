"""The words between the figures: chapters, paragraphs, notes, and what stands where nothing is known yet."""

from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable

from reports import theme
from reports.blocks import Block, Inset
from reports.flowables import Chapter, Column, Grid, Placed
from reports.page import FRAME_WIDTH
from reports.setting import Setting

# What a fresh page surely has: asking for more would leave a page empty.
MOST_ROOM = 700.0


def chapter(setting: Setting, title: str, *, room: float = 110.0) -> list[Flowable]:
    """A chapter's heading; it begins a new page where less than ``room`` points are left for what follows it."""
    return [CondPageBreak(min(room, MOST_ROOM)), Chapter(setting.text(title, theme.HEADING))]


def table(setting: Setting, columns: Sequence[Column], rows: Sequence[Sequence[Block]], remark: str = "") -> Grid:
    """A table with a small remark under it: units, direction, date."""
    return Grid(columns, rows, remark=setting.text(remark, theme.NOTE) if remark else None)


def tabled(setting: Setting, title: str, grid: Grid, *before: Flowable) -> list[Flowable]:
    """A chapter that begins with a table (after ``before``), on a new page where its first rows do not fit."""
    above = sum(block.wrap(FRAME_WIDTH, 0.0)[1] + block.getSpaceAfter() for block in before)
    return [*chapter(setting, title, room=grid.beginning(FRAME_WIDTH) + above + 45.0), *before, grid]


def subheading(setting: Setting, title: str, *, room: float = 90.0) -> list[Flowable]:
    """A heading within a chapter, with at least ``room`` points left beneath its upper edge."""
    return [CondPageBreak(room), Placed(setting.text(title, theme.SUBHEADING), before=10.0, after=4.0)]


def paragraph(setting: Setting, text: str) -> Flowable:
    """Running text."""
    return Placed(setting.text(text, theme.BODY), after=6.0)


def note(setting: Setting, text: str) -> Flowable:
    """A small remark: units, direction, date."""
    return Placed(setting.text(text, theme.NOTE), before=2.0, after=6.0)


def empty(setting: Setting, text: str) -> Flowable:
    """What will appear here, and the one next step."""
    block = Inset(setting.text(text, theme.BODY.painted(theme.MUTED)), theme.HAIRLINE, ground=theme.SURFACE)
    return Placed(block, after=6.0)


def column(setting: Setting, heading: str, share: float, *, align: str = "left") -> Column:
    """A column of a table; figures are aligned to the right."""
    return Column(setting.text(heading, theme.CELL_HEAD.aligned(align)), share)
