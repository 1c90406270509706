"""The pages of an account: what each says, to whom, and on which day."""

import re
from datetime import timedelta

import orjson
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from models.account import Account
from service.auth.principal import the_service
from service.database import sessions
from service.operations.score_accounts import score_accounts
from tests.factories.cast import CANARY_A, CANARY_OPINION, CANARY_VERBATIM, NOW, Cast, login
from tests.factories.golden import Golden, golden_account

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PARTS = (
    "",
    "/people",
    "/health",
    "/renewal",
    "/feedback",
    "/coverage",
    "/contacts",
    "/departures",
    "/departures/table",
    "/next",
    "/history",
    "/activity",
)


@pytest.fixture
def golden(engine: Engine, cast: Cast) -> Golden:
    """The golden example as an account of the CSM's, scored."""
    with sessions(engine).begin() as session:
        made = golden_account(session, NOW)
        session.get_one(Account, made.account).csm_id = cast.csm.id
        score_accounts(session, the_service("test"), [made.account], now=NOW)
    return made


@pytest.fixture
def csm(client: FlaskClient, cast: Cast) -> FlaskClient:
    return login(client, cast.csm)


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_shown_today_and_on_a_day_before_anything_was_known(
    csm: FlaskClient, golden: Golden, part: str
) -> None:
    assert csm.get(f"/accounts/{golden.account}{part}").status_code == 200
    assert csm.get(f"/accounts/{golden.account}{part}?as_of=2026-01-01").status_code == 200


@pytest.mark.parametrize("part", PARTS)
def test_an_outsider_finds_nothing(client: FlaskClient, cast: Cast, golden: Golden, part: str) -> None:
    assert login(client, cast.outsider).get(f"/accounts/{golden.account}{part}").status_code == 404


def test_the_map_holds_the_golden_weights_and_contributions(csm: FlaskClient, golden: Golden) -> None:
    chain = orjson.loads(csm.get(f"/accounts/{golden.account}/chain.json").get_data())
    weights = {person["name"]: person["decision_weight"] for person in chain["people"]}
    expected = {"CFO": 17 / 44, "VP": 7 / 33, "IT": 13 / 88, "USER": 67 / 264}
    assert weights == pytest.approx(expected, abs=1e-12)
    assert sum(person["contribution"] for person in chain["people"]) == pytest.approx(323 / 1320, abs=1e-12)
    assert chain["editable"] is True
    assert {tie["kind"] for tie in chain["ties"]} == {"influences"}


def test_the_map_of_a_reader_without_opinions_keeps_them_back(
    client: FlaskClient, cast: Cast, engine: Engine, golden: Golden
) -> None:
    with sessions(engine).begin() as session:
        session.get_one(Account, golden.account).team_id = cast.team_a.id
    chain = orjson.loads(login(client, cast.read_only).get(f"/accounts/{golden.account}/chain.json").get_data())
    assert {person["stance"] for person in chain["people"]} == {None}
    assert {person["contribution"] for person in chain["people"]} == {None}
    assert chain["editable"] is False


def test_the_overview_says_consensus_and_reach(csm: FlaskClient, golden: Golden) -> None:
    said = text(csm, f"/accounts/{golden.account}")
    # 323/1320
    assert "+0.24" in said
    assert "100% of the decision known" in said


def test_the_people_stand_in_the_order_of_their_weight(csm: FlaskClient, golden: Golden) -> None:
    said = text(csm, f"/accounts/{golden.account}/people").split("Last contact")[-1]
    assert re.findall(r"\d+\.\d%", said)[::2] == ["38.6%", "25.4%", "21.2%", "14.8%"]
    assert "3 of 4 votes" in said


def test_a_departure_shows_the_value_after_it(csm: FlaskClient, golden: Golden) -> None:
    # Without the user: 29/300.
    assert "USER 0% no change +0.10" in text(csm, f"/accounts/{golden.account}/departures/table")


def test_a_past_day_is_marked_and_offers_no_change(csm: FlaskClient, golden: Golden) -> None:
    said = text(csm, f"/accounts/{golden.account}/people?as_of=2026-11-19")
    assert "As known on November 19, 2026" in said
    assert "Add a person" not in said
    assert "Nobody is on this chain yet" in said


@pytest.mark.parametrize("day", ["2026-11-21", "1990-01-01", "yesterday", "2026-13-01"])
def test_a_day_that_cannot_be_shown_is_refused(csm: FlaskClient, golden: Golden, day: str) -> None:
    assert csm.get(f"/accounts/{golden.account}?as_of={day}").status_code == 422


def test_opinions_and_answers_are_absent_where_they_may_not_be_seen(client: FlaskClient, cast: Cast) -> None:
    address = f"/accounts/{cast.account_a.id}"
    for user in (cast.read_only, cast.leadership):
        login(client, user)
        for part in (*PARTS, f"/people/{cast.people_a[0].id}"):
            said = client.get(address + part).get_data(as_text=True)
            assert CANARY_OPINION not in said, f"{user.name} reads an opinion at {part}"
            assert CANARY_VERBATIM not in said, f"{user.name} reads an answer at {part}"
            assert "Blocker" not in said


def test_those_in_charge_read_them(csm: FlaskClient, cast: Cast) -> None:
    assert CANARY_OPINION in text(csm, f"/accounts/{cast.account_a.id}/people/{cast.people_a[0].id}")
    assert CANARY_VERBATIM in text(csm, f"/accounts/{cast.account_a.id}/feedback")
    assert f"{CANARY_A} meeting" in text(csm, f"/accounts/{cast.account_a.id}/activity")


def test_an_account_without_anybody_says_what_will_appear(csm: FlaskClient, cast: Cast, engine: Engine) -> None:
    with sessions(engine).begin() as session:
        account = Account(name="Empty", name_key="empty", csm_id=cast.csm.id, created_at=NOW)
        session.add(account)
        session.flush()
        number = account.id
    for part in PARTS:
        assert csm.get(f"/accounts/{number}{part}").status_code == 200
    assert "Nobody is on this chain yet" in text(csm, f"/accounts/{number}")


def test_a_person_of_another_account_is_not_found_in_this_one(csm: FlaskClient, cast: Cast, golden: Golden) -> None:
    assert csm.get(f"/accounts/{cast.account_a.id}/people/{golden.cfo}").status_code == 404


def test_a_score_of_ones_own_is_shown_beside_the_computed_one(csm: FlaskClient, golden: Golden) -> None:
    address = f"/accounts/{golden.account}"
    until = (NOW + timedelta(days=60)).date()
    form = {"score": "81", "reason": "They signed a letter of intent.", "expires_on": until.isoformat()}
    assert csm.post(f"{address}/override", data=form).status_code == 303
    said = text(csm, f"{address}/health")
    assert "81 was set by Csm until Jan 19, 2027" in said
    assert "They signed a letter of intent." in said
    assert csm.post(f"{address}/override/withdraw").status_code == 303
    assert "was set by" not in text(csm, f"{address}/health")


@pytest.mark.parametrize(
    ("field", "value"),
    [("score", "101"), ("score", ""), ("reason", ""), ("expires_on", "2027-01-20"), ("expires_on", "2026-11-19")],
)
def test_a_score_of_ones_own_has_limits(csm: FlaskClient, golden: Golden, field: str, value: str) -> None:
    form = {"score": "50", "reason": "A reason.", "expires_on": "2026-12-01", field: value}
    answer = csm.post(f"/accounts/{golden.account}/override", data=form)
    assert answer.status_code == 422
    assert f'id="error-{field}"' in answer.get_data(as_text=True)
