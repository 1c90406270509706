"""Scorecards by program: drafted, previewed, published for a segment, succeeded and ended."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.audit import AuditEvent
from models.job import Run
from models.score import HealthScore
from service.auth.principal import the_service
from service.operations.score_accounts import score_accounts
from service.queries.known_on import KnownOn
from service.queries.scorecards import scorecards_on
from tests.factories.cast import NOW, TODAY, Cast
from tests.service.api.conftest import Ask

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SENTIMENT_ALONE = dict.fromkeys(("relationships", "usage", "support", "commercial", "responsiveness"), 0)


def _json(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.json


@pytest.fixture
def as_admin(ask: Ask, cast: Cast) -> Ask:
    """What an administrator's program asks."""

    def send(*given: Any, **more: Any) -> Any:
        return ask(*given, **{"token": cast.token_admin, **more})

    return send


@pytest.fixture(autouse=True)
def in_a_segment(session: Session, cast: Cast) -> None:
    """Account A is of the segment "Mid", account B of none."""
    session.get_one(Account, cast.account_a.id).segment = "Mid"
    session.commit()


def _published(
    as_admin: Ask, segment: str | None, definition: dict[str, Any], day: str | None = None
) -> dict[str, Any]:
    body = {"name": f"Card of {segment}", "segment": segment, "definition": definition}
    made = _json(as_admin("POST", "/scorecards", body), 201)
    return dict(_json(as_admin("POST", f"/scorecards/{made['id']}/publish", {"valid_from": day} if day else {})))


def test_a_card_judges_its_segment_from_the_day_on_which_it_was_published(
    as_admin: Ask, session: Session, cast: Cast
) -> None:
    card = _published(as_admin, "Mid", {"groups": SENTIMENT_ALONE})
    assert (card["number"], card["valid_from"], card["ended_at"]) == (1, "2026-11-20", None)
    assert card["definition"]["groups"]["sentiment"] == 25.0
    # The accounts it is for are judged anew at once, and a run over all of them is ordered.
    marked = {row.id: row.stale_since for row in session.execute(select(Account)).scalars()}
    assert marked == {cast.account_a.id: NOW, cast.account_b.id: None}
    [run] = session.execute(select(Run).where(col(Run.kind) == "score_portfolio")).scalars()
    assert run.requested_by_id == cast.admin.id
    session.rollback()
    score_accounts(session, the_service("test"), [cast.account_a.id, cast.account_b.id], now=NOW)
    session.commit()
    scores = {row.account_id: row for row in session.execute(select(HealthScore)).scalars()}
    assert [scores[cast.account_a.id].scorecard, scores[cast.account_b.id].scorecard] == [f"#{card['id']}", "2026.1"]
    shown = _json(as_admin("GET", f"/accounts/{cast.account_a.id}/scores"))["health"]
    by_group = {group["group"]: group for group in shown["groups"]}
    assert by_group["sentiment"]["share"] == 1.0
    assert shown["score"] == pytest.approx(by_group["sentiment"]["score"])
    events = session.execute(select(AuditEvent).where(col(AuditEvent.target_kind) == "scorecard")).scalars()
    assert [event.action for event in events] == ["created", "published"]


def test_days_before_keep_their_card(as_admin: Ask, session: Session) -> None:
    first = _published(as_admin, None, {"groups": {"usage": 0}})
    second = _published(as_admin, None, {"groups": {"usage": 90}}, "2026-12-01")
    versions = [
        scorecards_on(session, KnownOn.end_of(TODAY + timedelta(days=days))).general.version for days in (-1, 0, 10, 11)
    ]
    assert versions == ["2026.1", f"#{first['id']}", f"#{first['id']}", f"#{second['id']}"]


def test_an_ended_card_leaves_the_general_one_and_a_planned_one_never_begins(
    as_admin: Ask, session: Session, cast: Cast
) -> None:
    general = _published(as_admin, None, {"groups": {"usage": 90}})
    own = _published(as_admin, "Mid", {"groups": {"usage": 0}})
    planned = _published(as_admin, "Mid", {"groups": {"usage": 1}}, "2026-12-01")
    assert scorecards_on(session, KnownOn.at(NOW)).card("Mid").version == f"#{own['id']}"
    session.rollback()
    assert as_admin("DELETE", f"/scorecards/{planned['id']}").status_code == 204
    later = KnownOn.end_of(TODAY + timedelta(days=30))
    assert scorecards_on(session, later).card("Mid").version == f"#{own['id']}"
    session.rollback()
    assert as_admin("DELETE", f"/scorecards/{own['id']}").status_code == 204
    assert scorecards_on(session, KnownOn.at(NOW)).card("Mid").version == f"#{general['id']}"
    session.rollback()
    assert as_admin("DELETE", f"/scorecards/{own['id']}").status_code == 409
    assert as_admin("DELETE", f"/scorecards/{general['id']}").status_code == 204
    assert scorecards_on(session, KnownOn.at(NOW)).version == "2026.1"


def test_a_published_card_never_changes(as_admin: Ask) -> None:
    card = _published(as_admin, None, {})
    address = f"/scorecards/{card['id']}"
    tag = as_admin("GET", address).headers["ETag"]
    assert as_admin("PATCH", address, {"name": "Other"}, version=tag).status_code == 409
    assert as_admin("POST", f"{address}/publish", {}).status_code == 409


def test_a_draft_is_changed_by_whoever_saw_it_last(as_admin: Ask) -> None:
    made = as_admin("POST", "/scorecards", {"name": "D"})
    address = f"/scorecards/{_json(made, 201)['id']}"
    changed = as_admin("PATCH", address, {"definition": {"caps": {"notice_given": 30}}}, version=made.headers["ETag"])
    assert _json(changed)["definition"]["caps"] == {"key_person_left": 40.0, "notice_given": 30.0}
    assert as_admin("PATCH", address, {"name": "E"}, version=made.headers["ETag"]).status_code == 412
    assert as_admin("POST", f"{address}/publish", {}, version=made.headers["ETag"]).status_code == 412
    assert as_admin("POST", f"{address}/publish", {"valid_from": "2026-11-19"}).status_code == 422
    assert as_admin("DELETE", address).status_code == 204
    assert as_admin("GET", address).status_code == 404


@pytest.mark.parametrize(
    ("definition", "path"),
    [
        ({"groups": {"usage": 101}}, "definition.groups.usage"),
        ({"groups": {"usage": -1}}, "definition.groups.usage"),
        ({"groups": {"weather": 1}}, "definition.groups.weather"),
        ({"groups": {"usage": "9"}}, "definition.groups.usage"),
        ({"half_lives": {"usage_trend": 0}}, "definition.half_lives.usage_trend"),
        ({"colours": {}}, "definition.colours"),
    ],
    ids=str,
)
def test_numbers_that_make_no_card_are_refused(as_admin: Ask, definition: dict[str, Any], path: str) -> None:
    refused = as_admin("POST", "/scorecards", {"name": "N", "definition": definition})
    assert (refused.status_code, refused.json["errors"][0]["path"]) == (422, path)
    assert _json(as_admin("GET", "/scorecards"))["items"] == []


def test_what_a_preview_says_is_what_happens(as_admin: Ask, session: Session, cast: Cast) -> None:
    score_accounts(session, the_service("test"), [cast.account_a.id, cast.account_b.id], now=NOW)
    session.commit()
    groups = dict.fromkeys(("sentiment", "usage", "support", "commercial", "responsiveness"), 0)
    body = {"name": "Relationships alone", "segment": "Mid", "definition": {"groups": groups}}
    made = _json(as_admin("POST", "/scorecards", body), 201)
    preview = _json(as_admin("GET", f"/scorecards/{made['id']}/preview"))
    before = _json(as_admin("GET", f"/health-scores/{cast.account_a.id}"))
    assert (preview["meant"], preview["accounts"], preview["changed"]) == (1, 1, 1)
    [move], [moved] = preview["moves"], preview["movers"]
    assert (moved["account_id"], moved["before"]) == (cast.account_a.id, pytest.approx(before["score"]))
    assert (move["before"], move["accounts"]) == (moved["band_before"], 1)
    as_admin("POST", f"/scorecards/{made['id']}/publish", {})
    score_accounts(session, the_service("test"), [cast.account_a.id], now=NOW)
    session.commit()
    after = _json(as_admin("GET", f"/health-scores/{cast.account_a.id}"))
    assert after["score"] == pytest.approx(moved["after"], abs=1e-9)
    # Coverage and threads were observed (.4 + .3); nobody knows since when a decision maker is silent (.3).
    assert (before["confidence"] < 0.5, after["confidence"]) == (True, pytest.approx(0.7))
    words = [word for word, least in (("good", 65), ("watch", 40), ("poor", 0)) if after["score"] >= least]
    assert (moved["band_before"], moved["band_after"]) == ("unknown", words[0])


def test_cards_are_written_by_administrators_and_read_by_all(ask: Ask, as_admin: Ask, cast: Cast) -> None:
    assert ask("POST", "/scorecards", {"name": "N"}).status_code == 403
    card = _published(as_admin, None, {})
    assert _json(ask("GET", f"/scorecards/{card['id']}"))["name"] == "Card of None"
    for method, path in (("GET", "preview"), ("POST", "publish")):
        assert ask(method, f"/scorecards/{card['id']}/{path}", {} if method == "POST" else None).status_code == 403
    assert ask("DELETE", f"/scorecards/{card['id']}").status_code == 403
