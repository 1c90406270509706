"""Every noun of the API can be listed, read, created, changed and removed, or the guide says why not."""

from collections import defaultdict
from pathlib import Path

import pytest

from service.app import create_app
from service.database import engine_for
from service.settings import Settings

GUIDE = Path(__file__).parents[3] / "docs" / "api.md"
VERBS = {"list", "read", "create", "change", "remove"}
ON_ALL, ON_ONE = {"get": "list", "post": "create"}, {"get": "read", "patch": "change", "delete": "remove"}

#: Views over several nouns: there is nothing to write.
VIEWS = {"portfolio", "search", "colleagues", "survey-templates", "feedback"}

#: What cannot be done with a noun; the guide gives the reason of each.
CANNOT = {
    "audit-events": {"create", "change", "remove"},
    "case-rules": {"create", "remove"},
    "comments": {"create", "change", "remove"},
    "chain-scores": {"create", "change", "remove"},
    "health-scores": {"create", "change", "remove"},
    "renewal-risks": {"create", "change", "remove"},
    "deliveries": {"create", "change", "remove"},
    "import-problems": {"create", "change", "remove"},
    "look-alikes": {"create", "change", "remove"},
    "merges": {"change", "remove"},
    "reports": {"change", "remove"},
    "responses": {"change"},
    "runs": {"change", "remove"},
    "stances": {"change"},
    "tokens": {"change"},
}


def _offered() -> dict[str, set[str]]:
    settings = Settings(home=Path("/nonexistent"), secret_key="a secret of the tests, of no use")
    offered: dict[str, set[str]] = defaultdict(set)
    for path, operations in create_app(settings, engine=engine_for("sqlite://")).api_doc["paths"].items():
        noun, _, rest = path.removeprefix("/api/v1/").partition("/")
        names = ON_ALL if not rest else ON_ONE if rest.startswith("{") and "/" not in rest else {}
        offered[noun] |= {names[method] for method in operations if method in names}
    return offered


OFFERED = _offered()


@pytest.mark.parametrize("noun", sorted(set(OFFERED) - VIEWS))
def test_a_noun_has_all_verbs_but_those_that_it_cannot_have(noun: str) -> None:
    assert VERBS - OFFERED[noun] == CANNOT.get(noun, set())


@pytest.mark.parametrize("noun", sorted(CANNOT))
def test_the_guide_says_why_a_noun_lacks_a_verb(noun: str) -> None:
    assert f"| `{noun}` |" in GUIDE.read_text()


def test_all_nouns_of_the_domain_are_there() -> None:
    nouns = (
        "accounts contracts people memberships roles ties decision-rules relationships interactions stances notes "
        "surveys survey-versions questions touchpoints waves invitations responses usage-readings tickets invoices "
        "cases case-rules playbooks root-causes scorecards health-scores chain-scores renewal-risks overrides "
        "exchange-rates reports deliveries schedules runs users teams territories tokens imports import-mappings "
        "look-alikes merges audit-events required-roles title-rules comment-themes"
    )
    assert set(nouns.split()) <= set(OFFERED)
