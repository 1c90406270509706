"""Each further noun over one walk: made, found, changed, and what it refuses."""

from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account, Contract
from models.vocabulary import InvitationState
from service.auth.principal import the_service
from service.edge.application import Application
from service.operations.score_accounts import score_accounts
from tests.factories.cast import NOW, Cast, bearer
from tests.factories.surveys import make_invitation, make_survey
from tests.service.api.conftest import Ask

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def _json(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.json


def test_an_answer_that_was_entered_marks_the_account_and_can_be_withdrawn(ask: Ask, session: Session) -> None:
    said = {"account_id": 1, "person_id": 1, "metric": "nps", "score": 9, "comment": "better"}
    made = _json(ask("POST", "/responses", said), 201)
    assert (made["source"], made["scale_low"], made["scale_high"], made["entered_by_id"]) == ("api", 0.0, 10.0, 4)
    assert session.get_one(Account, 1).stale_since == NOW
    session.rollback()
    for spoilt in (
        {"score": 11},
        {"score": 8.5},
        {"person_id": 4},
        {"metric": "text"},
        {"answered_at": "2026-11-21T00:00:00Z"},
    ):
        assert ask("POST", "/responses", {**said, **spoilt}).status_code == 422
    assert ask("DELETE", f"/responses/{made['id']}").status_code == 204
    assert ask("DELETE", f"/responses/{made['id']}").status_code == 409
    theirs = _json(ask("GET", "/responses"))["items"]
    assert [row["source"] for row in theirs] == ["respondent"]
    assert ask("DELETE", f"/responses/{theirs[0]['id']}").status_code == 409


def test_an_outcome_is_dated_when_it_becomes_known(ask: Ask, session: Session) -> None:
    signed = {"account_id": 1, "arr": "100.5", "currency": "EUR", "starts_on": "2025-11-01", "ends_on": "2026-11-01"}
    contract = _json(ask("POST", "/contracts", signed), 201)
    address = f"/contracts/{contract['id']}"
    lost = _json(ask("PATCH", address, {"outcome": "lost", "lost_reason": "price"}, version='"1"'))
    assert (lost["closed_on"], lost["arr"], lost["version"]) == ("2026-11-20", "100.5", 2)
    known = select(col(Contract.outcome_recorded_at)).where(col(Contract.id) == contract["id"])
    assert session.execute(known).scalar_one() == NOW
    session.rollback()
    assert ask("PATCH", address, {"ends_on": "2025-01-01"}, version='"2"').status_code == 422
    assert ask("PATCH", address, {"arr": "1.23456"}, version='"2"').status_code == 422
    assert ask("DELETE", address).status_code == 204
    assert ask("GET", address).status_code == 404


def test_a_week_of_usage_is_on_record_once(ask: Ask) -> None:
    reading = _json(ask("POST", "/usage-readings", {"account_id": 1, "week": "2026-11-11", "active_users": 5}), 201)
    assert reading["week"] == "2026-11-09"
    again = {"account_id": 1, "week": "2026-11-13", "active_users": 6}
    assert ask("POST", "/usage-readings", again).status_code == 409
    assert ask("POST", "/usage-readings", {**again, "week": "2026-11-30"}).status_code == 422
    assert ask("POST", "/usage-readings", {**again, "product": "other", "active_users": -1}).status_code == 422
    assert ask("POST", "/usage-readings", {**again, "product": "other"}).status_code == 201


def test_a_case_takes_its_steps_from_a_playbook_and_needs_a_resolution(ask: Ask, cast: Cast) -> None:
    steps = [{"text": "call", "days": 2}, {"text": "visit"}]
    playbook = _json(ask("POST", "/playbooks", {"name": "P", "steps": steps}, token=cast.token_admin), 201)
    case = _json(ask("POST", "/cases", {"account_id": 1, "title": "T", "playbook_id": playbook["id"]}), 201)
    address = f"/cases/{case['id']}"
    assert [step["text"] for step in case["steps"]] == ["call", "visit"]
    done = _json(ask("PUT", f"{address}/steps/{case['steps'][0]['id']}", {"done": True}))
    assert done["steps"][0]["done_by_id"] == cast.csm.id
    assert ask("PATCH", address, {"state": "resolved"}, version='"2"').status_code == 422
    over = _json(ask("PATCH", address, {"state": "resolved", "resolution": "called"}, version='"2"'))
    assert (over["state"], over["resolved_at"]) == ("resolved", "2026-11-20T09:00:00Z")
    assert over["events"][0]["kind"] == "opened"
    assert ask("DELETE", f"/playbooks/{playbook['id']}", token=cast.token_admin).status_code == 409


def test_an_override_stands_over_the_score_for_a_while(ask: Ask, session: Session) -> None:
    score_accounts(session, the_service("test"), [1], now=NOW)
    session.commit()
    computed = _json(ask("GET", "/health-scores/1"))["score"]
    body = {"account_id": 1, "score": 12.5, "reason": "we know better", "expires_on": "2026-12-20"}
    assert ask("POST", "/overrides", {**body, "expires_on": "2027-02-01"}).status_code == 422
    override = _json(ask("POST", "/overrides", body), 201)
    health = _json(ask("GET", "/accounts/1/scores"))["health"]
    assert (health["score"], health["override"]["score"]) == (computed, 12.5)
    assert ask("DELETE", f"/overrides/{override['id']}").status_code == 204
    assert ask("DELETE", f"/overrides/{override['id']}").status_code == 409
    assert [row["account_id"] for row in _json(ask("GET", "/renewal-risks"))["items"]] == [1]


def test_what_all_share_is_written_by_administrators_once(ask: Ask, cast: Cast) -> None:
    for noun, body in (
        ("root-causes", {"name": "Training"}),
        ("required-roles", {"sub_role": "champion"}),
        ("title-rules", {"language": "en", "pattern": "cfo", "sub_role": "economic_buyer"}),
        ("exchange-rates", {"currency": "USD", "rate": 0.9, "as_of": "2026-11-01", "source": "a bank"}),
        ("touchpoints", {"name": "Kick-off", "stage": "onboarding"}),
    ):
        assert ask("POST", f"/{noun}", body).status_code == 403
        assert ask("POST", f"/{noun}", body, token=cast.token_admin).status_code == 201
        assert ask("POST", f"/{noun}", body, token=cast.token_admin).status_code == 409
        assert len(_json(ask("GET", f"/{noun}"))["items"]) == 1
    rate = ask("GET", "/exchange-rates/USD")
    assert (
        _json(ask("PATCH", "/exchange-rates/USD", {"rate": 0.8}, version=rate.headers["ETag"], token=cast.token_admin))[
            "rate"
        ]
        == 0.8
    )


def test_a_file_is_uploaded_looked_at_imported_and_taken_back(app: Application, ask: Ask, cast: Cast) -> None:
    file = (BytesIO("Account Name,Website\nAcme Ltd,acme.example\n".encode("utf-16")), "../../etc/accounts.csv")
    answer = app.test_client().post("/api/v1/imports", data={"file": file}, headers=bearer(cast.token_csm))
    batch = _json(answer, 201)
    assert (batch["file_name"], batch["state"], batch["kind"]) == ("accounts.csv", "previewed", "accounts")
    address = f"/imports/{batch['id']}"
    assert _json(ask("POST", f"{address}/preview"))["would"]["created"] == 1
    assert ask("POST", f"{address}/preview", token=cast.token_outsider).status_code == 404
    done = _json(ask("POST", f"{address}/run"))
    assert (done["state"], done["created"]) == ("done", 1)
    assert [row["name"] for row in _json(ask("GET", "/accounts?q=acme"))["items"]] == ["Acme Ltd"]
    assert ask("POST", f"{address}/run").status_code in {409, 410}
    assert _json(ask("POST", f"{address}/undo", {}))["state"] == "undone"
    assert _json(ask("GET", "/accounts?q=acme"))["items"] == []


def test_users_and_teams_are_for_administrators(ask: Ask, cast: Cast) -> None:
    new = {"email": "New@Linchpin.example", "name": "New", "role": "csm", "team_ids": [cast.team_a.id]}
    assert ask("POST", "/users", new).status_code == 403
    made = _json(ask("POST", "/users", new, token=cast.token_admin), 201)
    assert (made["email"], made["team_ids"], made["active"]) == ("new@linchpin.example", [cast.team_a.id], True)
    assert ask("POST", "/users", {**new, "session_key": "x"}, token=cast.token_admin).status_code == 422
    changed = ask("PATCH", f"/users/{made['id']}", {"team_ids": []}, version='"1"', token=cast.token_admin)
    assert _json(changed)["team_ids"] == []
    assert ask("DELETE", f"/users/{made['id']}", token=cast.token_admin).status_code == 204
    assert _json(ask("GET", f"/users/{made['id']}", token=cast.token_admin))["active"] is False
    assert "New" not in {row["name"] for row in _json(ask("GET", "/colleagues"))["items"]}
    last = ask("DELETE", f"/users/{cast.admin.id}", token=cast.token_admin)
    assert last.status_code == 409


def test_an_override_is_replaced_and_the_former_one_stays(ask: Ask) -> None:
    body = {"account_id": 1, "score": 12.5, "reason": "we know better", "expires_on": "2026-12-20"}
    first = ask("POST", "/overrides", body)
    second = ask("PATCH", f"/overrides/{_json(first, 201)['id']}", {"score": 40}, version=first.headers["ETag"])
    assert (_json(second)["score"], _json(second)["reason"]) == (40.0, "we know better")
    rows = _json(ask("GET", "/overrides?sort=id"))["items"]
    assert [(row["score"], row["withdrawn_at"] is None) for row in rows] == [(12.5, False), (40.0, True)]
    again = ask("PATCH", f"/overrides/{rows[0]['id']}", {"score": 50}, version='"2"')
    assert again.status_code == 409
    address = second.headers["Location"].partition("/api/v1")[2]
    assert ask("PATCH", address, {"score": None}, version='"1"').status_code == 422


def test_a_saved_mapping_is_renamed(ask: Ask) -> None:
    for name in ("Ours", "Theirs"):
        body = {"name": name, "kind": "people", "mapping": {"Name": "name"}}
        assert ask("POST", "/import-mappings", body).status_code == 201
    made = _json(ask("GET", "/import-mappings?name=Ours"))["items"][0]
    changed = ask("PATCH", f"/import-mappings/{made['id']}", {"name": "CRM"}, version='"1"')
    assert (_json(changed)["name"], _json(changed)["mapping"]) == ("CRM", {"Name": "name"})
    assert ask("PATCH", f"/import-mappings/{made['id']}", {"name": "Theirs"}, version='"2"').status_code == 409


def test_a_required_role_is_moved_to_a_segment(ask: Ask, cast: Cast) -> None:
    made = ask("POST", "/required-roles", {"sub_role": "champion"}, token=cast.token_admin)
    address, tag = f"/required-roles/{_json(made, 201)['id']}", made.headers["ETag"]
    changed = ask("PATCH", address, {"segment": "Mid"}, version=tag, token=cast.token_admin)
    assert _json(changed) == {**made.json, "segment": "Mid"}
    ask("POST", "/required-roles", {"sub_role": "coach", "segment": "Mid"}, token=cast.token_admin)
    clash = ask("PATCH", address, {"sub_role": "coach"}, version=changed.headers["ETag"], token=cast.token_admin)
    assert clash.status_code == 409


def test_a_case_rule_is_set_and_switched_off(ask: Ask, cast: Cast) -> None:
    address, admin = "/case-rules/falling_score", cast.token_admin
    assert ask("GET", "/case-rules").status_code == 403
    assert [row["origin"] for row in _json(ask("GET", "/case-rules", token=admin))["items"]][3] == "falling_score"
    read = ask("GET", address, token=admin)
    changed = ask("PATCH", address, {"numbers": {"points": 15}}, version=read.headers["ETag"], token=admin)
    assert _json(changed)["numbers"] == {"points": 15.0, "within_days": 30.0, "confidence": 0.5}
    assert ask("PATCH", address, {"enabled": False}, version=read.headers["ETag"], token=admin).status_code == 412
    off = ask("PATCH", address, {"enabled": False}, version=changed.headers["ETag"], token=admin)
    assert (_json(off)["enabled"], _json(off)["numbers"]["points"]) == (False, 15.0)
    tag = off.headers["ETag"]
    assert ask("PATCH", address, {"numbers": {"points": 0}}, version=tag, token=admin).status_code == 422
    assert ask("GET", "/case-rules/manual", token=admin).status_code == 404


def test_an_invitation_is_moved_until_it_is_sent(ask: Ask, cast: Cast, session: Session) -> None:
    asked = make_survey(session, cast.account_a, cast.people_a[0], invitation={"state": InvitationState.PLANNED})
    session.commit()
    address = f"/invitations/{asked.invitation.id}"
    tag = ask("GET", address).headers["ETag"]
    moved = ask("PATCH", address, {"send_at": "2026-11-23T08:00:00Z", "language": "zh"}, version=tag)
    assert (_json(moved)["send_at"], _json(moved)["language"]) == ("2026-11-23T08:00:00Z", "zh")
    assert ask("PATCH", address, {"expires_at": "2026-11-01T00:00:00Z"}, version=tag).status_code == 412
    tag = moved.headers["ETag"]
    assert ask("PATCH", address, {"expires_at": "2026-11-01T00:00:00Z"}, version=tag).status_code == 422
    assert ask("PATCH", address, {"language": "en"}, version=tag, token=cast.token_outsider).status_code == 404


def test_nobody_is_told_who_has_answered_an_anonymous_survey(ask: Ask, cast: Cast, session: Session) -> None:
    asked = make_survey(session, cast.account_a, cast.people_a[0], anonymous=True)
    states = (InvitationState.SENT, InvitationState.ANSWERED, InvitationState.EXPIRED, InvitationState.WITHDRAWN)
    for person, state in zip(cast.people_a, states, strict=False):
        values = {"state": state, "reminders": int(state is not InvitationState.ANSWERED)}
        make_invitation(session, asked.version, cast.account_a, person, **values)
    session.commit()
    rows = _json(ask("GET", f"/invitations?survey_version_id={asked.version.id}"))["items"]
    assert len(rows) > 2
    assert {(row["state"], row["reminders"], row["answered_at"]) for row in rows} == {("sent", 0, None)}
    for state in ("answered", "expired"):
        found = _json(ask("GET", f"/invitations?survey_version_id={asked.version.id}&state={state}"))
        assert found["items"] == []
