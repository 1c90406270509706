"""The scripts find every text that they show, and no text is handed over for nothing."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel

from scoring.vocabulary import Role, Stance, TieKind
from service.web.frontend_messages import frontend_messages

SOURCES = Path(__file__).parents[3] / "service" / "web" / "frontend" / "src"


@pytest.fixture
def messages() -> dict[str, str]:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        return frontend_messages()


def test_every_text_of_the_scripts_is_handed_over_and_no_other(messages: dict[str, str]):
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.ts*"))
    named = set(re.findall(r'"((?:map|chart|search|toast|upload|request)\.\w+)"', text))
    by_value = {f"map.{value}" for enum in (Role, Stance, TieKind) for value in enum} | {"map.unknown"}
    assert named | by_value == set(messages)


def test_texts_have_the_places_that_the_scripts_fill_in(messages: dict[str, str]):
    assert messages["search.none"].count("{query}") == 1
    assert messages["map.reports_to"].count("{name}") == 1
    assert {place for text in messages.values() for place in re.findall(r"\{(\w+)\}", text)} == {
        "query",
        "name",
        "size",
        "x",
        "y",
    }
