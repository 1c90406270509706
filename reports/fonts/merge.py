"""Merge web-font subsets into one TrueType font that ReportLab embeds.

Web fonts come as dozens of small files, one per range of characters; a PDF wants one file per weight.
Outlines,
widths and the character map are all that a PDF uses, so those are carried over and the rest (hinting,
layout rules)
is left behind. Latin figures are replaced by their tabular form, so that columns of numbers line up.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

UNITS_PER_EM = 1000
REPLACEMENT = 0xFFFD
_DIGITS = frozenset(map(ord, "0123456789"))
# A fixed date (1 January 2024, in seconds since 1904) keeps the built files equal byte for byte.
_FIXED_DATE = 3786912000


class GlyphPool:
    """Glyphs of several fonts and the character map over them; the first font to have one is kept."""

    def __init__(self) -> None:
        self.order: list[str] = []
        self.glyphs: dict[str, Any] = {}
        self.advances: dict[str, tuple[int, int]] = {}
        self.cmap: dict[int, str] = {}

    def add(self, path: Path, prefix: str, *, only: frozenset[int] | None = None) -> None:
        """Take every glyph of the font at ``path`` that a not yet mapped character (of ``only``) needs."""
        font = TTFont(path, lazy=False)
        if font["head"].unitsPerEm != UNITS_PER_EM:
            for layout in ("GPOS", "GDEF", "STAT", "BASE"):
                if layout in font:
                    del font[layout]
            scale_upem(font, UNITS_PER_EM)
        figures = _tabular_figures(font)
        for code, name in sorted(font.getBestCmap().items()):
            if code in self.cmap or (only is not None and code not in only):
                continue
            tabular = figures.get(name, name) if code in _DIGITS else name
            self.cmap[code] = self._take(font, tabular, prefix)

    def add_missing_mark(self, path: Path, prefix: str) -> None:
        """Use the missing-glyph box of the font at ``path`` as glyph 0 and as the replacement character."""
        self.cmap[REPLACEMENT] = self._take(TTFont(path, lazy=False), ".notdef", prefix)

    def _take(self, font: TTFont, name: str, prefix: str) -> str:
        own = f"{prefix}.{name}"
        if own in self.glyphs:
            return own
        glyph = font["glyf"][name]
        glyph.expand(font["glyf"])
        glyph.removeHinting()
        self.glyphs[own] = glyph
        self.order.append(own)
        self.advances[own] = font["hmtx"][name]
        if glyph.isComposite():
            for component in glyph.components:
                component.glyphName = self._take(font, component.glyphName, prefix)
        return own


def _tabular_figures(font: TTFont) -> dict[str, str]:
    """Glyph name -> its tabular form, from the font's ``tnum`` feature; empty where it has none."""
    if "GSUB" not in font:
        return {}
    table = font["GSUB"].table
    lookups = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for index in record.Feature.LookupListIndex
    }
    mapping: dict[str, str] = {}
    for index in sorted(lookups):
        for subtable in table.LookupList.Lookup[index].SubTable:
            inner = getattr(subtable, "ExtSubTable", subtable)
            mapping.update(getattr(inner, "mapping", {}))
    return mapping


def merge(
    *,
    family: str,
    style: str,
    first: Sequence[tuple[Path, frozenset[int] | None]],
    then: Iterable[Path],
    mark: Path,
) -> TTFont:
    """One font: characters of ``first`` in order, then those of ``then`` that are still unmapped.

    Args:
        family, style: names written into the font.
        first: files with the characters to take from each (None: all).
        then: the files that fill in the rest.
        mark: the file whose missing-glyph box marks what cannot be shown.

    Returns:
        A TrueType font of 1000 units per em without layout tables.
    """
    pool = GlyphPool()
    pool.add_missing_mark(mark, "mark")
    for number, (path, only) in enumerate(first):
        pool.add(path, f"a{number}", only=only)
    for number, path in enumerate(then):
        pool.add(path, f"b{number}")

    order = [".notdef", *pool.order]
    glyphs = {**pool.glyphs, ".notdef": pool.glyphs["mark..notdef"]}
    advances = {**pool.advances, ".notdef": pool.advances["mark..notdef"]}
    builder = FontBuilder(UNITS_PER_EM, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(pool.cmap)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(advances)
    builder.setupHorizontalHeader(ascent=965, descent=-241)
    builder.setupOS2(sTypoAscender=965, sTypoDescender=-241, usWinAscent=965, usWinDescent=241, fsType=0)
    builder.setupNameTable({"familyName": family, "styleName": style, "psName": f"{family}-{style}".replace(" ", "")})
    builder.setupPost(keepGlyphNames=False)
    builder.setupHead(unitsPerEm=UNITS_PER_EM, created=_FIXED_DATE, modified=_FIXED_DATE)
    builder.font.recalcTimestamp = False
    return builder.font
