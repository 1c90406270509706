"""The fonts as ReportLab knows them: registered once per process, measured without its help."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from reports.fonts.build import FAMILIES, WEIGHTS, font_files

DEFAULT_FOLDER = Path(__file__).parents[2] / ".cache" / "fonts"
REPLACEMENT = "�"


class FontsNotBuiltError(FileNotFoundError):
    """The font files are not in the folder; the message says which command makes them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"No report fonts in {folder}. Build them once with: python -m reports.fonts.build --to {folder}"
        )


@dataclass(frozen=True, eq=False)
class Weight:
    """One weight: its name on the canvas, and each character's width in thousandths of the size."""

    name: str
    widths: Mapping[int, float]

    def width(self, text: str, size: float) -> float:
        """The width of ``text`` in points at ``size``; every character must be covered."""
        widths = self.widths
        return sum([widths[ord(c)] for c in text]) * size / 1000


@dataclass(frozen=True, eq=False)
class Typeface:
    """A family in two weights. ``covered`` holds the code points that both can show."""

    regular: Weight
    bold: Weight
    covered: frozenset[int]

    def weight(self, bold: bool) -> Weight:
        """The bold or the regular weight."""
        return self.bold if bold else self.regular


@lru_cache(maxsize=8)
def typeface(folder: Path, *, chinese: bool) -> Typeface:
    """The typeface for Chinese or for other pages, registered on first use.

    Call it once for each language before forking workers: the parsed fonts are then shared.

    Raises:
        FontsNotBuiltError: if the folder does not hold the built fonts.
    """
    if not all((folder / name).exists() for name in font_files()):
        raise FontsNotBuiltError(folder)
    family = list(FAMILIES)[1 if chinese else 0]
    weights = [_register(folder, f"{family}-{style}") for style in WEIGHTS]
    covered = frozenset(weights[0].widths) & frozenset(weights[1].widths)
    return Typeface(regular=weights[0], bold=weights[1], covered=covered)


def _register(folder: Path, name: str) -> Weight:
    font = TTFont(name, str(folder / f"{name}.ttf"))
    registerFont(font)
    return Weight(name=name, widths=dict(font.face.charWidths))
