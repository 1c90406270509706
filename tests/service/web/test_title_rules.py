"""The page of job titles: rules are tried, added, changed and removed; imports follow."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlmodel import col

from models.person import TitleRule
from service.database import sessions
from service.edge.application import Application
from service.imports.titles import default_rules
from tests.factories.cast import Cast, login

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

POET = {"language": "en", "pattern": " court  poet ", "sub_role": "champion"}


@pytest.fixture
def admin(app: Application, cast: Cast) -> FlaskClient:
    return login(app.test_client(), cast.admin)


def rules(engine: Engine) -> set[tuple[str, str, str]]:
    with sessions(engine)() as session:
        rows = session.execute(select(col(TitleRule.language), col(TitleRule.pattern), col(TitleRule.sub_role)))
        return {(language, pattern, role.value) for language, pattern, role in rows}


def number(engine: Engine, pattern: str) -> int:
    with sessions(engine)() as session:
        return session.execute(select(col(TitleRule.id)).where(col(TitleRule.pattern) == pattern)).scalar_one()


def test_a_rule_is_added_tried_changed_and_removed(admin: FlaskClient, engine: Engine) -> None:
    assert admin.post("/admin/titles", data=POET).status_code == 303
    assert ("en", "court poet", "champion") in rules(engine)
    assert "Champion" in admin.get("/admin/titles?title=Senior+Court+Poet").text
    where = f"/admin/titles/{number(engine, 'court poet')}"
    assert 'value="court poet"' in admin.get(where).text

    admin.post(where, data={**POET, "sub_role": "coach"})
    assert ("en", "court poet", "coach") in rules(engine)
    assert "Coach" in admin.get("/admin/titles?title=Court+Poet").text

    admin.post(where, data={"remove": "1"})
    assert not [rule for rule in rules(engine) if rule[1] == "court poet"]


def test_what_is_wrong_comes_back_with_what_was_entered(admin: FlaskClient, engine: Engine) -> None:
    admin.post("/admin/titles", data=POET)

    assert admin.post("/admin/titles", data=POET).status_code == 409
    refused = admin.post("/admin/titles", data={**POET, "pattern": "jester", "language": "English"})

    assert refused.status_code == 422
    assert 'value="jester"' in refused.text
    assert len(rules(engine)) == 1


def test_the_delivered_rules_are_added_once_and_changed_ones_stay(admin: FlaskClient, engine: Engine) -> None:
    admin.post("/admin/titles", data={"language": "en", "pattern": "cfo", "sub_role": "approver"})

    admin.post("/admin/titles/delivered")
    admin.post("/admin/titles/delivered")

    with sessions(engine)() as session:
        count = session.scalar(select(func.count()).select_from(TitleRule))
    assert count == len({(language, phrase) for language, phrase, _ in default_rules()})
    assert ("en", "cfo", "approver") in rules(engine)


def test_only_administrators_come_in(app: Application, cast: Cast) -> None:
    assert login(app.test_client(), cast.csm).get("/admin/titles").status_code == 403
