"""The pages of imports: upload, preview, choices, start, undo, review; each as its user would go through them."""

import csv
import io
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlmodel import col

from models.importing import ImportBatch, ImportMapping, LookAlike
from models.person import Person
from models.user import User
from service.database import sessions
from service.edge.application import Application
from service.settings import Settings
from tests.factories.cast import Cast, login

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def page(app: Application, cast: Cast) -> FlaskClient:
    """The browser of the customer-success manager of team A."""
    return login(app.test_client(), cast.csm)


def upload(page: FlaskClient, text: str, name: str = "people.csv") -> str:
    """Upload a file; the address of its preview."""
    answer = page.post("/imports", data={"file": (io.BytesIO(text.encode()), name)}, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def people(engine: Engine) -> set[str]:
    with sessions(engine)() as session:
        return set(session.scalars(select(col(Person.name)).where(col(Person.name).like("New %"))))


def files(settings: Settings) -> list[Path]:
    return list(settings.upload_folder.iterdir()) if settings.upload_folder.exists() else []


def test_a_file_is_looked_at_taken_in_and_taken_back(
    page: FlaskClient, cast: Cast, engine: Engine, settings: Settings
) -> None:
    name = cast.account_a.name
    where = upload(page, f"Contact ID,Name,Title,Account\n1,New Ada,CFO,{name}\n2,New Ben,Clerk,{name}\n")
    preview = page.get(where).text
    assert "2 would be created" in preview
    assert "Economic buyer" in preview
    assert people(engine) == set()
    assert re.fullmatch(r"[0-9a-f]{32}", files(settings)[0].name)

    assert page.post(f"{where}/start").status_code == 303

    assert people(engine) == {"New Ada", "New Ben"}
    assert files(settings) == []
    assert "2 rows were taken in" in page.get(where).text
    page.post(f"{where}/undo")
    assert people(engine) == set()
    assert "This import was taken back" in page.get(where).text


def test_the_rail_leads_whoever_imports_to_the_imports(app: Application, page: FlaskClient, cast: Cast) -> None:
    assert '<a class="rail-link" href="/imports" aria-current="page">' in page.get("/imports").text
    assert '<a class="rail-link" href="/admin"' in login(app.test_client(), cast.admin).get("/imports").text
    reader = login(app.test_client(), cast.read_only)
    assert 'href="/imports"' not in reader.get("/portfolio").text


def test_bad_rows_are_shown_with_their_numbers_and_nothing_is_taken(
    page: FlaskClient, cast: Cast, engine: Engine
) -> None:
    where = upload(
        page, f"Name,Account\nNew Ada,{cast.account_a.name}\nNew Ben,{cast.account_b.name}\nNew Cy,Nowhere\n"
    )

    preview = page.get(where).text

    assert "2 rows cannot be taken" in preview
    assert preview.count("or it is not yours") == 2
    page.post(f"{where}/start")
    assert "Nothing was imported" in page.get(where).text
    assert people(engine) == set()


def test_the_reading_can_be_changed_and_saved_under_a_name(page: FlaskClient, cast: Cast, engine: Engine) -> None:
    where = upload(page, f"Wer,Firma,Seit\nNew Ada,{cast.account_a.name},x\n", "unknown.csv")
    choices = {
        "kind": "people",
        "kind_shown": "people",
        "name-0": "Wer",
        "column-0": "name",
        "name-1": "Firma",
        "column-1": "account",
        "name-2": "Seit",
        "column-2": "",
    }

    page.post(f"{where}/choices", data=choices)
    page.post(f"{where}/mapping", data={"mapping_name": "Unser Export"})
    page.post(f"{where}/start")

    assert people(engine) == {"New Ada"}
    with sessions(engine)() as session:
        saved = session.execute(select(ImportMapping)).scalar_one()
    assert (saved.name, saved.mapping["columns"]) == ("Unser Export", {"name": "Wer", "account": "Firma"})


def test_an_unreadable_file_is_refused_where_it_was_dropped(page: FlaskClient, settings: Settings) -> None:
    answer = page.post(
        "/imports", data={"file": (io.BytesIO(b"%PDF-1.7"), "a.csv")}, content_type="multipart/form-data"
    )

    assert answer.status_code == 422
    assert "neither CSV nor Excel" in answer.text
    assert files(settings) == []


def test_a_file_is_discarded(page: FlaskClient, engine: Engine, settings: Settings) -> None:
    where = upload(page, "Name,Account\nNew Ada,Nowhere\n")

    page.post(f"{where}/discard")

    assert files(settings) == []
    with sessions(engine)() as session:
        assert session.scalar(select(func.count()).select_from(ImportBatch)) == 0


def test_the_file_of_somebody_else_is_not_found(app: Application, page: FlaskClient, cast: Cast) -> None:
    where = upload(page, "Name,Account\nNew Ada,Nowhere\n")
    outsider = login(app.test_client(), cast.outsider)

    assert outsider.get(where).status_code == 404
    assert outsider.post(f"{where}/start").status_code == 404


def test_markup_in_a_file_is_shown_as_it_stands(page: FlaskClient) -> None:
    where = upload(page, 'Name,Account\n<script>alert(1)</script>,"{{7*7}}"\n')

    assert "<script>alert(1)" not in page.get(where).text
    assert "&lt;script&gt;alert(1)" in page.get(where).text
    assert "{{7*7}}" in page.get(where).text


def test_look_alikes_stand_side_by_side_and_are_merged_and_unmerged(
    page: FlaskClient, cast: Cast, engine: Engine
) -> None:
    first, second = cast.people_a[0].id, cast.people_a[1].id
    with sessions(engine)() as session:
        session.add(LookAlike(table_name="person", first_id=first, second_id=second, likeness=0.91, reasons=["name"]))
        session.commit()
    assert "91% alike" in page.get("/imports/look-alikes").text

    page.post("/imports/look-alikes/1", data={"keep_id": first})

    with sessions(engine)() as session:
        assert session.get(Person, second).merged_into_id == first  # type: ignore[union-attr] # it is there
    page.post("/imports/look-alikes/merges/1/undo")
    with sessions(engine)() as session:
        assert session.get(Person, second).merged_into_id is None  # type: ignore[union-attr] # it is there


def test_findings_are_said_in_the_readers_language(page: FlaskClient, cast: Cast, engine: Engine) -> None:
    with sessions(engine)() as session:
        session.get_one(User, cast.csm.id).language = "zh"
        session.commit()
    where = upload(page, "Name,Account\nNew Ada,Nowhere\nNew Ben\n")

    preview = page.get(where).text
    assert "没有客户“Nowhere”，或者它不属于您。" in preview
    assert "该行有 1 个单元格，表头有 2 个：行尾缺失。" in preview
    page.post(f"{where}/start")
    assert "没有客户“Nowhere”，或者它不属于您。" in page.get(where).text


def test_findings_leave_as_a_table_in_which_no_formula_runs(page: FlaskClient) -> None:
    where = upload(page, "Name,Account\nNew Ada,=cmd()\nNew Ben\n")
    page.post(f"{where}/start")

    answer = page.get(f"{where}/findings.csv")

    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    lines = list(csv.reader(answer.text.removeprefix("\ufeff").splitlines()))
    assert lines[0] == ["Row", "Column", "In the file", "What", "Finding"]
    assert lines[1][:4] == ["2", "Account", "'=cmd()", "Refused"]
    assert [line[0] for line in lines[1:]] == ["2", "3"]
