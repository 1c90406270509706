"""Changes name their version, creates can be repeated safely, and what is masked stays masked."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from sqlmodel import Session, col

from models.account import Account
from models.audit import AuditEvent
from service.edge.application import Application
from tests.factories.cast import Cast, bearer, login, make_token
from tests.service.api.conftest import Ask


def test_a_change_needs_the_version_that_is_there(ask: Ask) -> None:
    read = ask("GET", "/accounts/1")
    assert read.headers["ETag"] == '"1"'
    assert ask("PATCH", "/accounts/1", {"segment": "A"}).status_code == 428
    assert ask("PATCH", "/accounts/1", {"segment": "A"}, version="*").status_code == 428
    changed = ask("PATCH", "/accounts/1", {"segment": "A"}, version='"1"')
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    assert changed.json is not None
    assert changed.json["segment"] == "A"
    assert ask("PATCH", "/accounts/1", {"segment": "B"}, version='"1"').status_code == 412
    again = ask("GET", "/accounts/1").json
    assert again is not None
    assert (again["segment"], again["version"]) == ("A", 2)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_change_of_nothing_leaves_the_version(ask: Ask) -> None:
    assert ask("PATCH", "/accounts/1", {}, version='"1"').headers["ETag"] == '"1"'
    assert ask("PATCH", "/accounts/1", {"name": "canaryalpha Ltd"}, version='"1"').headers["ETag"] == '"1"'


def test_a_create_sent_twice_is_done_once(ask: Ask, session: Session) -> None:
    first = ask("POST", "/accounts", {"name": "Once"}, key="order-1")
    second = ask("POST", "/accounts", {"name": "Once"}, key="order-1")
    assert first.status_code == second.status_code == 201
    assert first.get_data() == second.get_data()
    assert second.headers["Idempotency-Replayed"] == "true"
    assert ask("POST", "/accounts", {"name": "Other"}, key="order-1").status_code == 422
    assert session.execute(select(func.count()).where(col(Account.name) == "Once")).scalar_one() == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_refusal_does_not_use_up_the_key(ask: Ask) -> None:
    assert ask("POST", "/accounts", {"name": ""}, key="order-2").status_code == 422
    assert ask("POST", "/accounts", {"name": "Mended"}, key="order-2").status_code == 201


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_key_is_ones_own(ask: Ask, cast: Cast) -> None:
    mine = ask("POST", "/accounts", {"name": "Mine"}, key="k").json
    theirs = ask("POST", "/accounts", {"name": "Mine"}, key="k", token=cast.token_outsider).json
    assert mine is not None
    assert theirs is not None
    assert mine["id"] != theirs["id"]


def test_twenty_at_once_with_one_key_add_one(app: Application, cast: Cast, session: Session) -> None:
    def send(_number: int) -> tuple[int, bytes]:
        headers = {**bearer(cast.token_csm), "Idempotency-Key": "at once"}
        answer = app.test_client().post("/api/v1/accounts", json={"name": "Crowd"}, headers=headers)
        return answer.status_code, answer.get_data()

    with ThreadPoolExecutor(5) as pool:
        answers = set(pool.map(send, range(20)))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 201
    assert session.execute(select(func.count()).where(col(Account.name) == "Crowd")).scalar_one() == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_money_is_null_for_a_program_without_revenue(ask: Ask, session: Session, cast: Cast) -> None:
    token = make_token(session, cast.csm, ("account:read", "account:write"))
    session.commit()
    seen = ask("GET", "/contracts", token=token).json
    assert seen is not None
    assert [row["arr"] for row in seen["items"]] == [None]
    whole = ask("GET", "/contracts").json
    assert whole is not None
    assert [row["arr"] for row in whole["items"]] == ["98765.43"]
    body = {"account_id": 1, "arr": 1, "currency": "EUR", "starts_on": "2026-01-01", "ends_on": "2027-01-01"}
    assert ask("POST", "/contracts", body, token=token).status_code == 403
    assert ask("GET", "/invoices", token=token).status_code == 403


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_opinions_are_null_on_the_map_for_those_who_may_not_see_them(ask: Ask, cast: Cast) -> None:
    chief = cast.people_a[0].id
    assert ask("POST", "/stances", {"account_id": 1, "person_id": chief, "stance": "opponent"}).status_code == 201
    seen = ask("GET", "/accounts/1/chain").json
    assert seen is not None
    assert {person["id"]: person["stance"] for person in seen["people"]}[chief] == "opponent"
    masked = ask("GET", "/accounts/1/chain", token=cast.token_admin).json
    assert masked is not None
    assert {(person["stance"], person["contribution"], person["blocker"]) for person in masked["people"]} == {
        (None, None, None)
    }
    analysis = ask("GET", "/accounts/1/analysis", token=cast.token_admin).json
    assert analysis is not None
    assert {person["final_stance"] for person in analysis["people"].values()} == {None}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_said_about_people_stays_out_of_the_trail(ask: Ask, session: Session) -> None:
    ask("POST", "/stances", {"account_id": 1, "person_id": 1, "stance": "opponent", "note": "hushhush"})
    note = ask("POST", "/notes", {"account_id": 1, "text": "hushhush"})
    assert note.json is not None
    ask("PATCH", f"/notes/{note.json['id']}", {"text": "hushhush too"}, version='"1"')
    trail = str([(event.action, event.fields) for event in session.execute(select(AuditEvent)).scalars()])
    assert "created" in trail
    assert "hushhush" not in trail
    assert "opponent" not in trail


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_text_of_a_token_is_seen_once(app: Application, cast: Cast) -> None:
    client = login(app.test_client(), cast.csm)
    made = client.post("/api/v1/tokens", json={"name": "t", "scopes": ["account:read"]})
    assert made.status_code == 201
    assert made.json is not None
    text = made.json["token"]
    assert client.get("/api/v1/accounts", headers=bearer(text)).status_code == 200
    assert text not in client.get("/api/v1/tokens").get_data(as_text=True)
    assert client.delete(f"/api/v1/tokens/{made.json['id']}").status_code == 204
    assert app.test_client().get("/api/v1/accounts", headers=bearer(text)).status_code == 401
    assert client.get("/api/v1/tokens", headers=bearer(cast.token_csm)).status_code == 403
