"""A file too long for a request: uploaded by page or API, written by the worker, its file gone afterwards."""

import io
import sys
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlmodel import col

from models.importing import ImportBatch
from models.job import Run
from models.person import Person
from models.vocabulary import ImportState, RunState
from service.database import sessions
from service.edge.application import Application
from service.jobs.context import JobContext
from service.jobs.work import work_once
from service.operations.upload_import import AT_ONCE
from service.settings import Settings
from tests.factories.cast import Cast, bearer, login

ROWS = AT_ONCE + 50


@pytest.fixture
def page(app: Application, cast: Cast) -> FlaskClient:
    """The browser of the administrator."""
    return login(app.test_client(), cast.admin)


@pytest.fixture
def context(settings: Settings, engine: Engine) -> JobContext:
    """What the worker is given: the same files, the same database."""
    return JobContext(settings, sessions(engine), lambda: datetime.now(UTC), owner="here")


def a_long_file(bad: int | None = None) -> bytes:
    """Accounts enough that none holds too many people, each row with a person of its own; row ``bad`` is too short."""
    rows = [f"P{i},New {i},Firm {i // 100}" for i in range(ROWS)]
    if bad is not None:
        rows[bad - 2] = "shifted"
    return "\n".join(["Contact ID,Name,Account", *rows]).encode()


def uploaded(page: FlaskClient, bad: int | None = None) -> str:
    """Upload the file and choose that its accounts are created; the address of its preview."""
    form = {"file": (io.BytesIO(a_long_file(bad)), "people.csv")}
    where = str(page.post("/imports", data=form, content_type="multipart/form-data").headers["Location"])
    page.post(f"{where}/choices", data={"kind": "people", "kind_shown": "people", "create_accounts": "1"})
    return where


def state(engine: Engine) -> tuple[ImportState, int]:
    """Where the only import stands, and how many of its people there are."""
    with sessions(engine)() as session:
        batch = session.execute(select(ImportBatch)).scalar_one()
        people = session.scalar(select(func.count()).where(col(Person.name).like("New %"))) or 0
        return ImportState(batch.state), people


def test_a_long_file_is_finished_by_the_worker(
    page: FlaskClient, context: JobContext, engine: Engine, settings: Settings
) -> None:
    where = uploaded(page)

    assert page.post(f"{where}/start").status_code == 303
    assert state(engine) == (ImportState.RUNNING, 0)
    assert work_once(context)

    assert state(engine) == (ImportState.DONE, ROWS)
    assert list(settings.upload_folder.iterdir()) == []
    with sessions(engine)() as session:
        run = session.execute(select(Run).where(col(Run.kind) == "import_file")).scalar_one()
    assert (run.state, run.result) == (RunState.DONE, {"batch_id": 1, "state": "done", "created": ROWS})
    assert f"{ROWS:,} rows were taken in" in page.get(where).text


def test_a_long_file_with_a_bad_row_is_refused_by_the_worker_and_the_row_is_named(
    page: FlaskClient, context: JobContext, engine: Engine, settings: Settings
) -> None:
    where = uploaded(page, bad=ROWS - 10)

    page.post(f"{where}/start")
    assert "Checking rows" in page.get(where).text or "Waiting" in page.get(where).text
    assert work_once(context)

    assert state(engine) == (ImportState.REFUSED, 0)
    assert list(settings.upload_folder.iterdir()) == []
    shown = page.get(where).text
    assert "Nothing was imported" in shown
    assert f'<td class="num">{ROWS - 10}</td>' in shown
    assert "The row has 1 cells, the header 3: its end is missing." in shown


def test_a_long_file_that_was_taken_back_before_its_turn_is_left_alone(
    page: FlaskClient, context: JobContext, engine: Engine
) -> None:
    where = uploaded(page)
    page.post(f"{where}/start")

    page.post(f"{where}/undo")
    assert work_once(context)

    assert state(engine) == (ImportState.UNDONE, 0)


def test_a_long_file_goes_through_the_api(app: Application, cast: Cast, context: JobContext, engine: Engine) -> None:
    program, headers = app.test_client(), bearer(cast.token_admin)
    form = {"file": (io.BytesIO(a_long_file()), "people.csv")}
    made = program.post("/api/v1/imports", data=form, headers=headers)
    where = f"/api/v1/imports/{made.json['id']}"  # type: ignore[index] # a created thing has a body
    options = {"create_accounts": True}
    program.patch(where, json=options, headers={**headers, "If-Match": made.headers["ETag"]})

    preview = program.post(f"{where}/preview", headers=headers).json
    run = program.post(f"{where}/run", headers=headers).json

    assert preview is not None
    assert run is not None
    assert (preview["rows_total"], preview["rows_checked"], preview["would"]["created"]) == (ROWS, ROWS, ROWS)
    assert (run["state"], run["rows_total"], run["created"]) == ("running", ROWS, 0)
    assert work_once(context)
    done = program.get(where, headers=headers).json
    assert done is not None
    assert (done["state"], done["rows_created"], done["rows_done"]) == ("done", ROWS, ROWS)
    assert state(engine) == (ImportState.DONE, ROWS)


def test_the_page_looks_through_the_first_rows_of_a_long_file_and_says_so(
    page: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["service.web.imports"], "LOOKED_THROUGH", 500)

    shown = page.get(uploaded(page, bad=ROWS)).text

    assert f"{ROWS:,} rows, of which the first 500 were looked through: 500 would be created" in shown
    assert "The file is long" in shown
    assert "cannot be taken" not in shown


def test_a_run_that_was_cut_off_after_its_last_step_is_closed_by_the_next_attempt(
    page: FlaskClient, context: JobContext, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = uploaded(page)
    page.post(f"{where}/start")
    with monkeypatch.context() as patch:
        patch.setattr("service.jobs.import_file.finish_run", lambda *_a, **_k: (_ for _ in ()).throw(OSError("gone")))
        work_once(context)
    with sessions(engine)() as session:
        run = session.execute(select(Run).where(col(Run.kind) == "import_file")).scalar_one()
        run.available_at = datetime(2020, 1, 1, tzinfo=UTC)
        session.commit()

    assert work_once(context)

    assert state(engine) == (ImportState.DONE, ROWS)
    with sessions(engine)() as session:
        assert (
            session.execute(select(col(Run.state)).where(col(Run.kind) == "import_file")).scalar_one() is RunState.DONE
        )
