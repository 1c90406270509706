"""Surveys by program: begun, written, published, and never changed afterwards."""

from typing import Any

import pytest
from sqlmodel import Session

from models.survey import SurveyVersion
from tests.factories.cast import Cast
from tests.factories.surveys import make_survey
from tests.service.api.conftest import Ask

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

NPS = {"key": "nps", "kind": "nps", "texts": {"en": "Would you recommend us?"}, "required": True}
REASON = {
    "key": "reason",
    "kind": "single_choice",
    "texts": {"en": "What went wrong?"},
    "options": [
        {"value": "price", "texts": {"en": "Price"}},
        {"value": "support", "texts": {"en": "Support"}},
    ],
    "asked_when": {"roles": ["decision_maker"], "after": {"key": "nps", "is": [0, 1, 2]}},
}


def _json(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.json


@pytest.fixture
def draft(ask: Ask) -> dict[str, Any]:
    """A new survey's empty draft."""
    survey = _json(ask("POST", "/surveys", {"name": "By program"}), 201)
    [version] = _json(ask("GET", f"/survey-versions?survey_id={survey['id']}"))["items"]
    assert (survey["state"], version["number"], version["published_at"]) == ("draft", 1, None)
    return dict(version)


def _add(ask: Ask, draft: dict[str, Any], question: dict[str, Any], **more: Any) -> dict[str, Any]:
    return dict(_json(ask("POST", "/questions", {"survey_version_id": draft["id"], **question, **more}), 201))


def _keys(ask: Ask, draft: dict[str, Any]) -> list[str]:
    items = _json(ask("GET", f"/questions?survey_version_id={draft['id']}&sort=position"))["items"]
    return [item["key"] for item in items]


def test_a_survey_is_written_and_published_and_then_stands_for_ever(ask: Ask, draft: dict[str, Any]) -> None:
    nps, reason = _add(ask, draft, NPS), _add(ask, draft, REASON)
    assert (nps["scale_low"], nps["scale_high"], nps["position"]) == (0, 10, 0)
    assert reason["asked_when"] == {"roles": ["decision_maker"], "after": {"key": "nps", "is": ["0", "1", "2"]}}
    address = f"/survey-versions/{draft['id']}"
    published = _json(ask("POST", f"{address}/publish"))
    assert published["published_at"] == "2026-11-20T09:00:00Z"
    assert _json(ask("GET", f"/surveys/{draft['survey_id']}"))["state"] == "live"
    tag = ask("GET", address).headers["ETag"]
    question = ask("GET", f"/questions/{nps['id']}")
    for method, path, body, version in (
        ("PATCH", address, {"texts": {"en": {"title": "Other"}}}, tag),
        ("DELETE", address, None, tag),
        ("PATCH", f"/questions/{nps['id']}", {"required": False}, question.headers["ETag"]),
        ("DELETE", f"/questions/{nps['id']}", None, ""),
        ("POST", "/questions", {**NPS, "key": "again", "survey_version_id": draft["id"]}, ""),
        ("POST", f"{address}/publish", None, ""),
    ):
        assert ask(method, path, body, version=version).status_code == 409, f"{method} {path}"
    assert _json(ask("GET", f"/questions/{nps['id']}")) == question.json
    assert _json(ask("GET", address)) == published


def test_the_next_version_begins_with_the_words_in_force(ask: Ask, draft: dict[str, Any]) -> None:
    _add(ask, draft, NPS)
    ask("POST", f"/survey-versions/{draft['id']}/publish")
    body = {"survey_id": draft["survey_id"], "languages": ["en", "zh"]}
    following = _json(ask("POST", "/survey-versions", body), 201)
    assert (following["number"], following["languages"], following["published_at"]) == (2, ["en", "zh"], None)
    assert _keys(ask, following) == ["nps"]
    assert ask("POST", "/survey-versions", body).status_code == 409
    assert ask("POST", "/survey-versions", {"survey_id": 912_345}).status_code == 422
    assert ask("DELETE", f"/survey-versions/{following['id']}").status_code == 204
    assert _json(ask("GET", f"/survey-versions?survey_id={draft['survey_id']}"))["items"][0]["number"] == 1


def test_a_draft_is_written_as_a_whole(ask: Ask, draft: dict[str, Any]) -> None:
    address = f"/survey-versions/{draft['id']}"
    body = {
        "languages": ["zh", "en"],
        "texts": {"zh": {"title": "占用您一分钟"}, "en": {"title": "One minute"}},
        "questions": [NPS, REASON],
    }
    whole = ask("PATCH", address, body, version=ask("GET", address).headers["ETag"])
    assert _json(whole)["texts"]["zh"] == {"title": "占用您一分钟"}
    assert _keys(ask, draft) == ["nps", "reason"]
    first = _json(ask("GET", f"/questions?survey_version_id={draft['id']}&key=nps"))["items"][0]["id"]
    turned = ask("PATCH", address, {"questions": [REASON, NPS]}, version=whole.headers["ETag"])
    assert turned.status_code == 200
    assert _keys(ask, draft) == ["reason", "nps"]
    # A question keeps its number as long as it keeps its key.
    assert _json(ask("GET", f"/questions/{first}"))["position"] == 1
    assert ask("PATCH", address, {"questions": [NPS]}, version=whole.headers["ETag"]).status_code == 412
    refused = ask("POST", f"{address}/publish")
    assert refused.status_code == 422
    assert [problem["path"] for problem in refused.json["errors"]] == ["reason"]


def test_a_question_is_changed_moved_and_taken_out(ask: Ask, draft: dict[str, Any]) -> None:
    nps, reason = _add(ask, draft, NPS), _add(ask, draft, REASON)
    first = _add(ask, draft, {"key": "hello", "kind": "text", "texts": {"en": "Who are you?"}}, position=0)
    assert _keys(ask, draft) == ["hello", "nps", "reason"]
    moved = ask(
        "PATCH",
        f"/questions/{first['id']}",
        {"position": 2, "texts": {"en": "And you?"}},
        version=ask("GET", f"/questions/{first['id']}").headers["ETag"],
    )
    assert (_json(moved)["texts"], _json(moved)["id"]) == ({"en": "And you?"}, first["id"])
    assert _keys(ask, draft) == ["nps", "reason", "hello"]
    tag = ask("GET", f"/questions/{nps['id']}").headers["ETag"]
    wrong = ask("PATCH", f"/questions/{nps['id']}", {"scale_low": 1, "scale_high": 5}, version=tag)
    assert (wrong.status_code, wrong.json["detail"]) == (422, "The scale of NPS goes from 0 to 10")
    assert ask("PATCH", f"/questions/{nps['id']}", {"key": "other"}, version=tag).status_code == 422
    assert ask("DELETE", f"/questions/{nps['id']}", version=tag).status_code == 204
    # What depended on its answer no longer does.
    assert _json(ask("GET", f"/questions/{reason['id']}"))["asked_when"] == {"roles": ["decision_maker"]}


@pytest.mark.parametrize(
    "spoilt",
    [
        {"key": "Score"},
        {"key": "score"},
        {"kind": "haiku"},
        {"texts": {"en": ""}},
        {"texts": {"English": "Hm"}},
        {"texts": {"en": "a\u0000b"}},
        {"options": [{"value": "a", "texts": {}}]},
        {"scale_low": 1},
        {"scale_low": 5, "scale_high": 1},
        {"asked_when": {"roles": ["king"]}},
        {"asked_when": {"after": {"key": "nps", "is": [True]}}},
        {"survey_version_id": 2**31},
        {"survey_version_id": 2**80},
        {"id": 1},
        {"position": -1},
        {"required": "yes"},
    ],
    ids=str,
)
def test_a_question_that_is_none_is_refused_and_nothing_is_kept(
    ask: Ask, draft: dict[str, Any], spoilt: dict[str, Any]
) -> None:
    answer = ask("POST", "/questions", {"survey_version_id": draft["id"], **NPS, **spoilt})
    assert answer.status_code in {400, 422}, answer.get_data(as_text=True)
    assert answer.mimetype == "application/problem+json"
    assert _keys(ask, draft) == []


def test_the_same_key_adds_one_question(ask: Ask, draft: dict[str, Any]) -> None:
    body = {"survey_version_id": draft["id"], **NPS}
    one, two = (ask("POST", "/questions", body, key="once") for _ in range(2))
    assert (one.status_code, two.status_code, two.headers["Idempotency-Replayed"]) == (201, 201, "true")
    assert one.json == two.json
    assert ask("POST", "/questions", body).status_code == 409


def test_a_ready_made_survey_is_begun_copied_closed_and_opened(ask: Ask) -> None:
    templates = _json(ask("GET", "/survey-templates"))["items"]
    assert {"key", "name", "about", "family", "stage", "questions"} == set(templates[0])
    body = {"template": templates[0]["key"], "language": "zh"}
    made = _json(ask("POST", "/surveys/from-template", body), 201)
    assert made["name"] == templates[0]["name"]["zh"]
    assert ask("POST", "/surveys/from-template", {"template": "none"}).status_code == 404
    address = f"/surveys/{made['id']}"
    assert ask("POST", f"{address}/reopen").status_code == 409
    [draft] = _json(ask("GET", f"/survey-versions?survey_id={made['id']}"))["items"]
    assert ask("POST", f"/survey-versions/{draft['id']}/publish").status_code == 200
    assert _json(ask("POST", f"{address}/close"))["state"] == "closed"
    assert _json(ask("POST", f"{address}/reopen"))["state"] == "live"
    copied = _json(ask("POST", f"{address}/copy"), 201)
    assert (copied["state"], copied["family"]) == ("draft", made["family"])
    [again] = _json(ask("GET", f"/survey-versions?survey_id={copied['id']}"))["items"]
    assert len(_keys(ask, again)) == templates[0]["questions"]


def test_whoever_writes_no_surveys_writes_none_by_program(ask: Ask, cast: Cast, session: Session) -> None:
    asked = make_survey(session, cast.account_a, cast.people_a[0])
    version = SurveyVersion(survey_id=asked.survey.id, number=2)
    session.add(version)
    session.commit()
    question = asked.questions["nps"].id
    for method, path, body in (
        ("POST", "/surveys", {"name": "N"}),
        ("POST", "/survey-versions", {"survey_id": asked.survey.id}),
        ("PATCH", f"/survey-versions/{version.id}", {"languages": ["en"]}),
        ("POST", f"/survey-versions/{version.id}/publish", None),
        ("POST", "/questions", {"survey_version_id": version.id, **NPS}),
        ("DELETE", f"/questions/{question}", None),
        ("POST", f"/surveys/{asked.survey.id}/close", None),
    ):
        answer = ask(method, path, body, token=cast.token_without_scopes, version='"1"')
        assert answer.status_code == 403, f"{method} {path}"
