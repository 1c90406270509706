"""The rule by which an account decides, stated on its people."""

from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlmodel import col

from models.chain import DecisionRule, Vote
from service.database import sessions
from tests.factories.cast import Cast, login

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def csm(client: FlaskClient, cast: Cast) -> FlaskClient:
    return login(client, cast.csm)


@pytest.fixture
def base(cast: Cast) -> str:
    return f"/accounts/{cast.account_a.id}"


def stated(engine: Engine, cast: Cast) -> list[tuple[Decimal, dict[int, tuple[Decimal, bool]]]]:
    """Quota and votes of each rule in force."""
    with sessions(engine)() as session:
        rules = session.execute(
            select(DecisionRule).where(
                col(DecisionRule.account_id) == cast.account_a.id,
                col(DecisionRule.superseded_at).is_(None),
                col(DecisionRule.valid_to).is_(None),
            )
        ).scalars()
        return [
            (
                rule.quota,
                {
                    vote.person_id: (vote.votes, vote.veto)
                    for vote in session.execute(select(Vote).where(col(Vote.rule_id) == rule.id)).scalars()
                },
            )
            for rule in rules
        ]


def test_a_rule_is_stated_changed_and_forgotten(csm: FlaskClient, cast: Cast, base: str, engine: Engine) -> None:
    chief, champion, user = (person.id for person in cast.people_a)
    assert "assumed, since no rule is on record" in csm.get(f"{base}/people").get_data(as_text=True)
    form = {f"votes_{chief}": "2", f"veto_{chief}": "1", f"votes_{champion}": "1,5", f"votes_{user}": "0", "quota": "3"}
    assert csm.post(f"{base}/decision-rule", data=form).headers["Location"] == f"{base}/people"
    assert stated(engine, cast) == [(3, {chief: (2, True), champion: (Decimal("1.5"), False)})]
    page = csm.get(f"{base}/people").get_data(as_text=True)
    assert "assumed, since no rule is on record" not in page
    assert "3 of 3.5 votes, with a veto for" in page

    assert csm.post(f"{base}/decision-rule", data={f"votes_{chief}": "1", "quota": "1"}).status_code == 303
    assert stated(engine, cast) == [(1, {chief: (1, False)})]

    assert csm.post(f"{base}/decision-rule/end").status_code == 303
    assert stated(engine, cast) == []
    assert csm.post(f"{base}/decision-rule/end").status_code == 404


def test_a_quota_out_of_reach_is_refused_with_what_was_entered(
    csm: FlaskClient, cast: Cast, base: str, engine: Engine
) -> None:
    chief = cast.people_a[0].id
    answer = csm.post(f"{base}/decision-rule", data={f"votes_{chief}": "2", "quota": "7"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#field-quota">The votes together do not reach the quota.' in page
    assert 'value="7"' in page
    assert stated(engine, cast) == []


def test_votes_that_are_no_number_are_refused_at_their_person(csm: FlaskClient, cast: Cast, base: str) -> None:
    chief = cast.people_a[0].id
    answer = csm.post(f"{base}/decision-rule", data={f"votes_{chief}": "many", "quota": "1"})
    assert answer.status_code == 422
    assert f'href="#field-votes_{chief}"' in answer.get_data(as_text=True)


def test_a_rule_without_any_vote_is_refused(csm: FlaskClient, base: str) -> None:
    answer = csm.post(f"{base}/decision-rule", data={"quota": "1"})
    assert answer.status_code == 422
    assert "Somebody must have a vote or a veto." in answer.get_data(as_text=True)


def test_who_only_reads_may_not_state_a_rule(client: FlaskClient, cast: Cast, base: str) -> None:
    login(client, cast.read_only)
    assert "State the rule" not in client.get(f"{base}/people").get_data(as_text=True)
    assert client.post(f"{base}/decision-rule", data={"quota": "1"}).status_code == 403
