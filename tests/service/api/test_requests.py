"""What programs send is read strictly, and what cannot be taken is refused in words, never half."""

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from models.account import Account
from service.edge.application import Application
from tests.factories.cast import Cast, bearer
from tests.service.api.conftest import Ask

PROBLEM = "application/problem+json"


def _sent(app: Application, cast: Cast, raw: bytes, kind: str = "application/json") -> tuple[int, str, str]:
    headers = {**bearer(cast.token_csm), "Content-Type": kind}
    answer = app.test_client().post("/api/v1/accounts", data=raw, headers=headers)
    return answer.status_code, answer.mimetype, answer.get_data(as_text=True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("raw", "kind", "status"),
    [
        pytest.param(b"[" * 100_000, "application/json", 400, id="100,000 levels deep"),
        pytest.param(b'{"name": ' + b"[" * 40 + b"]" * 40 + b"}", "application/json", 400, id="40 levels deep"),
        pytest.param(b'{"name": NaN}', "application/json", 400, id="not a number"),
        pytest.param(b'{"name": 1e999}', "application/json", 400, id="infinity"),
        pytest.param(b'{"name": "a", "name": "b"}', "application/json", 400, id="a key twice"),
        pytest.param(b'{"name": "\\ud800"}', "application/json", 400, id="half a surrogate pair"),
        pytest.param(b'{"name": "a\\u0000b"}', "application/json", 400, id="NUL"),
        pytest.param(b'{"name": "a", "owner_id": 9223372036854775808}', "application/json", 400, id="2^63"),
        pytest.param(b'{"name": "\xff\xfe"}', "application/json", 400, id="not UTF-8"),
        pytest.param(b'{"name": "a"}', "text/plain", 415, id="wrong media type"),
        pytest.param(b'{"name": "a"}', "application/json; charset=utf-16", 415, id="wrong encoding"),
        pytest.param(b'{"name": "' + b"a" * 3_000_000 + b'"}', "application/json", 413, id="too large"),
        pytest.param(b'{"name": ""}', "application/json", 422, id="empty name"),
        pytest.param(b'{"name": "a\\nb"}', "application/json", 422, id="two lines"),
        pytest.param(b'{"name": "a", "parent_id": "1"}', "application/json", 422, id="a number in quotes"),
        pytest.param(b"[]", "application/json", 422, id="a list"),
        pytest.param(b"", "application/json", 400, id="nothing"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_adds_nothing(
    app: Application, cast: Cast, session: Session, raw: bytes, kind: str, status: int
) -> None:
    got, media_type, text = _sent(app, cast, raw, kind)
    assert (got, media_type) == (status, PROBLEM), text
    assert "Traceback" not in text
    assert session.execute(select(func.count()).select_from(Account)).scalar_one() == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_field_that_is_not_ours_to_give_is_named(ask: Ask) -> None:
    answer = ask("POST", "/accounts", {"name": "A", "id": 7, "score": 99, "stale_since": None})
    assert answer.status_code == 422
    assert answer.json is not None
    assert sorted(problem["path"] for problem in answer.json["errors"]) == ["id", "score", "stale_since"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "query",
    ["limit=1000000000", "limit=0", "sort=name;drop", "sort=stale_since", "owner=1", "cursor=abc", "limit=1&limit=2"],
)
def test_a_question_that_was_not_declared_is_refused(ask: Ask, query: str) -> None:
    assert ask("GET", f"/accounts?{query}").status_code == 422


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("number", ["987654321", "9223372036854775808", "99999999999999999999999999", "2"])
def test_absent_and_foreign_are_answered_alike_to_the_byte(ask: Ask, cast: Cast, number: str) -> None:
    assert cast.account_b.id == 2
    answer, absent = ask("GET", f"/accounts/{number}"), ask("GET", "/accounts/123456")
    assert answer.status_code == absent.status_code == 404
    assert answer.get_data() == absent.get_data()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "text", ["<b>x</b>", "javascript:alert(1)", "{{7*7}}", "\u202eabc", "a\u200bb", "=cmd|' /C calc'!A0", "李明"]
)
def test_text_is_kept_literally(ask: Ask, text: str) -> None:
    made = ask("POST", "/notes", {"account_id": 1, "text": text})
    assert made.status_code == 201
    assert made.json is not None
    assert ask("GET", f"/notes/{made.json['id']}").json == made.json
    assert made.json["text"] == text
