"""Making a survey in a real browser: from a ready-made one, changed, previewed as a role, published."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, select
from sqlmodel import col

from models.survey import Question, SurveyVersion
from service.database import reading, sessions
from tests.browser.conftest import Site
from tests.fixtures.browser import NewPage

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


def test_a_survey_is_made_changed_previewed_and_published(site: Site, page: Page, engine: Engine):
    site.open(page, "/feedback/surveys/new", site.cast.csm)
    card = page.locator(".card", has_text="Relationship NPS by role")
    card.get_by_role("button", name="Start from this").click()
    phone = page.frame_locator(".preview-phone")
    expect(phone.get_by_text("How likely are you to recommend us to someone in a role like yours?")).to_be_visible()
    page.get_by_label("Question en").first.fill("Would you recommend us?")
    page.get_by_role("button", name="Save the draft").first.click()
    expect(phone.get_by_role("heading", name="Would you recommend us?")).to_be_visible()
    page.get_by_label("Seen by").select_option("end_user")
    expect(phone.get_by_text("It makes my daily work easier.")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 1 is in force")).to_be_visible()
    with reading(sessions(engine)) as session:
        version = session.execute(select(SurveyVersion)).scalar_one()
        first = session.execute(select(Question).where(col(Question.key) == "nps")).scalar_one()
    assert version.published_at is not None
    assert first.texts["en"] == "Would you recommend us?"


def test_the_preview_follows_what_is_written_and_keeps_none_of_it(site: Site, page: Page, engine: Engine):
    site.open(page, "/feedback/surveys/new", site.cast.csm)
    page.locator(".card", has_text="Relationship NPS by role").get_by_role("button", name="Start from this").click()
    phone = page.frame_locator(".preview-phone")
    expect(phone.get_by_text("How likely are you to recommend us to someone in a role like yours?")).to_be_visible()
    steps = page.evaluate("history.length")
    page.get_by_label("Question en").first.fill("Would you recommend us <b>today</b>?")
    for frame in (phone, page.frame_locator(".preview-desktop")):
        expect(frame.get_by_role("heading", name="Would you recommend us <b>today</b>?")).to_be_visible()
    # Its branches work as on the page itself.
    phone.locator(".nps-scale label", has_text="2").first.click()
    expect(phone.get_by_text("What would have to change?")).to_be_visible()
    assert page.evaluate("history.length") == steps
    with reading(sessions(engine)) as session:
        first = session.execute(select(Question).where(col(Question.key) == "nps")).scalar_one()
    assert "today" not in first.texts["en"]


def test_the_desktop_is_previewed_as_wide_as_one(site: Site, new_page: NewPage):
    page = new_page(viewport={"width": 1440, "height": 900})
    site.open(page, "/feedback/surveys/new", site.cast.csm)
    page.locator(".card", has_text="Relationship NPS by role").get_by_role("button", name="Start from this").click()
    numbers = page.frame_locator(".preview-desktop").locator(".nps-scale").first.locator("label")
    expect(numbers).to_have_count(11)
    tops = {round(numbers.nth(at).bounding_box()["y"]) for at in range(11)}  # type: ignore[index]  # all are drawn
    assert len(tops) == 1, "on a desktop all numbers stand in one row"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_choosing_another_kind_or_an_earlier_question_brings_its_fields(site: Site, page: Page):
    site.open(page, "/feedback/surveys/new", site.cast.csm)
    page.locator(".card", has_text="Partner relationship").get_by_role("button", name="Start from this").click()
    page.get_by_role("button", name="Text", exact=True).click()
    added = page.locator(".question-card").last
    added.get_by_label("Kind").select_option("single_choice")
    expect(page.locator(".question-card").last.get_by_text("Answers to choose from", exact=True)).to_be_visible()
    page.locator(".question-card").last.get_by_label("Only after this answer").select_option("nps")
    expect(page.locator(".question-card").last.get_by_text("if one of these was chosen")).to_be_visible()
    page.locator(".question-card").last.get_by_label("3", exact=True).check()
    page.get_by_role("button", name="Save the draft").first.click()
    expect(page.locator(".question-card").last.get_by_text("after certain answers")).to_be_visible()


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize(
    "path", ["/feedback/surveys", "/feedback/surveys/new", "/feedback/surveys/1/edit", "/feedback/journey"]
)
def test_no_width_makes_a_page_scroll_sideways(site: Site, new_page: NewPage, width: int, path: str):
    page = new_page(viewport={"width": width, "height": 800})
    site.open(page, "/feedback/surveys/new", site.cast.csm)
    page.get_by_role("button", name="Start from this").first.click()
    page.goto(site.address + path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
