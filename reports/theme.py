"""The tokens of colour, type and space; the colours are those of `service/web/frontend/styles/tokens.css`."""

from dataclasses import dataclass, replace

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm

from scoring.vocabulary import RiskBand, Stance

# Neutral greys carry the page.
INK = HexColor("#1b1b1f")
MUTED = HexColor("#5a5a66")
FAINT = HexColor("#85858f")
HAIRLINE = HexColor("#e6e6eb")
SURFACE = HexColor("#f8f8fa")
WHITE = HexColor("#ffffff")
# One accent.
ACCENT = HexColor("#3f37b0")
ACCENT_SOFT = HexColor("#a9a6dc")

RISK: dict[RiskBand, Color] = {
    RiskBand.HIGH: HexColor("#d55e00"),
    RiskBand.MEDIUM: HexColor("#e69f00"),
    RiskBand.LOW: HexColor("#009e73"),
    RiskBand.UNKNOWN: HexColor("#85858f"),
}
# The same hues, dark enough to be read as text on white (at least 4.5 : 1).
RISK_TEXT: dict[RiskBand, Color] = {
    RiskBand.HIGH: HexColor("#933f00"),
    RiskBand.MEDIUM: HexColor("#735000"),
    RiskBand.LOW: HexColor("#00654a"),
    RiskBand.UNKNOWN: MUTED,
}
RISK_TEXT_HIGH = RISK_TEXT[RiskBand.HIGH]
FAVOURABLE = HexColor("#2f6fb3")
UNFAVOURABLE = HexColor("#d9772b")

STANCE: dict[Stance, Color] = {
    Stance.ADVOCATE: HexColor("#1f5fb8"),
    Stance.SUPPORTER: HexColor("#9cc3ee"),
    Stance.NEUTRAL: HexColor("#dcdce2"),
    Stance.SCEPTIC: HexColor("#f6c39a"),
    Stance.OPPONENT: HexColor("#b54708"),
}
# The sign inside a person's shape, in a colour that can be read on it.
STANCE_INK: dict[Stance, Color] = {
    Stance.ADVOCATE: WHITE,
    Stance.SUPPORTER: HexColor("#0d2747"),
    Stance.NEUTRAL: HexColor("#2c2c33"),
    Stance.SCEPTIC: HexColor("#4a2300"),
    Stance.OPPONENT: WHITE,
}
STANCE_SIGN: dict[Stance | None, str] = {
    Stance.ADVOCATE: "++",
    Stance.SUPPORTER: "+",
    Stance.NEUTRAL: "0",
    Stance.SCEPTIC: "–",
    Stance.OPPONENT: "– –",
    None: "?",
}

# Space: a 4 point grid.
GRID = 4.0
PAGE_MARGIN = 18 * mm
HEADER_HEIGHT = 12 * mm
FOOTER_HEIGHT = 12 * mm

# Below this confidence a number is shown grey, without colour and never large.
CONFIDENT = 0.5


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Size and leading in points, colour, weight, alignment ("left", "right", "centre")."""

    size: float
    leading: float
    colour: Color = INK
    bold: bool = False
    align: str = "left"

    def painted(self, colour: Color) -> "TextStyle":
        """The same style in another colour."""
        return replace(self, colour=colour)

    def aligned(self, align: str) -> "TextStyle":
        """The same style, aligned otherwise."""
        return replace(self, align=align)

    def strong(self) -> "TextStyle":
        """The same style in bold."""
        return replace(self, bold=True)


TITLE = TextStyle(24, 29, bold=True)
VERDICT = TextStyle(14, 19, bold=True)
FIGURE = TextStyle(22, 26, bold=True)
FIGURE_GREY = TextStyle(10.5, 14, colour=MUTED)
HEADING = TextStyle(13, 17, bold=True)
SUBHEADING = TextStyle(9.5, 13, bold=True)
BODY = TextStyle(9.5, 13.5)
NOTE = TextStyle(8, 11.5, colour=MUTED)
LABEL = TextStyle(8, 11, colour=MUTED)
VALUE = TextStyle(9.5, 13, bold=True)
CELL = TextStyle(8.5, 11.5)
CELL_HEAD = TextStyle(7.5, 10, colour=MUTED, bold=True)


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance).

    >>> contrast(HexColor("#000000"), HexColor("#ffffff"))
    21.0
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.rgb()]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
