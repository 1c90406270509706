"""The page of all components shows each of them, and its own little endpoints behave."""

import json
import re

import pytest
from flask.testing import FlaskClient

from service.web.component_reference import component_files
from service.web.components import FOLDER
from tests.factories.cast import Cast, login

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ICONS = FOLDER.parents[1] / "frontend" / "icons"


@pytest.fixture
def reader(client: FlaskClient, cast: Cast) -> FlaskClient:
    return login(client, cast.read_only)


def test_a_stranger_is_sent_to_the_sign_in(client: FlaskClient):
    assert client.get("/design/").status_code in {302, 303}


def test_the_page_uses_every_component(reader: FlaskClient):
    assert reader.get("/design/").status_code == 200
    templates = FOLDER.parent
    used = "".join(path.read_text(encoding="utf-8") for path in templates.rglob("*.html"))
    unused = {
        c.name
        for file in component_files()
        for c in file.components
        if f"ui.{c.name}(" not in used and f" {c.name}(" not in used.replace(f"macro {c.name}(", "")
    }
    assert unused <= {"search_results", "post_button", "deferred", "risk_dot"}


def test_every_icon_on_the_page_is_in_the_sprite(reader: FlaskClient):
    page = reader.get("/design/").get_data(as_text=True)
    listed = set(json.loads((ICONS / "list.json").read_text())) | {path.stem for path in ICONS.glob("*.svg")}
    assert set(re.findall(r"icons-[0-9A-F]{8}\.svg#([\w-]+)", page)) <= listed


def test_ids_are_unique_and_labels_find_their_controls(reader: FlaskClient):
    page = reader.get("/design/").get_data(as_text=True)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    assert set(re.findall(r'<label[^>]* for="([^"]+)"', page)) <= set(ids)


def test_moved_positions_get_the_next_version(reader: FlaskClient):
    answer = reader.post("/design/positions", json={"version": 4, "positions": [{"id": 1, "x": 2, "y": 3}]})
    assert (answer.status_code, answer.get_json()) == (200, {"version": 5})


@pytest.mark.parametrize("body", [b"", b"[]", b'{"version": "4"}', b"{"])
def test_positions_without_a_version_are_refused(reader: FlaskClient, body: bytes):
    assert reader.post("/design/positions", data=body, content_type="application/json").status_code in {400, 422}


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_error_pages_say_what_happened_with_their_own_status(reader: FlaskClient, status: int):
    answer = reader.get(f"/design/errors/{status}")
    assert answer.status_code == status
    assert "<h1>" in answer.get_data(as_text=True)


def test_the_sample_chain_is_whole(reader: FlaskClient):
    chain = reader.get("/design/chain.json").get_json()
    people = {person["id"] for person in chain["people"]}
    assert {end for tie in chain["ties"] for end in (tie["source"], tie["target"])} <= people
    assert {tie["kind"] for tie in chain["ties"]} == {"reports_to", "influences", "works_with", "conflicts"}
