"""Answering on a phone, in a real browser: in English and in Chinese, by keyboard, with and without scripts."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, select
from sqlmodel import col

from models.survey import Invitation, Response
from service.database import reading, sessions
from service.settings import Settings
from tests.browser.conftest import Site
from tests.factories.surveys import Asked, make_survey, token_of
from tests.fixtures.browser import PHONE, NewPage

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


@pytest.fixture
def asked(engine: Engine, site: Site) -> Asked:
    """The decision maker of account A, asked by the survey of tests/factories/surveys.py."""
    with sessions(engine)() as session:
        made = make_survey(session, site.cast.account_a, site.cast.people_a[0])
        session.commit()
        session.expunge_all()
        return made


@pytest.fixture
def path(settings: Settings, asked: Asked) -> str:
    return f"/r/{token_of(settings, asked.invitation)}"


def answers(engine: Engine) -> list[tuple[float | None, str | None, str]]:
    """Score, comment and language of every answer given by a link and in force."""
    with reading(sessions(engine)) as session:
        statement = select(col(Response.score), col(Response.comment), col(Response.language)).where(
            col(Response.invitation_id).is_not(None), col(Response.superseded_at).is_(None)
        )
        return [tuple(row) for row in session.execute(statement)]


def test_on_a_phone_the_number_from_the_mail_waits_for_one_press(site: Site, phone: Page, path: str, engine: Engine):
    site.open(phone, path + "?score=9")
    expect(phone.get_by_text("You chose 9. It is sent only when you press the button.")).to_be_visible()
    expect(phone.locator('[name=nps][value="9"]')).to_be_checked()
    assert answers(engine) == []
    phone.get_by_label("Why?").fill("Fast and kind")
    phone.get_by_role("button", name="Send my answer").tap()
    expect(phone.get_by_role("heading", name="Thank you, we read every answer.")).to_be_visible()
    assert answers(engine) == [(9.0, "Fast and kind", "en")]


def test_in_chinese_everything_that_the_survey_says_is_chinese(site: Site, phone: Page, path: str, engine: Engine):
    site.open(phone, path)
    phone.get_by_role("link", name="中文").tap()
    expect(phone.get_by_role("heading", name="您愿意把我们推荐给同行吗？")).to_be_visible()
    assert phone.locator("html").get_attribute("lang") == "zh"
    phone.locator(".nps-scale label", has_text="3").first.tap()
    expect(phone.get_by_text("哪些地方让您不满意？")).to_be_visible()
    phone.get_by_label("技术支持").check()
    phone.get_by_label("为什么？").fill("太慢了")
    phone.locator("button[type=submit]").tap()
    expect(phone.get_by_role("heading", name="感谢您的回答，我们会认真阅读。")).to_be_visible()
    assert answers(engine) == [(3.0, "太慢了", "zh")]


def test_a_low_number_brings_a_question_and_a_high_one_takes_it_away(site: Site, phone: Page, path: str):
    site.open(phone, path)
    trouble = phone.get_by_text("What went wrong?")
    expect(trouble).to_be_hidden()
    phone.locator(".nps-scale label", has_text="2").first.tap()
    expect(trouble).to_be_visible()
    phone.locator(".nps-scale label", has_text="8").first.tap()
    expect(trouble).to_be_hidden()


def test_what_was_entered_is_kept_when_the_page_is_left(site: Site, new_page: NewPage, path: str, engine: Engine):
    first = site.open(new_page(**PHONE), path)
    first.locator(".nps-scale label", has_text="6").first.tap()
    expect(first.get_by_text("Saved. You can come back by the same link.")).to_be_visible()
    second = site.open(new_page(**PHONE), path)
    expect(second.locator('[name=nps][value="6"]')).to_be_checked()
    assert answers(engine) == []


def test_an_answer_is_changed_within_the_day(site: Site, phone: Page, path: str, engine: Engine):
    site.open(phone, path + "?score=4")
    phone.get_by_role("button", name="Send my answer").tap()
    phone.get_by_role("link", name="Change my answer").tap()
    phone.locator(".nps-scale label", has_text="7").first.tap()
    phone.get_by_role("button", name="Send the changed answer").tap()
    expect(phone.get_by_role("heading", name="Thank you, we read every answer.")).to_be_visible()
    assert answers(engine) == [(7.0, None, "en")]


def test_without_scripts_the_same_questions_are_asked_on_a_second_page(
    site: Site, new_page: NewPage, path: str, engine: Engine
):
    page = site.open(new_page(**PHONE, java_script_enabled=False), path)
    page.locator('[name=nps][value="2"]').check(force=True)
    page.get_by_role("button", name="Send my answer").tap()
    page.get_by_label("Price", exact=True).check()
    assert answers(engine) == []
    page.get_by_role("button", name="Send my answer").tap()
    expect(page.get_by_role("heading", name="Thank you, we read every answer.")).to_be_visible()
    assert answers(engine) == [(2.0, None, "en")]


def test_it_can_be_answered_by_keyboard_alone(site: Site, page: Page, path: str, engine: Engine):
    site.open(page, path)
    page.get_by_role("radio", name="0: Not at all likely").focus()
    for _step in range(8):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thank you, we read every answer.")).to_be_visible()
    assert answers(engine) == [(8.0, None, "en")]


def test_a_missing_answer_is_said_at_the_top_and_at_its_question(site: Site, phone: Page, path: str):
    site.open(phone, path)
    phone.get_by_role("button", name="Send my answer").tap()
    summary = phone.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("This question needs an answer.")
    expect(phone.locator("#error-nps")).to_be_visible()
    phone.get_by_role("link", name="This question needs an answer.").tap()
    expect(phone.locator("#field-nps")).to_be_focused()


@pytest.mark.parametrize("width", [320, 360, 390, 768, 1280])
def test_nothing_scrolls_sideways_and_every_number_can_be_hit(site: Site, new_page: NewPage, path: str, width: int):
    page = site.open(new_page(viewport={"width": width, "height": 700}), path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sizes = page.evaluate(
        "[...document.querySelectorAll('.nps-scale label')].map((e) => e.getBoundingClientRect().toJSON())"
    )
    assert min(size["width"] for size in sizes) >= 24
    assert min(size["height"] for size in sizes) >= 44


def test_nps_with_its_reason_fits_one_screen_of_a_phone(site: Site, phone: Page, engine: Engine, settings: Settings):
    with sessions(engine)() as session:
        asked = make_survey(session, site.cast.account_a, site.cast.people_a[1])
        session.commit()
        path = f"/r/{token_of(settings, asked.invitation)}"
    site.open(phone, path)
    button = phone.get_by_role("button", name="Send my answer").bounding_box()
    assert button is not None
    assert button["y"] + button["height"] <= 844


@pytest.mark.parametrize("height", [640, 568])
def test_on_a_small_phone_number_and_button_stand_on_one_screen_however_much_is_asked(
    site: Site, new_page: NewPage, path: str, height: int
):
    page = site.open(
        new_page(viewport={"width": 360, "height": height}, has_touch=True, is_mobile=True), path + "?score=3"
    )
    expect(page.get_by_text("What went wrong?")).to_be_visible()
    for part in (page.locator(".nps-scale").first, page.get_by_role("button", name="Send my answer")):
        box = part.bounding_box()
        assert box is not None
        assert 0 <= box["y"] <= box["y"] + box["height"] <= height
    # What the keyboard reaches is not hidden behind the button.
    page.get_by_label("Why?").focus()
    focused, bar = page.get_by_label("Why?").bounding_box(), page.locator(".survey-send").bounding_box()
    assert focused is not None
    assert bar is not None
    assert focused["y"] + focused["height"] <= bar["y"] + 1


def test_an_anonymous_draft_stays_in_the_browser(site: Site, new_page: NewPage, engine: Engine, settings: Settings):
    with sessions(engine)() as session:
        asked = make_survey(session, site.cast.account_a, site.cast.people_a[0], anonymous=True)
        session.commit()
        path, number = f"/r/{token_of(settings, asked.invitation)}", asked.invitation.id
    page = site.open(new_page(**PHONE), path)
    page.locator(".nps-scale label", has_text="6").first.tap()
    page.get_by_label("Why?").fill("between us")
    page.reload()
    expect(page.get_by_label("Why?")).to_have_value("between us")
    expect(page.locator('[name=nps][value="6"]')).to_be_checked()
    with reading(sessions(engine)) as session:
        assert session.get_one(Invitation, number).draft is None
    page.get_by_role("button", name="Send my answer").tap()
    expect(page.get_by_text("Nobody, we included, can connect this answer to you.")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('survey:'))") == []
