"""Bringing in a file in a real browser: looked at, corrected, started, followed to its end."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, func, select
from sqlmodel import col

from models.person import Person
from service.database import reading, sessions
from service.jobs.context import JobContext
from service.jobs.work import work_once
from service.settings import Settings
from tests.browser.conftest import Site
from tests.fixtures.browser import NewPage

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


def a_file(folder: Path, people: int) -> Path:
    rows = [f"P{i};New {i};Neue Firma {i // 100};;" for i in range(people)]
    path = folder / "kontakte.csv"
    path.write_text("\n".join(["Kontakt-ID;Name;Firma;Funktion;Vorgesetzter", *rows]), encoding="cp1252")
    return path


def new_people(engine: Engine) -> int:
    with reading(sessions(engine)) as session:
        return session.scalar(select(func.count()).where(col(Person.name).like("New %"))) or 0


def test_a_file_is_corrected_in_its_reading_and_taken_in(
    site: Site, page: Page, engine: Engine, tmp_path: Path
) -> None:
    site.open(page, "/imports", site.cast.admin)
    page.set_input_files("input[type=file]", a_file(tmp_path, 3))
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_text("3 rows cannot be taken")).to_be_visible()
    expect(page.get_by_text("There is no account “Neue Firma 0”, or it is not yours.").first).to_be_visible()

    page.get_by_label("Create accounts that rows name").check()
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_text("3 would be created")).to_be_visible()
    page.get_by_role("button", name="Import", exact=True).click()

    expect(page.get_by_text("3 rows were taken in.")).to_be_visible()
    assert new_people(engine) == 3


def test_a_long_file_is_followed_on_a_phone_until_the_worker_is_done(
    site: Site, new_page: NewPage, engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    site.open(page, "/imports", site.cast.admin)
    page.set_input_files("input[type=file]", a_file(tmp_path, 2_100))
    page.get_by_role("button", name="Look at the file").click()
    page.get_by_label("Create accounts that rows name").check()
    page.get_by_role("button", name="Look again").click()
    field = page.get_by_label("Field for Firma").bounding_box()
    assert field is not None
    assert field["width"] > 120, "what a column goes to can be read"
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("0 of 2,100 rows")).to_be_visible()

    assert work_once(JobContext(settings, sessions(engine), lambda: datetime.now(UTC), owner="here"))

    expect(page.get_by_text("2,100 rows were taken in.")).to_be_visible()
    expect(page.locator(".stat", has_text="Created")).to_contain_text("2,100")
    assert new_people(engine) == 2_100
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
