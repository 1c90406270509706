"""The rail leads wherever the reader may go, and nowhere else."""

import re

import pytest
from flask import Flask

from tests.factories.cast import Cast, login


def rail(app: Flask, user: object) -> dict[str, str]:
    """Words and address of each entry of the rail."""
    html = login(app.test_client(), user).get("/cases").get_data(as_text=True)  # type: ignore[arg-type] # a user of the cast
    found = re.search(r'<nav[^>]*class="[^"]*rail.*?</nav>', html, re.DOTALL)
    assert found is not None
    links = re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', found.group(0), re.DOTALL)
    return {re.sub(r"<[^>]+>", "", words).strip(): address for address, words in links}


def test_a_csm_enters_feedback_by_its_results_and_administration_by_imports(app: Flask, cast: Cast) -> None:
    entries = rail(app, cast.csm)
    assert entries["Feedback"] == "/feedback"
    assert entries["Admin"] == "/imports"


def test_whoever_sees_sums_only_enters_feedback_too(app: Flask, cast: Cast) -> None:
    assert rail(app, cast.read_only)["Feedback"] == "/feedback/"


@pytest.mark.parametrize("place", ["Reports", "Admin"])
def test_what_nobody_may_open_is_not_shown(app: Flask, cast: Cast, place: str) -> None:
    assert place not in rail(app, cast.read_only)
