"""The documentation is complete and points at things that exist."""

import re
from pathlib import Path

import pytest

from docs.generate_settings import document

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)\s]+)\)")


def test_the_list_of_settings_is_up_to_date() -> None:
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == document()


def test_every_setting_says_what_it_is_for() -> None:
    rows = [line for line in document().splitlines() if line.startswith("| `LINCHPIN_")]
    assert len(rows) > 15
    assert [row for row in rows if row.endswith("|  |")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = {target.split("#")[0] for target in _LINK.findall(page.read_text(encoding="utf-8"))}
    missing = sorted(link for link in links if link and not (page.parent / link).exists())
    assert missing == []
