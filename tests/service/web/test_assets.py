"""Built files are served for ever under names that carry their hash; nothing else leaves the folder."""

import gzip
from importlib import import_module

import pytest
from flask.testing import FlaskClient

from service.web.assets import MissingBuild, asset

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_plain_name_leads_to_a_file_that_is_kept_for_a_year(app, client: FlaskClient):
    with app.test_request_context():
        address = asset("app.css")
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/css"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_file_comes_compressed_to_who_takes_it(app, client: FlaskClient):
    with app.test_request_context():
        address = asset("app.js")
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert packed.mimetype == "text/javascript"
    assert gzip.decompress(packed.data) == plain.data


@pytest.mark.parametrize(
    "name", ["manifest.json", "../frontend_messages.py", "..%2fbase.html", "app.js", "nothing.css"]
)
def test_other_names_lead_nowhere(client: FlaskClient, name: str):
    assert client.get(f"/assets/{name}").status_code == 404


def test_a_name_that_was_not_built_says_what_to_do(app):
    with app.test_request_context(), pytest.raises(MissingBuild, match="make setup"):
        asset("forgotten.js")


def test_a_missing_build_says_what_to_do(app, tmp_path, monkeypatch):
    monkeypatch.setattr(import_module("service.web.assets"), "BUILD", tmp_path)
    with app.test_request_context(), pytest.raises(MissingBuild, match="make setup"):
        asset("app.js")
