"""Comments in a real browser: searched as one types, corrected in place, and readable on any width."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from models.comment import CommentReading
from scoring.comment_values import Tone
from service.database import reading, sessions
from service.operations.read_all_comments import read_all_comments
from tests.browser.conftest import Site
from tests.factories.cast import NOW
from tests.factories.comments import add_comment, add_theme
from tests.fixtures.browser import NewPage

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


@pytest.fixture
def said(site: Site, engine: Engine) -> int:
    """Three comments and two themes; gives the number of the slow one."""
    account, person = site.cast.account_a.id, site.cast.people_a[0].id
    with sessions(engine).begin() as session:
        add_theme(session, "Speed", ("slow*",), ("慢",))
        add_theme(session, "Price", ("expensive",), ("贵",))
        number = add_comment(session, account, person, "The export is terribly slow", 2).id
        add_comment(session, account, person, "价格太贵", 3, language="zh")
        add_comment(session, account, person, "Great help, thank you. " * 40 + "<b>bold</b>", 10)
        read_all_comments(session, now=NOW)
    return number


def test_typing_narrows_the_list_and_marks_what_was_typed(site: Site, page: Page, said: int):
    site.open(page, "/feedback/comments", site.cast.csm)
    expect(page.locator("article.comment")).to_have_count(4)
    page.get_by_placeholder("Search comments").press_sequentially("EXPORT slow")
    expect(page.locator("article.comment")).to_have_count(1)
    expect(page.locator("mark")).to_have_text(["export", "slow"])
    assert "q=EXPORT+slow" in page.url


@pytest.mark.parametrize("width", [390, 1280])
def test_a_correction_is_made_and_undone_without_leaving_the_list(
    site: Site, new_page: NewPage, engine: Engine, said: int, width: int
):
    page = new_page(viewport={"width": width, "height": 844})
    site.open(page, "/feedback/comments", site.cast.csm)
    row = page.locator(f"#comment-{said}")
    row.get_by_text("Correct tone or themes").click()
    row.get_by_label("Positive").check()
    row.get_by_label("Price").check()
    row.get_by_role("button", name="Save").click()
    expect(row.get_by_text("Your correction was kept.")).to_be_visible()
    expect(row.locator(".comment-read")).to_contain_text("Positive")
    expect(row.locator(".comment-read")).to_contain_text("Price")
    with reading(sessions(engine)) as session:
        assert session.get_one(CommentReading, said).tone is Tone.POSITIVE
    row.get_by_role("button", name="Undo").click()
    expect(row.get_by_text("The correction was taken back.")).to_be_visible()
    expect(row.locator(".comment-read")).to_contain_text("Negative")


def test_a_long_comment_opens_whole_and_shows_its_markup_as_text(site: Site, page: Page, said: int):
    site.open(page, "/feedback/comments?tone=positive", site.cast.csm)
    page.get_by_text("Show all of it").click()
    expect(page.get_by_text("<b>bold</b>")).to_be_visible()


def test_without_scripts_a_correction_leads_back_to_the_list(site: Site, new_page: NewPage, said: int):
    page = new_page(java_script_enabled=False)
    site.open(page, "/feedback/comments?tone=negative", site.cast.csm)
    row = page.locator(f"#comment-{said}")
    row.locator("summary", has_text="Correct tone or themes").click()
    row.get_by_label("Neutral").check()
    row.get_by_role("button", name="Save").click()
    expect(page).to_have_url(f"{site.address}/feedback/comments?tone=negative#comment-{said}")
    expect(page.get_by_text("Your correction was kept.")).to_be_visible()
    expect(row).to_have_count(0)


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize(
    "path",
    [
        "/feedback/comments",
        "/feedback/comments/themes",
        "/feedback/comments/dictionary",
        "/feedback/comments/dictionary/1",
    ],
)
def test_no_width_makes_a_page_scroll_sideways(site: Site, new_page: NewPage, said: int, width: int, path: str):
    page = new_page(viewport={"width": width, "height": 800})
    site.open(page, path, site.cast.csm)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
