"""Text can be read: contrast of at least 4.5 to 1 on every ground it stands on."""

import pytest
from reportlab.lib.colors import Color

from reports import theme
from scoring.vocabulary import RiskBand, Stance

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


def test_risk_colours_are_those_of_the_pages() -> None:
    bands = (RiskBand.HIGH, RiskBand.MEDIUM, RiskBand.LOW)
    assert [theme.RISK[band].hexval() for band in bands] == ["0xd55e00", "0xe69f00", "0x009e73"]
