"""Waves over HTTP: planned, started by a change, cancelled by removing; accounts of others are as if they were not."""

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col
from werkzeug.test import TestResponse

from models.job import Run
from models.person import Person
from models.report import Delivery
from service.database import sessions
from service.edge.application import Application
from tests.factories.cast import NOW, Cast, bearer
from tests.factories.surveys import make_survey


@pytest.fixture
def survey_id(engine: Engine, cast: Cast) -> int:
    with sessions(engine).begin() as session:
        return make_survey(session, cast.account_b, cast.people_b[0]).survey.id


def test_a_wave_is_planned_started_and_cancelled(app: Application, cast: Cast, survey_id: int, engine: Engine) -> None:
    client, token = app.test_client(), bearer(cast.token_csm)
    values = {"survey_id": survey_id, "name": "By program", "audience": {"roles": ["champion"]}}
    made = client.post("/api/v1/waves", json=values, headers=token)
    assert made.status_code == 201
    wave = made.get_json()
    assert wave["audience"] == {"roles": ["champion"], "sides": ["customer", "subsidiary"]}
    assert (wave["rules"]["quarantine_days"], wave["starts_at"]) == (30, None)
    address = f"/api/v1/waves/{wave['id']}"
    change = {"starts_at": NOW.isoformat()}
    started = client.patch(address, json=change, headers={**token, "If-Match": made.headers["ETag"]})
    assert started.status_code == 200
    with sessions(engine)() as session:
        assert list(session.execute(select(col(Run.scope))).scalars()) == [f"wave:{wave['id']}"]
    removed = client.delete(address, headers={**token, "If-Match": started.headers["ETag"]})
    assert removed.status_code == 204
    assert client.get(address, headers=token).get_json()["cancelled_at"] is not None


@pytest.mark.parametrize("whose", ["account_b", "nobody"])
def test_an_account_of_others_is_refused_like_one_that_is_not_there(
    app: Application, cast: Cast, survey_id: int, whose: str
) -> None:
    number = cast.account_b.id if whose == "account_b" else 987_654
    values = {"survey_id": survey_id, "name": "Theirs", "audience": {"account_ids": [number]}}
    answer = app.test_client().post("/api/v1/waves", json=values, headers=bearer(cast.token_csm))
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["path"] == "audience.account_ids"


def test_others_do_not_find_a_wave(app: Application, cast: Cast, survey_id: int) -> None:
    values = {"survey_id": survey_id, "name": "Ours"}
    made = app.test_client().post("/api/v1/waves", json=values, headers=bearer(cast.token_csm)).get_json()
    answer = app.test_client().get(f"/api/v1/waves/{made['id']}", headers=bearer(cast.token_outsider))
    assert answer.status_code == 404


def test_a_wave_is_changed_until_it_has_begun(app: Application, cast: Cast, survey_id: int) -> None:
    client, token = app.test_client(), bearer(cast.token_csm)
    values = {"survey_id": survey_id, "name": "W", "rules": {"reminders": 2}, "audience": {"roles": ["champion"]}}
    made = client.post("/api/v1/waves", json=values, headers=token)
    address = f"/api/v1/waves/{made.get_json()['id']}"

    def change(body: dict[str, object], tag: str) -> TestResponse:
        return client.patch(address, json=body, headers={**token, "If-Match": tag})

    changed = change({"name": "W2", "audience": {"roles": ["end_user"], "segments": ["Mid"]}}, made.headers["ETag"])
    assert changed.get_json()["audience"] == {
        "roles": ["end_user"],
        "segments": ["Mid"],
        "sides": ["customer", "subsidiary"],
    }
    assert (changed.get_json()["name"], changed.get_json()["rules"]["reminders"]) == ("W2", 2)
    other = change({"rules": {"reminders": 0}}, changed.headers["ETag"])
    assert (other.get_json()["rules"]["reminders"], other.get_json()["audience"]["roles"]) == (0, ["end_user"])
    tag = other.headers["ETag"]
    assert change({"name": "late"}, made.headers["ETag"]).status_code == 412
    assert change({"audience": {"account_ids": [cast.account_b.id]}}, tag).status_code == 422
    assert change({"starts_at": None}, tag).status_code == 422
    assert client.post(f"{address}/cancel", json={"close_links": True}, headers=token).status_code == 200
    gone = client.get(address, headers=token)
    assert change({"name": "W3"}, gone.headers["ETag"]).status_code == 409


def test_a_dry_run_says_who_is_asked_and_why_others_are_not(
    app: Application, cast: Cast, survey_id: int, engine: Engine
) -> None:
    with sessions(engine).begin() as session:
        session.get_one(Person, cast.people_a[2].id).do_not_contact = True
    client, token = app.test_client(), bearer(cast.token_csm)
    made = client.post("/api/v1/waves", json={"survey_id": survey_id, "name": "W"}, headers=token).get_json()
    address = f"/api/v1/waves/{made['id']}/dry-run"
    dry = client.get(address, headers=token).get_json()
    assert (dry["asked"], dry["accounts"], dry["left_out"], dry["matching"]) == (2, 1, {"do_not_contact": 1}, 3)
    left_out = client.get(f"{address}?only=left_out", headers=token).get_json()
    assert [(row["person_id"], row["reason"]) for row in left_out["items"]] == [(cast.people_a[2].id, "do_not_contact")]
    assert len(client.get(f"{address}?only=asked", headers=token).get_json()["items"]) == 2
    assert client.get(f"{address}?reason=quarantined", headers=token).get_json()["items"] == []
    assert client.get(address, headers=bearer(cast.token_outsider)).status_code == 404


def test_a_wave_is_tested_on_oneself_and_started_at_once(
    app: Application, cast: Cast, survey_id: int, engine: Engine
) -> None:
    client, token = app.test_client(), bearer(cast.token_csm)
    made = client.post("/api/v1/waves", json={"survey_id": survey_id, "name": "W"}, headers=token).get_json()
    address = f"/api/v1/waves/{made['id']}"
    assert client.post(f"{address}/test", json={"language": "zh"}, headers=token).status_code == 200
    assert client.post(f"{address}/test", json={"language": "fr"}, headers=token).status_code == 422
    with sessions(engine)() as session:
        assert list(session.execute(select(col(Delivery.address))).scalars()) == [cast.csm.email]
    started = client.post(f"{address}/start", json={}, headers=token).get_json()
    assert started["starts_at"] == "2026-11-20T09:00:00Z"
    assert client.post(f"{address}/start", json={}, headers=bearer(cast.token_outsider)).status_code == 404
