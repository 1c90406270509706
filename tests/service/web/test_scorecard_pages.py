"""The pages of scorecards: a draft with a look ahead, its publication, and the card beside a score."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.score import ScorecardVersion
from service.auth.principal import the_service
from service.operations.score_accounts import score_accounts
from tests.factories.cast import NOW, Cast, login

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def admin(client: FlaskClient, cast: Cast, session: Session) -> FlaskClient:
    """An administrator's browser; account A is of the segment "Mid" and scored."""
    session.get_one(Account, cast.account_a.id).segment = "Mid"
    score_accounts(session, the_service("test"), [cast.account_a.id], now=NOW)
    session.commit()
    return login(client, cast.admin)


def _draft(admin: FlaskClient, **numbers: str) -> str:
    form = {"name": "Mid-size", "segment": "Mid", **numbers}
    made = admin.post("/admin/scorecards", data=form)
    assert made.status_code == 303, made.get_data(as_text=True)
    return str(made.headers["Location"])


def test_without_a_card_of_ones_own_the_page_says_what_counts(admin: FlaskClient) -> None:
    assert "The delivered scorecard counts for all" in admin.get("/admin/scorecards").get_data(as_text=True)


def test_a_draft_shows_what_it_would_change_and_counts_once_published(
    admin: FlaskClient, session: Session, cast: Cast
) -> None:
    alone = {f"groups.{name}": "0" for name in ("sentiment", "usage", "support", "commercial", "responsiveness")}
    address = _draft(admin, **alone)
    page = admin.get(address).get_data(as_text=True)
    assert "of 1 account changes its band." in page
    assert "delivered 25" in page
    assert "Not enough data" in page
    published = admin.post(
        f"{address}/publish", data={"version": "1", "valid_from": "2026-11-20"}, follow_redirects=True
    )
    assert "The scorecard is in force." in published.get_data(as_text=True)
    score_accounts(session, the_service("test"), [cast.account_a.id], now=NOW)
    session.commit()
    health = admin.get(f"/accounts/{cast.account_a.id}/health").get_data(as_text=True)
    assert "Mid-size, version 1" in health
    following = admin.get("/admin/scorecards/new?segment=Mid").get_data(as_text=True)
    assert (
        'id="field-groups.usage" name="groups.usage" type="number" step="any" min="0" max="100" value="0"' in following
    )


def test_numbers_that_are_none_stand_at_their_controls(admin: FlaskClient, session: Session) -> None:
    address = _draft(admin)
    refused = admin.post(
        address, data={"version": "1", "name": "N", "groups.usage": "many", "caps.notice_given": "101"}
    )
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert page.count("Enter a number from 0 to 100.") == 4  # in the summary and at the control, twice
    assert 'value="many"' in page
    assert session.execute(select(ScorecardVersion)).scalar_one().definition["groups"]["usage"] == 25.0


def test_a_draft_that_somebody_else_changed_is_not_published(admin: FlaskClient, session: Session) -> None:
    address = _draft(admin)
    assert admin.post(address, data={"version": "1", "name": "N"}).status_code == 303
    late = admin.post(f"{address}/publish", data={"version": "1"})
    assert late.status_code == 412
    assert session.execute(select(col(ScorecardVersion.published_at))).scalar_one() is None


def test_a_draft_is_thrown_away_and_a_card_in_force_ended(admin: FlaskClient, session: Session) -> None:
    address = _draft(admin)
    admin.post(f"{address}/remove")
    assert session.execute(select(ScorecardVersion)).first() is None
    session.rollback()
    address = _draft(admin)
    admin.post(f"{address}/publish", data={"version": "1"})
    admin.post(f"{address}/remove")
    assert session.execute(select(col(ScorecardVersion.ended_at))).scalar_one() == NOW
    assert "Ended" in admin.get("/admin/scorecards").get_data(as_text=True)


def test_scorecards_are_for_administrators(client: FlaskClient, cast: Cast) -> None:
    assert login(client, cast.csm).get("/admin/scorecards").status_code == 403
