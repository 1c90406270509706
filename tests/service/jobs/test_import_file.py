"""A file too long for a request: uploaded by page or API, written by the worker, its file gone afterwards."""

import io
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
from tests.factories.cast import Cast, login

ROWS = AT_ONCE + 50


@pytest.fixture
def page(app: Application, cast: Cast) -> FlaskClient:
    """The browser of the administrator."""
    return login(app.test_client(), cast.admin)


@pytest.fixture
def context(settings: Settings, engine: Engine) -> JobContext:
    """What the worker is given: the same files, the same database."""
    return JobContext(settings, sessions(engine), lambda: datetime.now(UTC), owner="here")


def a_long_file() -> bytes:
    """Accounts enough that none holds too many people, each row with a person of its own."""
    rows = [f"P{i},New {i},Firm {i // 100}" for i in range(ROWS)]
    return "\n".join(["Contact ID,Name,Account", *rows]).encode()


def uploaded(page: FlaskClient) -> str:
    """Upload the file and choose that its accounts are created; the address of its preview."""
    form = {"file": (io.BytesIO(a_long_file()), "people.csv")}
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
    assert f"{ROWS} rows were taken in" in page.get(where).text


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
