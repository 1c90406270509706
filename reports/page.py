"""The page around the story: A4, a quiet header and a footer that says what, when and where one is."""

from dataclasses import dataclass
from typing import Any

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from reports import theme
from reports.setting import NAME_LIMIT, Setting

# Streams are compressed anyway; writing them as ASCII on top costs a tenth of the time and a quarter of the size.
rl_config.useA85 = 0

FRAME_WIDTH = A4[0] - 2 * theme.PAGE_MARGIN


@dataclass(frozen=True)
class Furniture:
    """What stands on every page: the report's name, whom it is about, the data date and a standing note."""

    report: str
    subject: str
    data_date: str
    note: str


class NumberedCanvas(Canvas):
    """Holds the pages back until their number is known, so that each can say "page 1 of 4"."""

    def __init__(self, *args: Any, setting: Setting, furniture: Furniture, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._setting = setting
        self._furniture = furniture
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802  the library's name
        """Put the finished page aside."""
        self._pages.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]  # the stubs leave the private name out

    def save(self) -> None:
        """Give every page its header and footer, and write the file."""
        total = len(self._pages)
        for number, page in enumerate(self._pages, start=1):
            self.__dict__.update(page)
            self._furnish(number, total)
            super().showPage()
        super().save()

    def _furnish(self, number: int, total: int) -> None:
        setting, furniture = self._setting, self._furniture
        left, width = theme.PAGE_MARGIN, FRAME_WIDTH
        top = A4[1] - theme.PAGE_MARGIN + 14
        half = width / 2 - 6
        setting.text("Linchpin", theme.LABEL.painted(theme.ACCENT).strong()).draw(self, left, top, half)
        name = setting.text(furniture.report, theme.LABEL.aligned("right"), limit=NAME_LIMIT, most=1)
        name.draw(self, left + half + 12, top, half)
        self.setStrokeColor(theme.HAIRLINE)
        self.setLineWidth(0.5)
        foot = theme.PAGE_MARGIN - 6
        self.line(left, foot, left + width, foot)
        _ = setting.translate
        page = _("Page {number} of {total}").format(number=number, total=total)
        words = f"{furniture.subject} · {furniture.data_date} · {furniture.note}"
        setting.text(words, theme.LABEL, limit=160, most=1).draw(self, left, foot - 5, width - 90)
        setting.text(page, theme.LABEL.aligned("right"), most=1).draw(self, left + width - 85, foot - 5, 85)


def document(target: Any, *, title: str, subject: str, language: str) -> BaseDocTemplate:
    """An A4 document with one frame; ``invariant`` leaves out dates and random ids: same content, same bytes."""
    margin = theme.PAGE_MARGIN
    frame = Frame(
        margin,
        margin,
        FRAME_WIDTH,
        A4[1] - 2 * margin,
        leftPadding=0,
        rightPadding=0,
        topPadding=4,
        bottomPadding=4,
    )
    result = BaseDocTemplate(
        target,
        pagesize=A4,
        title=title,
        subject=subject,
        author="Linchpin",
        creator="Linchpin",
        invariant=1,
        lang=language,
    )
    result.addPageTemplates([PageTemplate(id="page", frames=[frame])])
    return result
