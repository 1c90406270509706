"""How often programs may ask: per token and per address, over all processes, in a minute that the clock tells."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col

from models.rate import RateWindow
from service.app import create_app
from service.database import sessions
from service.edge.application import Application
from service.operations.take_allowance import take_allowance
from service.settings import Settings
from tests.factories.cast import NOW, Cast, bearer

MINUTE = timedelta(minutes=1)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def _app(settings: Settings, engine: Engine, clock: Clock, **limits: int) -> Application:
    """One process of several: each has taken its own share."""
    usual = {"api_requests_per_token": 0, "api_requests_per_address": 0}
    return create_app(settings.model_copy(update={**usual, **limits}), engine=engine, clock=clock)


def _statuses(client: FlaskClient, token: str, times: int) -> list[int]:
    return [client.get("/api/v1/accounts", headers=bearer(token)).status_code for _ in range(times)]


def test_a_token_is_refused_beyond_its_limit_until_the_next_minute(
    settings: Settings, engine: Engine, cast: Cast, clock: Clock
) -> None:
    client = _app(settings, engine, clock, api_requests_per_token=3).test_client()
    clock.now = NOW + timedelta(seconds=20)
    assert _statuses(client, cast.token_csm, 5) == [200, 200, 200, 429, 429]
    refused = client.get("/api/v1/accounts", headers=bearer(cast.token_csm))
    assert refused.mimetype == "application/problem+json"
    assert refused.headers["Retry-After"] == "41"
    assert "which is the limit. Try again in 41 s." in refused.json["detail"]
    # Another token has its own, and so have pages and health checks.
    assert _statuses(client, cast.token_outsider, 1) == [200]
    assert client.get("/healthz").status_code == 200
    clock.now = NOW + MINUTE
    assert _statuses(client, cast.token_csm, 1) == [200]


def test_an_address_is_refused_whatever_it_sends(settings: Settings, engine: Engine, cast: Cast, clock: Clock) -> None:
    client = _app(settings, engine, clock, api_requests_per_address=4).test_client()
    assert _statuses(client, "lp_none_of_ours", 2) == [401, 401]
    assert _statuses(client, cast.token_csm, 3) == [200, 200, 429]
    assert client.get("/api/v1/openapi.json").status_code == 429
    assert client.get("/healthz").status_code == 200
    elsewhere = client.get("/api/v1/openapi.json", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert elsewhere.status_code == 200


def test_processes_share_one_limit(settings: Settings, engine: Engine, cast: Cast, clock: Clock) -> None:
    clients = [_app(settings, engine, clock, api_requests_per_token=100).test_client() for _ in range(3)]
    served = [_statuses(client, cast.token_csm, 45).count(200) for client in clients]
    # Each takes five at a time, so that the third finds what the others have not taken.
    assert served == [45, 45, 10]


def test_the_limit_costs_few_writes(settings: Settings, engine: Engine, cast: Cast, clock: Clock) -> None:
    client = _app(settings, engine, clock, api_requests_per_token=600).test_client()
    assert set(_statuses(client, cast.token_csm, 31)) == {200}
    with sessions(engine)() as session:
        # Thirty at a time: asked for twice.
        assert list(session.execute(select(col(RateWindow.taken))).scalars()) == [60]


def test_a_busy_database_turns_nobody_away_and_is_asked_once(
    settings: Settings, engine: Engine, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def busy(*_given: object, **_more: object) -> None:
        asked.append(1)
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    monkeypatch.setattr("service.edge.rates.take_allowance", busy)
    client = _app(settings, engine, clock, api_requests_per_token=200).test_client()
    assert set(_statuses(client, cast.token_csm, 10)) == {200}
    assert len(asked) == 1


def test_all_that_ask_at_once_get_the_limit_and_no_more(engine: Engine) -> None:
    def take(_number: int) -> int:
        with sessions(engine).begin() as session:
            return take_allowance(session, "d", wanted=3, limit=40, window=MINUTE, now=NOW)[0]

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(30))) == 40


def test_windows_that_are_over_are_cleared_away(session: Session) -> None:
    for minutes in (0, 30, 120):
        take_allowance(session, f"d{minutes}", wanted=1, limit=9, window=MINUTE, now=NOW + minutes * MINUTE)
    assert session.execute(select(func.count()).select_from(RateWindow)).scalar_one() == 1


def test_a_window_ends_where_the_next_begins(session: Session) -> None:
    got, ends_at = take_allowance(session, "d", wanted=5, limit=3, window=MINUTE, now=NOW)
    assert (got, ends_at) == (3, datetime(2026, 11, 20, 9, 1, tzinfo=UTC))
    assert take_allowance(session, "d", wanted=1, limit=3, window=MINUTE, now=ends_at)[0] == 1
