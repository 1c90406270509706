"""Runs, schedules, reports and the search palette: what each shows, and who may change what."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlmodel import col

from models.job import Run, Schedule
from models.report import Report
from models.vocabulary import ReportKind, RunState
from service.database import sessions
from service.operations.enqueue_run import enqueue_run
from service.operations.ensure_schedules import ensure_schedules
from service.operations.issue_report import Store
from service.settings import Settings
from tests.factories.cast import CANARY_A, CANARY_B, NOW, Cast, login

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def failed_run(engine: Engine, cast: Cast) -> int:
    with sessions(engine).begin() as session:
        number = enqueue_run(session, "issue_reports", "all", "2026-11", now=NOW - timedelta(hours=1))
        assert number is not None
        run = session.get_one(Run, number)
        run.state, run.attempts, run.error = RunState.QUARANTINED, 3, "The worker fell silent in every attempt."
        run.done, run.total = 12, 300
    return number


def state_of(engine: Engine, run_id: int) -> RunState:
    with sessions(engine)() as session:
        return session.get_one(Run, run_id).state


def test_a_run_shows_its_state_its_error_and_a_way_to_try_again(
    client: FlaskClient, cast: Cast, failed_run: int, engine: Engine
) -> None:
    body = login(client, cast.admin).get("/admin/runs").get_data(as_text=True)
    assert "Issue all renewal-risk reports" in body
    assert "Set aside after repeated failures" in body
    assert "The worker fell silent in every attempt." in body
    assert client.post(f"/admin/runs/{failed_run}/retry").status_code == 303
    assert state_of(engine, failed_run) is RunState.QUEUED


def test_a_csm_reads_runs_and_changes_none(client: FlaskClient, cast: Cast, failed_run: int, engine: Engine) -> None:
    body = login(client, cast.csm).get("/admin/runs").get_data(as_text=True)
    assert "Issue all renewal-risk reports" in body
    assert f"/admin/runs/{failed_run}/retry" not in body
    assert client.post(f"/admin/runs/{failed_run}/retry").status_code == 403
    assert client.post("/admin/runs", data={"kind": "score_portfolio"}).status_code == 403
    assert state_of(engine, failed_run) is RunState.QUARANTINED


def test_scoring_is_ordered_once_however_often_the_button_is_pressed(
    client: FlaskClient, cast: Cast, engine: Engine
) -> None:
    login(client, cast.admin)
    for _press in range(2):
        assert client.post("/admin/runs", data={"kind": "score_portfolio"}).status_code == 303
    with sessions(engine)() as session:
        (run,) = session.execute(select(Run)).scalars()
        assert (run.kind, run.requested_by_id, run.priority > 0) == ("score_portfolio", cast.admin.id, True)


@pytest.mark.parametrize("address", ["/admin/runs?state=x", "/reports?kind=x"])
def test_an_unknown_filter_is_refused(client: FlaskClient, cast: Cast, address: str) -> None:
    assert login(client, cast.admin).get(address).status_code == 422


@pytest.fixture
def nightly(engine: Engine, cast: Cast) -> int:
    with sessions(engine).begin() as session:
        ensure_schedules(session, now=NOW, time_zone="Europe/Berlin")
        statement = select(col(Schedule.id)).where(col(Schedule.kind) == "score_portfolio")
        return session.execute(statement).scalar_one()


def test_a_schedule_says_when_it_is_due_and_is_switched_off(
    client: FlaskClient, cast: Cast, nightly: int, engine: Engine
) -> None:
    body = login(client, cast.admin).get("/admin/schedules").get_data(as_text=True)
    # 02:15 in Berlin is 01:15 UTC, the zone of the administrator.
    assert "02:15" in body
    assert "Nov 21, 2026, 1:15:00" in body
    assert client.post(f"/admin/schedules/{nightly}/switch", data={"enabled": "0"}).status_code == 303
    with sessions(engine)() as session:
        assert session.get_one(Schedule, nightly).enabled is False


def test_a_schedule_that_cannot_be_read_is_refused_with_what_was_entered(
    client: FlaskClient, cast: Cast, nightly: int, engine: Engine
) -> None:
    entered = dict.fromkeys(("month", "day", "day_of_week"), "*")
    entered |= {"name": "Nightly", "hour": "25", "minute": "0", "time_zone": "UTC"}
    answer = login(client, cast.admin).post(f"/admin/schedules/{nightly}", data=entered)
    assert answer.status_code == 422
    assert 'value="25"' in answer.get_data(as_text=True)
    assert client.post(f"/admin/schedules/{nightly}", data={**entered, "hour": "4"}).status_code == 303
    with sessions(engine)() as session:
        changed = session.get_one(Schedule, nightly)
        assert (changed.name, changed.hour, changed.time_zone) == ("Nightly", "4", "UTC")


@pytest.fixture
def issued(engine: Engine, cast: Cast, settings: Settings) -> int:
    checksum = Store(settings.report_store, Path("fonts")).keep(b"%PDF-1.7 a report")
    with sessions(engine).begin() as session:
        report = Report(
            kind=ReportKind.RENEWAL_RISK,
            scope=f"account:{cast.account_a.id}",
            account_id=cast.account_a.id,
            period="2026-11",
            language="en",
            checksum=checksum,
            size=17,
            pages=5,
            template_version="t",
            issued_at=NOW,
        )
        session.add(report)
        session.flush()
        return report.id


def test_a_report_is_listed_and_read_by_those_who_may_see_all_that_it_shows(
    client: FlaskClient, cast: Cast, issued: int
) -> None:
    body = login(client, cast.csm).get("/reports").get_data(as_text=True)
    assert f"{CANARY_A} Ltd" in body
    assert "November 2026" in body
    file = client.get(f"/reports/{issued}.pdf")
    assert (file.mimetype, file.get_data()) == ("application/pdf", b"%PDF-1.7 a report")
    assert "attachment" in client.get(f"/reports/{issued}.pdf?download=1").headers["Content-Disposition"]


def test_a_report_is_nobody_elses(client: FlaskClient, cast: Cast, issued: int) -> None:
    # Leadership without the grant may not see what is believed of single people, which the report shows.
    for user in (cast.outsider, cast.leadership, cast.admin):
        login(client, user)
        assert CANARY_A not in client.get("/reports").get_data(as_text=True)
        assert client.get(f"/reports/{issued}.pdf").status_code == 404
    assert login(client, cast.read_only).get("/reports").status_code == 403


def test_a_report_whose_file_is_gone_says_so(client: FlaskClient, cast: Cast, issued: int, settings: Settings) -> None:
    for file in settings.report_store.rglob("*.pdf"):
        file.unlink()
    assert login(client, cast.csm).get(f"/reports/{issued}.pdf").status_code == 410


def test_the_palette_finds_accounts_and_people_within_reach_only(client: FlaskClient, cast: Cast) -> None:
    login(client, cast.csm)
    body = client.get("/search?q=canary").get_data(as_text=True)
    assert f'href="/accounts/{cast.account_a.id}"' in body
    assert f'href="/accounts/{cast.account_a.id}/people/{cast.people_a[1].id}"' in body
    assert CANARY_B not in body
    assert client.get("/search?q=").get_data(as_text=True).strip() == ""
