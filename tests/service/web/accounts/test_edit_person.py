"""Changes to people from the pages: each goes through its operation, moves the map, and stays within the account."""

from datetime import date

import orjson
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlmodel import col

from models.account import Account
from models.chain import Relationship, StanceObservation, Tie
from models.person import Person, RoleAssignment
from scoring.vocabulary import Stance, Strength, SubRole, TieKind
from service.database import sessions
from tests.factories.cast import NOW, Cast, login

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def csm(client: FlaskClient, cast: Cast) -> FlaskClient:
    return login(client, cast.csm)


@pytest.fixture
def base(cast: Cast) -> str:
    """The address of the champion of account A."""
    return f"/accounts/{cast.account_a.id}/people/{cast.people_a[1].id}"


def test_a_stance_is_noted_and_the_fragment_shows_it(csm: FlaskClient, cast: Cast, base: str, engine: Engine) -> None:
    answer = csm.post(f"{base}/stance", data={"stance": "opponent", "note": "Said no."}, headers=HTMX)
    assert answer.status_code == 200
    assert answer.headers["HX-Trigger"] == "chain-changed"
    assert "Opponent" in answer.get_data(as_text=True)
    with sessions(engine)() as session:
        noted = session.execute(
            select(StanceObservation).where(col(StanceObservation.person_id) == cast.people_a[1].id)
        ).scalar_one()
        assert (noted.stance, noted.note, noted.observed_by_id) == (Stance.OPPONENT, "Said no.", cast.csm.id)
        assert session.get_one(Account, cast.account_a.id).stale_since == NOW


def test_without_scripts_a_change_leads_back_to_the_person(csm: FlaskClient, base: str) -> None:
    answer = csm.post(f"{base}/stance", data={"stance": "neutral"})
    assert (answer.status_code, answer.headers["Location"]) == (303, base)


def test_what_is_no_stance_is_refused_where_it_was_entered(csm: FlaskClient, base: str) -> None:
    answer = csm.post(f"{base}/stance", data={"stance": "furious"}, headers=HTMX)
    assert answer.status_code == 422
    assert "Choose one of the list." in answer.get_data(as_text=True)


def test_a_role_is_added_confirmed_and_ended(csm: FlaskClient, cast: Cast, base: str, engine: Engine) -> None:
    assert csm.post(f"{base}/roles", data={"role": "influencer/coach"}, headers=HTMX).status_code == 200

    def held() -> list[RoleAssignment]:
        with sessions(engine)() as session:
            return list(
                session.execute(
                    select(RoleAssignment).where(
                        col(RoleAssignment.person_id) == cast.people_a[1].id,
                        col(RoleAssignment.superseded_at).is_(None),
                        col(RoleAssignment.valid_to).is_(None),
                    )
                ).scalars()
            )

    coach = next(role for role in held() if role.sub_role is SubRole.COACH)
    assert csm.post(f"{base}/roles/{coach.id}/end", headers=HTMX).status_code == 200
    assert [role.sub_role for role in held()] == [SubRole.CHAMPION]


def test_a_suggested_role_counts_once_it_is_confirmed(csm: FlaskClient, cast: Cast, base: str, engine: Engine) -> None:
    with sessions(engine).begin() as session:
        role = RoleAssignment(
            account_id=cast.account_a.id,
            person_id=cast.people_a[1].id,
            role=SubRole.APPROVER.role,
            sub_role=SubRole.APPROVER,
            suggested=True,
            valid_from=date(2026, 1, 1),
            recorded_at=NOW,
        )
        session.add(role)
        session.flush()
        number = role.id
    assert "suggested by the title" in csm.get(f"{base}/inspector").get_data(as_text=True)
    answer = csm.post(f"{base}/roles/{number}/confirm", headers=HTMX)
    assert answer.status_code == 200
    assert "suggested by the title" not in answer.get_data(as_text=True)


def test_a_tie_is_drawn_in_the_direction_that_was_said(csm: FlaskClient, cast: Cast, base: str, engine: Engine) -> None:
    chief, champion, user = (person.id for person in cast.people_a)
    form = {"kind": "influenced_by", "other": str(user), "strength": "0.6"}
    assert csm.post(f"{base}/ties", data=form, headers=HTMX).status_code == 200
    with sessions(engine)() as session:
        tie = session.execute(select(Tie).where(col(Tie.kind) == TieKind.INFLUENCES)).scalar_one()
        assert (tie.source_id, tie.target_id, tie.strength) == (user, champion, 0.6)
    again = csm.post(f"{base}/ties", data=form, headers=HTMX)
    assert again.status_code == 422
    assert csm.post(f"{base}/ties/{tie.id}/end", headers=HTMX).status_code == 200
    assert chief


def test_a_relationship_is_noted_once_and_then_confirmed_anew(
    csm: FlaskClient, cast: Cast, base: str, engine: Engine
) -> None:
    form = {"user_id": str(cast.csm.id), "strength": "trusted"}
    assert csm.post(f"{base}/relationship", data=form, headers=HTMX).status_code == 200
    with sessions(engine)() as session:
        rows = session.execute(
            select(Relationship).where(
                col(Relationship.person_id) == cast.people_a[1].id,
                col(Relationship.superseded_at).is_(None),
                col(Relationship.user_id) == cast.csm.id,
            )
        ).scalars()
        (held,) = rows
        assert (held.strength, held.confirmed_on) == (Strength.TRUSTED, NOW.date())


def test_somebody_who_left_is_no_longer_on_the_map(csm: FlaskClient, cast: Cast, base: str) -> None:
    answer = csm.post(f"{base}/left", data={"left_on": "2026-11-20"}, headers=HTMX)
    assert answer.headers["HX-Redirect"] == f"/accounts/{cast.account_a.id}"
    chain = orjson.loads(csm.get(f"/accounts/{cast.account_a.id}/chain.json").get_data())
    assert cast.people_a[1].id not in [person["id"] for person in chain["people"]]


def test_somebody_new_gets_a_place_and_a_role(csm: FlaskClient, cast: Cast, engine: Engine) -> None:
    form = {"name": "Zoë Quinn", "title": "CFO", "role": "decision_maker/economic_buyer", "side": "customer"}
    answer = csm.post(f"/accounts/{cast.account_a.id}/people", data=form)
    with sessions(engine)() as session:
        person = session.execute(select(Person).where(col(Person.name) == "Zoë Quinn")).scalar_one()
    assert answer.headers["Location"] == f"/accounts/{cast.account_a.id}/people/{person.id}"
    shown = csm.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Economic buyer" in shown


def test_a_person_without_a_name_is_refused_with_what_was_entered(csm: FlaskClient, cast: Cast) -> None:
    answer = csm.post(f"/accounts/{cast.account_a.id}/people", data={"name": "", "title": "Buyer"})
    assert answer.status_code == 422
    assert 'value="Buyer"' in answer.get_data(as_text=True)


def test_places_on_the_map_are_kept(csm: FlaskClient, cast: Cast) -> None:
    address = f"/accounts/{cast.account_a.id}"
    moved = {
        "positions": [{"id": cast.people_a[0].id, "x": 40, "y": -80.5}, {"id": "missing:champion", "x": 1, "y": 1}]
    }
    assert csm.post(f"{address}/positions", json=moved).get_json() == {"placed": 1}
    chain = orjson.loads(csm.get(f"{address}/chain.json").get_data())
    at = {person["id"]: person["position"] for person in chain["people"]}
    assert at[cast.people_a[0].id] == {"x": 40.0, "y": -80.5}


@pytest.mark.parametrize(
    ("sent", "status"),
    [([], 400), ({"positions": "x"}, 422), ({"positions": [{"id": 1e99, "x": 0, "y": 0}]}, 422), ({}, 422)],
)
def test_places_that_cannot_be_read_are_refused(csm: FlaskClient, cast: Cast, sent: object, status: int) -> None:
    assert csm.post(f"/accounts/{cast.account_a.id}/positions", json=sent).status_code == status


def test_a_role_of_somebody_else_is_not_found(csm: FlaskClient, cast: Cast, base: str, engine: Engine) -> None:
    with sessions(engine)() as session:
        foreign = session.execute(
            select(col(RoleAssignment.id)).where(col(RoleAssignment.person_id) == cast.people_a[0].id)
        ).scalar_one()
    assert csm.post(f"{base}/roles/{foreign}/end", headers=HTMX).status_code == 404


def test_who_only_reads_is_offered_no_change_and_refused_one(client: FlaskClient, cast: Cast, base: str) -> None:
    login(client, cast.read_only)
    assert "Draw a tie" not in client.get(f"{base}/inspector").get_data(as_text=True)
    assert client.post(f"{base}/ties", data={}).status_code == 403
