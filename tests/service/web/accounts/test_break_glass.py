"""What is said about people is opened to an administrator: with a reason, for a day, on record."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlmodel import col

from models.audit import AuditEvent
from service.database import sessions
from tests.factories.cast import CANARY_OPINION, Cast, login

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
REASON = "The team left and the renewal is due on Friday."


@pytest.fixture
def base(cast: Cast) -> str:
    return f"/accounts/{cast.account_a.id}"


def test_opinions_are_open_to_an_administrator_who_gave_a_reason(
    client: FlaskClient, cast: Cast, base: str, engine: Engine
) -> None:
    login(client, cast.admin)
    assert f'href="{base}/break-glass"' in client.get(base).get_data(as_text=True)
    assert ">Stance<" not in client.get(f"{base}/people").get_data(as_text=True)

    assert client.post(f"{base}/break-glass", data={"reason": REASON}).headers["Location"] == base

    page = client.get(base).get_data(as_text=True)
    assert "Opened to you until 11/21/26, 9:00" in page.replace("\u202f", " ")
    assert f'href="{base}/break-glass"' not in page
    assert ">Stance<" in client.get(f"{base}/people").get_data(as_text=True)
    with sessions(engine)() as session:
        event = session.execute(select(AuditEvent).where(col(AuditEvent.action) == "glass_broken")).scalar_one()
        assert (event.account_id, event.actor_user_id) == (cast.account_a.id, cast.admin.id)


def test_a_reason_that_says_nothing_is_refused(client: FlaskClient, cast: Cast, base: str) -> None:
    login(client, cast.admin)
    answer = client.post(f"{base}/break-glass", data={"reason": "because"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Give the reason in a sentence" in page
    assert ">because</textarea>" in page
    assert CANARY_OPINION not in client.get(f"{base}/activity").get_data(as_text=True)


def test_nobody_else_is_offered_or_allowed_it(client: FlaskClient, cast: Cast, base: str) -> None:
    login(client, cast.csm)
    assert "break-glass" not in client.get(base).get_data(as_text=True)
    assert client.get(f"{base}/break-glass").status_code == 403
    assert client.post(f"{base}/break-glass", data={"reason": REASON}).status_code == 403
