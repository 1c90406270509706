"""Comments and themes by the API: listed, searched, corrected once, and kept."""

from typing import Any

import pytest
from sqlalchemy import Engine

from service.database import sessions
from service.operations.read_all_comments import read_all_comments
from tests.factories.cast import NOW, Cast
from tests.factories.comments import add_comment, add_theme
from tests.service.api.conftest import Ask

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def _json(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.json


@pytest.fixture
def slow(engine: Engine, cast: Cast) -> int:
    with sessions(engine).begin() as session:
        add_theme(session, "Speed", ("slow*",))
        made = add_comment(session, cast.account_a.id, cast.people_a[0].id, "The Export is SLOW", 2).id
        add_comment(session, cast.account_b.id, cast.people_b[0].id, "slow export of theirs", 2)
        read_all_comments(session, now=NOW)
    return made


def test_comments_are_listed_and_searched(ask: Ask, slow: int) -> None:
    found = _json(ask("GET", "/comments?q=slow+export"))["items"]
    assert [row["response_id"] for row in found] == [slow]
    assert (found[0]["tone"], found[0]["theme_ids"], found[0]["comment"]) == ("negative", [1], "The Export is SLOW")
    assert len(_json(ask("GET", "/comments"))["items"]) == 2
    assert _json(ask("GET", "/comments?tone=positive"))["items"] == []
    assert ask("GET", "/comments?tone=angry").status_code == 422


def test_a_correction_is_put_once_and_checked_against_its_version(ask: Ask, slow: int) -> None:
    address = f"/comments/{slow}/correction"
    made = _json(ask("PUT", address, {"tone": "neutral", "theme_ids": []}))
    assert (made["tone"], made["theme_ids"], made["corrected"], made["version"]) == ("neutral", [], True, 2)
    assert _json(ask("PUT", address, {"tone": "neutral", "theme_ids": []}))["version"] == 2
    assert ask("PUT", address, {"tone": "positive"}, version='"1"').status_code == 412
    assert _json(ask("PUT", address, {"tone": "positive"}, version='"2"'))["version"] == 3
    assert ask("PUT", address, {"tone": "angry"}).status_code == 422
    assert ask("PUT", address, {"theme_ids": [99]}).status_code == 422
    assert ask("PUT", address, {"tone": "positive", "score": 9}).status_code == 422
    assert ask("DELETE", address).status_code == 204
    assert ask("DELETE", address).status_code == 404
    read = _json(ask("GET", f"/comments/{slow}"))
    assert (read["tone"], read["theme_ids"], read["corrected"]) == ("negative", [1], False)
    assert ask("PUT", "/comments/912345678/correction", {"tone": "neutral"}).status_code == 404


def test_themes_are_made_changed_and_removed(ask: Ask, slow: int) -> None:
    made = _json(ask("POST", "/comment-themes", {"name": "Export", "words": {"en": ["export*"]}}), 201)
    assert (made["enabled"], made["position"], made["names"]) == (True, 0, {})
    address = f"/comment-themes/{made['id']}"
    assert ask("POST", "/comment-themes", {"name": "Export", "words": {"en": ["x"]}}).status_code == 409
    for words in ({}, {"en": []}, {"en": ["*"]}, {"en": [""]}, {"EN!": ["x"]}, {"en": ["x" * 101]}):
        assert ask("POST", "/comment-themes", {"name": "Other", "words": words}).status_code == 422, words
        assert ask("PATCH", address, {"words": words}, version='"1"').status_code == 422, words
    changed = _json(ask("PATCH", address, {"names": {"zh": "导出"}}, version='"1"'))
    assert (changed["names"], changed["version"]) == ({"zh": "导出"}, 2)
    assert ask("DELETE", address).status_code == 204
    assert [row["name"] for row in _json(ask("GET", "/comment-themes"))["items"]] == ["Speed"]
