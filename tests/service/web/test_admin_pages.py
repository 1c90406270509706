"""The administration: users, teams, territories; and what everybody sets for themselves."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import col, select

from models.team import Team, TeamMember
from models.user import ApiToken, User
from models.vocabulary import UserRole
from service.auth.passwords import password_matches
from service.database import sessions
from service.edge.application import Application
from tests.factories.cast import NOW, PASSWORD, Cast, bearer, login

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ANN = {"name": "Ann Lee", "email": "Ann@Example.com", "role": "csm", "language": "zh", "time_zone": "Asia/Shanghai"}
GOOD = "four unrelated words"


@pytest.fixture
def admin(app: Application, cast: Cast) -> FlaskClient:
    return login(app.test_client(), cast.admin)


def user(engine: Engine, email: str) -> User:
    with sessions(engine)() as session:
        return session.exec(select(User).where(col(User.email) == email)).one()


def link_in(page: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(/choose-password/[\w.-]+)", page)
    assert found is not None
    return found[1]


def test_a_new_user_chooses_a_password_by_a_link_that_works_once(
    app: Application, admin: FlaskClient, cast: Cast, engine: Engine
) -> None:
    added = admin.post("/admin/users", data={**ANN, "team_ids": [cast.team_b.id]})
    assert added.status_code == 303
    ann = user(engine, "ann@example.com")
    assert (ann.role, ann.language, ann.password) == (UserRole.CSM, "zh", None)
    link = link_in(admin.post(f"/admin/users/{ann.id}/password-link").text)
    browser = app.test_client()
    for _ in range(3):
        assert browser.get(link).status_code == 200
    assert browser.post(link, data={"password": GOOD, "repeated": GOOD + "!"}).status_code == 422
    assert browser.post(link, data={"password": "short", "repeated": "short"}).status_code == 422
    assert browser.post(link, data={"password": GOOD, "repeated": GOOD}).headers["Location"] == "/"
    assert browser.get("/profile").status_code == 200
    assert app.test_client().get(link).status_code == 410
    assert app.test_client().post(link, data={"password": GOOD, "repeated": GOOD}).status_code == 410
    assert app.test_client().get(link[:-9] + ("A" if link[-9] != "A" else "B") + link[-8:]).status_code == 404


def test_a_wrong_entry_comes_back_with_what_was_entered(admin: FlaskClient, cast: Cast, engine: Engine) -> None:
    answer = admin.post("/admin/users", data={**ANN, "name": "", "time_zone": "Mars/Olympus"})
    assert answer.status_code == 422
    for words in ("Write a name of 1 to 200 characters.", "There is no such time zone.", 'value="Ann@Example.com"'):
        assert words in answer.text
    taken = admin.post("/admin/users", data={**ANN, "email": cast.csm.email.upper()})
    assert (taken.status_code, "Another user has this address." in taken.text) == (409, True)
    with sessions(engine)() as session:
        assert len(session.exec(select(User)).all()) == 7


def test_a_change_made_from_an_old_page_is_refused(admin: FlaskClient, cast: Cast, engine: Engine) -> None:
    form = {**ANN, "email": cast.csm.email, "version": "1"}
    assert admin.post(f"/admin/users/{cast.csm.id}", data=form).status_code == 303
    answer = admin.post(f"/admin/users/{cast.csm.id}", data={**form, "name": "Late"})
    assert (answer.status_code, "Somebody else changed this user" in answer.text) == (412, True)
    assert user(engine, cast.csm.email).name == "Ann Lee"


def test_the_last_administrator_stays(admin: FlaskClient, cast: Cast, engine: Engine) -> None:
    answer = admin.post(f"/admin/users/{cast.admin.id}/disable")
    assert (answer.status_code, "last administrator" in answer.text) == (409, True)
    assert user(engine, cast.admin.email).active


def test_a_reset_password_lets_nobody_in(app: Application, admin: FlaskClient, cast: Cast) -> None:
    browser = login(app.test_client(), cast.csm)
    assert admin.post(f"/admin/users/{cast.csm.id}/reset-password").status_code == 303
    assert browser.get("/profile").status_code == 303
    form = {"email": cast.csm.email, "password": PASSWORD}
    assert browser.post("/login", data=form).status_code == 422


def test_users_are_found_by_name_role_and_state(admin: FlaskClient) -> None:
    def found(query: str) -> list[str]:
        page = admin.get(f"/admin/users?{query}").text
        return re.findall(r'class="row-link" href="/admin/users/\d+">([^<]+)</a>', page)

    assert found("q=OUT") == ["Outsider"]
    assert found("q=%25") == []
    assert found("role=csm&state=inactive") == ["Disabled"]
    assert found("sort=-name")[:2] == ["Sales", "Read Only"]
    assert admin.get("/admin/users?sort=password").status_code == 422
    assert admin.get("/admin/users?role=king").status_code == 422
    assert admin.get("/admin/users?page=999999999999").status_code == 200


def test_a_team_is_made_changed_and_removed_when_empty(admin: FlaskClient, cast: Cast, engine: Engine) -> None:
    assert admin.post("/admin/teams", data={"name": " North ", "member_ids": [cast.csm.id]}).status_code == 303
    with sessions(engine)() as session:
        north = session.exec(select(Team).where(col(Team.name) == "North")).one()
        members = session.exec(select(TeamMember.user_id).where(col(TeamMember.team_id) == north.id)).all()
    assert members == [cast.csm.id]
    assert admin.post("/admin/teams", data={"name": "NORTH"}).status_code == 409
    changed = {"name": "North", "member_ids": [cast.sales.id], "version": "1"}
    assert admin.post(f"/admin/teams/{north.id}", data=changed).status_code == 303
    assert admin.post(f"/admin/teams/{north.id}", data=changed).status_code == 412
    assert admin.post(f"/admin/teams/{north.id}/remove").status_code == 303
    refused = admin.post(f"/admin/teams/{cast.team_a.id}/remove")
    assert (refused.status_code, "1 accounts belong to it" in refused.text) == (409, True)


def test_ones_own_password_is_changed_and_other_browsers_leave(app: Application, cast: Cast, engine: Engine) -> None:
    here, elsewhere = login(app.test_client(), cast.csm), login(app.test_client(), cast.csm)
    wrong = {"old_password": "not it", "password": GOOD, "repeated": GOOD}
    assert here.post("/profile/password", data=wrong).status_code == 422
    assert here.post("/profile/password", data={**wrong, "old_password": PASSWORD}).status_code == 303
    assert password_matches(user(engine, cast.csm.email).password, GOOD)
    assert (here.get("/profile").status_code, elsewhere.get("/profile").status_code) == (200, 303)


def test_nobody_gives_themselves_another_role(app: Application, cast: Cast, engine: Engine) -> None:
    form = {"name": "New", "title": "", "language": "en", "time_zone": "UTC", "role": "admin", "sees_names": "1"}
    assert login(app.test_client(), cast.csm).post("/profile", data=form).status_code == 303
    changed = user(engine, cast.csm.email)
    assert (changed.name, changed.role, changed.sees_names) == ("New", UserRole.CSM, False)


def test_a_token_is_shown_once_works_and_is_revoked(app: Application, cast: Cast, engine: Engine) -> None:
    browser = login(app.test_client(), cast.admin)
    form = {"token_name": "nightly export", "scopes": ["admin:read"], "expires_on": "2027-01-01"}
    page = browser.post("/profile/tokens", data=form).text
    token = re.search(r"lp_[0-9a-f]{10}_[\w-]{43}", page)
    assert token is not None
    assert token[0] not in browser.get("/profile").text
    program = app.test_client()
    assert program.get("/admin/users", headers=bearer(token[0])).status_code == 200
    assert program.get("/admin/users/new", headers=bearer(token[0])).status_code == 200
    assert program.post("/admin/teams", data={"name": "x"}, headers=bearer(token[0])).status_code == 403
    with sessions(engine)() as session:
        row = session.exec(select(ApiToken).where(col(ApiToken.name) == "nightly export")).one()
        assert token[0] not in str(row.model_dump())
        assert row.last_used_at == NOW
    assert browser.post(f"/profile/tokens/{row.id}/revoke").status_code == 303
    assert program.get("/admin/users", headers=bearer(token[0])).status_code == 303


def test_a_token_never_exceeds_its_owner(app: Application, cast: Cast) -> None:
    browser = login(app.test_client(), cast.csm)
    form = {"token_name": "greedy", "scopes": ["admin:write", "audit:read", "nonsense:read"], "expires_on": ""}
    answer = browser.post("/profile/tokens", data=form)
    assert answer.status_code == 422
    assert "lp_" not in answer.text.split('id="issue"')[1]


def test_somebody_elses_token_is_not_ones_own_to_revoke(app: Application, cast: Cast, engine: Engine) -> None:
    with sessions(engine)() as session:
        token = session.exec(select(ApiToken).where(col(ApiToken.user_id) == cast.outsider.id)).one()
    browser = login(app.test_client(), cast.csm)
    assert browser.post(f"/profile/tokens/{token.id}/revoke").status_code == 404
    assert browser.post("/profile/tokens/987654/revoke").status_code == 404


def test_names_with_markup_are_shown_as_they_are(admin: FlaskClient, engine: Engine) -> None:
    name = "<script>alert(1)</script>{{7*7}}"
    admin.post("/admin/users", data={**ANN, "name": name})
    page = admin.get(f"/admin/users/{user(engine, 'ann@example.com').id}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in page
