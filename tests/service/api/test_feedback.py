"""Results, silence and drivers for programs."""

import pytest
from sqlalchemy import Engine

from scoring.vocabulary import Role
from service.database import sessions
from tests.factories.cast import Cast, make_token
from tests.factories.feedback import FeedbackWorld
from tests.service.api.conftest import Ask

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def answered(engine: Engine, cast: Cast) -> Cast:
    with sessions(engine)() as session:
        world = FeedbackWorld(session, team=cast.team_a)
        harbour = world.account("Harbour", arr=50_000, risk=0.4, segment="Ports")
        world.person(harbour, Role.DECISION_MAKER, 0.75, name="Silent chief")
        world.answer(harbour, world.person(harbour, Role.END_USER, 0.25), 9)
        world.score()
    return cast


def test_results_come_typed_with_both_kinds_of_nps(ask: Ask, answered: Cast) -> None:
    found = ask("GET", "/feedback/results?segment=Ports").get_json()
    assert found["total"]["nps"]["plain"] == 100.0
    assert found["total"]["nps_weighted"]["weight"] == 0.25
    assert found["total"]["response_coverage"] == 0.25
    assert [group["key"] for group in found["groups"]["role"]] == ["decision_maker", "influencer", "end_user"]
    assert found["attributed"] is True


def test_silence_comes_with_money_where_the_program_may_see_it(ask: Ask, answered: Cast, engine: Engine) -> None:
    (row,) = [
        one for one in ask("GET", "/feedback/silence?sort=money").get_json()["rows"] if one["account"] == "Harbour"
    ]
    assert (row["name"], row["decision_weight"], row["at_risk"]) == ("Silent chief", 0.75, 15_000.0)
    with sessions(engine).begin() as session:
        token = make_token(session, answered.csm, ("account:read", "response:read"))
    found = ask("GET", "/feedback/silence?sort=money", token=token).get_json()
    assert found["at_risk"] is None
    assert all(one["at_risk"] is None for one in found["rows"])
    assert found["sort"] == "weight"


def test_drivers_come_with_what_is_needed(ask: Ask, answered: Cast) -> None:
    found = ask("GET", "/feedback/drivers").get_json()
    assert found["questions"]["drivers"] == []
    assert found["surveys"] == []


@pytest.mark.parametrize("path", ["/feedback/results", "/feedback/silence", "/feedback/drivers"])
def test_scopes_and_filters_hold(ask: Ask, answered: Cast, path: str) -> None:
    assert ask("GET", path, token=answered.token_without_scopes).status_code == 403
    assert ask("GET", f"{path}?role=king").status_code == 422
    assert ask("GET", f"{path}?unknown=1").status_code == 422


def test_nobody_else_sees_an_account(ask: Ask, answered: Cast) -> None:
    for path in ("/feedback/results", "/feedback/silence"):
        assert "Harbour" not in ask("GET", path, token=answered.token_outsider).get_data(as_text=True)
