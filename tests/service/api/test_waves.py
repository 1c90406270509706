"""Waves over HTTP: planned, started by a change, cancelled by removing; accounts of others are as if they were not."""

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from models.job import Run
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
