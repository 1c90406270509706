"""Every pair of colours that stands together on a page can be told apart, in light and in dark."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[3] / "service" / "web" / "frontend" / "styles" / "tokens.css"
THEMES = ("light", "dark")
SURFACES = ("canvas", "subtle", "raised", "hover", "selected")
RISKS = ("high", "medium", "low", "unknown")
STANCES = ("advocate", "supporter", "neutral", "sceptic", "opponent")

TEXT_ON = [
    *[("text", surface) for surface in SURFACES],
    *[("text-muted", surface) for surface in SURFACES],
    *[("text-faint", surface) for surface in ("canvas", "subtle", "raised")],
    *[("accent-text", surface) for surface in SURFACES],
    *[("error-text", surface) for surface in ("canvas", "raised", "error-soft")],
    *[(f"risk-{risk}-text", surface) for risk in RISKS for surface in ("canvas", "raised", f"risk-{risk}-soft")],
    *[("text", f"risk-{risk}-soft") for risk in RISKS],
    *[("text", "error-soft")],
    *[(f"on-stance-{stance}", f"stance-{stance}") for stance in STANCES],
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
]
# Medium risk is a yellow that no white reaches 3:1 with: it is never shown without its words or its own shape.
SHAPE_ON = [
    *[("line-strong", surface) for surface in ("canvas", "raised")],
    *[("focus", surface) for surface in SURFACES],
    *[(f"series-{at}", surface) for at in range(1, 5) for surface in ("canvas", "raised")],
    ("error-line", "canvas"),
    ("stance-advocate", "raised"),
    ("stance-opponent", "raised"),
    ("risk-high", "raised"),
    ("risk-low", "raised"),
    ("risk-unknown", "raised"),
]


def colours() -> dict[str, dict[str, str]]:
    """Theme -> token -> colour, as the stylesheet says."""
    found = re.findall(r"--color-([\w-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", TOKENS.read_text())
    return {theme: {name: pair[at] for name, *pair in found} for at, theme in enumerate(THEMES)}


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_ratio_is_that_of_the_guideline():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=1e-3)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "surface"), TEXT_ON)
def test_text_can_be_read(theme: str, text: str, surface: str):
    tokens = colours()[theme]
    assert contrast(tokens[text], tokens[surface]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("shape", "surface"), SHAPE_ON)
def test_shapes_and_edges_can_be_seen(theme: str, shape: str, surface: str):
    tokens = colours()[theme]
    assert contrast(tokens[shape], tokens[surface]) >= 3


def test_the_marks_of_risk_are_those_of_charts_and_reports():
    light = colours()["light"]
    assert [light[f"risk-{risk}"] for risk in ("high", "medium", "low")] == ["#d55e00", "#e69f00", "#009e73"]


def test_every_colour_used_in_a_stylesheet_is_a_token():
    styles = TOKENS.parent
    loose = {
        path.name: found
        for path in styles.rglob("*.css")
        if path != TOKENS and (found := re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", path.read_text()))
    }
    assert loose == {}


def test_every_token_named_in_a_stylesheet_exists():
    defined = set(re.findall(r"(--[\w-]+):", TOKENS.read_text()))
    used = {
        name
        for path in TOKENS.parent.rglob("*.css")
        for name in re.findall(
            r"var\((--(?:color|text|space|radius|weight|font|shadow|motion)[\w-]*)", path.read_text()
        )
    }
    assert used - defined == set()
