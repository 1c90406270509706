"""Text can be read: contrast of at least 4.5 to 1 on every ground it stands on."""

import re
from pathlib import Path

import pytest
from reportlab.lib.colors import Color

from reports import theme
from scoring.vocabulary import Stance

TOKENS = Path(__file__).parents[2] / "service" / "web" / "frontend" / "styles" / "tokens.css"
TEXT = {"ink": theme.INK, "muted": theme.MUTED, "accent": theme.ACCENT} | {
    f"risk {band.value}": colour for band, colour in theme.RISK_TEXT.items()
}


@pytest.mark.parametrize("name", TEXT)
@pytest.mark.parametrize("ground", [theme.WHITE, theme.SURFACE], ids=["paper", "surface"])
def test_text_colours_can_be_read(name: str, ground: Color) -> None:
    assert theme.contrast(TEXT[name], ground) >= 4.5


@pytest.mark.parametrize("stance", Stance)
def test_the_sign_in_a_shape_can_be_read(stance: Stance) -> None:
    assert theme.contrast(theme.STANCE_INK[stance], theme.STANCE[stance]) >= 4.5


def test_counts_inside_answer_bars_can_be_read() -> None:
    assert theme.contrast(theme.WHITE, theme.FAVOURABLE) >= 4.5
    assert theme.contrast(theme.INK, theme.UNFAVOURABLE) >= 4.5
    assert theme.contrast(theme.INK, theme.HAIRLINE) >= 4.5


def test_the_colours_are_those_of_the_pages() -> None:
    css = TOKENS.read_text()
    ours = {
        "text": theme.INK,
        "text-muted": theme.MUTED,
        "line": theme.HAIRLINE,
        "line-strong": theme.FAINT,
        "subtle": theme.SURFACE,
        "accent": theme.ACCENT,
        **{f"risk-{band.value}": colour for band, colour in theme.RISK.items()},
        **{f"risk-{band.value}-text": colour for band, colour in theme.RISK_TEXT.items()},
        **{f"stance-{stance.value}": colour for stance, colour in theme.STANCE.items()},
        **{f"on-stance-{stance.value}": colour for stance, colour in theme.STANCE_INK.items()},
    }
    pages = {name: re.search(rf"--color-{name}: light-dark\((#[0-9a-f]{{6}}),", css) for name in ours}
    assert {name: found and found[1] for name, found in pages.items()} == {
        name: f"#{colour.hexval()[2:]}" for name, colour in ours.items()
    }
