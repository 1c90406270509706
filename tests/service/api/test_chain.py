"""A chain that is drawn over the API: what is refused, what is kept, and what past days still show."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from sqlmodel import Session, col

from models.chain import Tie
from models.person import Membership, Person
from scoring.vocabulary import TieKind
from service.app import create_app
from service.edge.application import Application
from service.settings import Settings
from tests.factories.cast import NOW, TODAY, Cast
from tests.service.api.conftest import Ask

TWO_DAYS = timedelta(days=2)


class Clock:
    """A clock that the test sets."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def ticking() -> Clock:
    return Clock()


@pytest.fixture
def app(settings: Settings, engine: Any, ticking: Clock) -> Application:
    return create_app(settings, engine=engine, clock=ticking)


def _json(answer: Any) -> Any:
    assert answer.status_code < 300, answer.get_data(as_text=True)
    return answer.json


def test_a_tie_is_replaced_and_past_days_show_it_as_it_was(ask: Ask, cast: Cast, ticking: Clock) -> None:
    chief, champion, _ = (person.id for person in cast.people_a)
    tie = _json(
        ask(
            "POST",
            "/ties",
            {"account_id": 1, "kind": "influences", "source_id": champion, "target_id": chief, "strength": 0.4},
        )
    )
    ticking.now = NOW + TWO_DAYS
    changed = ask("PATCH", f"/ties/{tie['id']}", {"strength": 0.9}, version='"1"')
    assert _json(changed)["strength"] == 0.9
    assert changed.headers["Location"] == f"/api/v1/ties/{changed.json['id']}"
    assert changed.json["id"] != tie["id"]
    before = _json(ask("GET", f"/ties?kind=influences&as_of={TODAY}"))["items"]
    assert [(row["id"], row["strength"]) for row in before] == [(tie["id"], 0.4)]
    now = _json(ask("GET", "/ties?kind=influences"))["items"]
    assert [(row["id"], row["strength"]) for row in now] == [(changed.json["id"], 0.9)]
    old = _json(ask("GET", f"/ties/{tie['id']}"))
    assert (old["version"], old["superseded_at"]) == (2, "2026-11-22T09:00:00Z")
    assert ask("PATCH", f"/ties/{tie['id']}", {"strength": 0.1}, version='"1"').status_code == 412
    assert ask("PATCH", f"/ties/{tie['id']}", {"strength": 0.1}, version='"2"').status_code == 409


def test_an_ended_tie_is_still_there_on_the_days_before(ask: Ask, cast: Cast, ticking: Clock) -> None:
    tie = _json(ask("GET", "/ties"))["items"][0]
    ticking.now = NOW + TWO_DAYS
    assert ask("DELETE", f"/ties/{tie['id']}").status_code == 204
    assert _json(ask("GET", "/ties"))["items"] == []
    assert [row["id"] for row in _json(ask("GET", f"/ties?as_of={TODAY}"))["items"]] == [tie["id"]]
    closed = [row for row in _json(ask("GET", "/ties?history=true"))["items"] if row["id"] != tie["id"]]
    assert [(row["valid_from"], row["valid_to"]) for row in closed] == [("2025-01-01", "2026-11-22")]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_ties_that_cannot_be_are_refused(ask: Ask, cast: Cast) -> None:
    chief, champion, user = (person.id for person in cast.people_a)
    stranger = cast.people_b[0].id

    def tie(source: int, target: int, kind: str = "reports_to", **more: Any) -> int:
        return ask(
            "POST", "/ties", {"account_id": 1, "kind": kind, "source_id": source, "target_id": target, **more}
        ).status_code

    assert tie(chief, chief) == 422
    assert tie(chief, stranger) == 422
    assert tie(stranger, chief) == 422
    assert tie(chief, 987654) == 422
    assert tie(champion, chief) == 409
    assert tie(chief, champion) == 422
    assert tie(user, champion) == 201
    assert tie(chief, user) == 422
    assert tie(chief, user, strength=0) == 422
    assert tie(chief, user, strength=-1) == 422
    assert tie(chief, user, kind="loves") == 422
    assert tie(chief, user, kind="works_with") == 201
    assert tie(user, chief, kind="works_with") == 409
    assert tie(chief, user, kind="conflicts", valid_from="2026-11-21") == 422


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_account_holds_500_people_and_5000_ties(ask: Ask, session: Session, cast: Cast) -> None:
    people = [{"name": f"p{n}", "name_key": f"p{n}"} for n in range(497)]
    ids = list(session.execute(insert(Person).returning(col(Person.id)), people).scalars())
    facts = {"account_id": 1, "valid_from": TODAY, "recorded_at": NOW}
    session.execute(insert(Membership), [{**facts, "person_id": number} for number in ids])
    ties = [(a, b) for a in ids[:80] for b in ids[:80] if a != b][:4999]
    session.execute(
        insert(Tie),
        [{**facts, "kind": TieKind.INFLUENCES, "source_id": a, "target_id": b, "strength": 1.0} for a, b in ties],
    )
    session.commit()
    full = ask("POST", "/people", {"account_id": 1, "name": "One more"})
    assert full.status_code == 422
    assert full.json is not None
    assert full.json["detail"] == "An account has at most 500 people."
    body = {"account_id": 1, "kind": "works_with", "source_id": ids[0], "target_id": ids[100]}
    full = ask("POST", "/ties", body)
    assert full.json is not None
    assert (full.status_code, full.json["detail"]) == (422, "An account has at most 5,000 ties.")


def test_somebody_who_goes_takes_roles_and_ties_along(ask: Ask, cast: Cast, ticking: Clock) -> None:
    champion = cast.people_a[1].id
    ticking.now = NOW + TWO_DAYS
    assert ask("DELETE", f"/people/{champion}").status_code == 204
    assert champion not in {row["id"] for row in _json(ask("GET", "/accounts/1/chain"))["people"]}
    for noun in ("roles", "relationships", "memberships"):
        assert _json(ask("GET", f"/{noun}?account_id=1&person_id={champion}"))["items"] == []
    assert _json(ask("GET", "/ties"))["items"] == []
    assert champion in {row["id"] for row in _json(ask("GET", f"/accounts/1/chain?as_of={TODAY}"))["people"]}


def test_a_decision_rule_moves_the_voting_power(ask: Ask, cast: Cast) -> None:
    chief, champion, user = (person.id for person in cast.people_a)
    votes = [{"person_id": chief, "votes": 2}, {"person_id": champion, "votes": 1}, {"person_id": user, "votes": 1}]
    rule = _json(ask("POST", "/decision-rules", {"account_id": 1, "quota": 3, "votes": votes}))
    people = {row["id"]: row for row in _json(ask("GET", "/accounts/1/chain"))["people"]}
    assert people[chief]["voting_power"] == pytest.approx(2 / 3)
    assert people[user]["voting_power"] == pytest.approx(1 / 6)
    again = _json(ask("POST", "/decision-rules", {"account_id": 1, "quota": 4, "votes": votes}))
    assert [row["id"] for row in _json(ask("GET", "/decision-rules"))["items"]] == [again["id"]]
    assert _json(ask("GET", f"/decision-rules/{rule['id']}"))["version"] == 2
    for spoilt in ({"quota": 5}, {"votes": [*votes, votes[0]]}, {"votes": [{"person_id": cast.people_b[0].id}]}):
        body = {"account_id": 1, "quota": 3, "votes": votes, **spoilt}
        assert ask("POST", "/decision-rules", body).status_code == 422


def test_a_suggested_role_counts_once_it_is_confirmed(ask: Ask, cast: Cast) -> None:
    user = cast.people_a[2].id
    body = {"account_id": 1, "person_id": user, "sub_role": "economic_buyer", "suggested": True}
    role = _json(ask("POST", "/roles", body))
    assert (role["role"], role["confirmed_at"]) == ("decision_maker", None)

    def power() -> float:
        people = _json(ask("GET", "/accounts/1/chain"))["people"]
        return next(float(row["voting_power"]) for row in people if row["id"] == user)

    assert power() == 0.0
    confirmed = _json(ask("PATCH", f"/roles/{role['id']}", {"suggested": False}, version='"1"'))
    assert confirmed["confirmed_at"] == "2026-11-20T09:00:00Z"
    assert power() == pytest.approx(0.5)
    assert ask("POST", "/roles", body).status_code == 409


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_people_stand_where_they_were_put(ask: Ask, cast: Cast) -> None:
    chief = cast.people_a[0].id
    places = [{"person_id": chief, "x": 10, "y": -2.5}]
    assert ask("PUT", "/accounts/1/positions", {"positions": places}).status_code == 204
    people = {row["id"]: row["position"] for row in _json(ask("GET", "/accounts/1/chain"))["people"]}
    assert people[chief] == {"x": 10.0, "y": -2.5}
    assert {place for person, place in people.items() if person != chief} == {None}
    for spoilt in ([*places, *places], [{"person_id": cast.people_b[0].id, "x": 0, "y": 0}]):
        assert ask("PUT", "/accounts/1/positions", {"positions": spoilt}).status_code == 422
    assert ask("PUT", "/accounts/2/positions", {"positions": places}).status_code == 404
