"""Results, silence and drivers in a real browser, wide and on a phone."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from models.survey import Answer, Question
from scoring.vocabulary import QuestionKind, Role
from service.database import sessions
from tests.browser.conftest import Site
from tests.factories.feedback import FeedbackWorld

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

PATHS = ("/feedback/", "/feedback/silence", "/feedback/drivers")


@pytest.fixture
def feedback(site: Site, engine: Engine) -> Site:
    """Thirty people of three roles who answered over half a year and rated two things, and a silent chief."""
    random = np.random.default_rng(4)
    roles = (Role.DECISION_MAKER, Role.INFLUENCER, Role.END_USER)
    with sessions(engine)() as session:
        world = FeedbackWorld(session, team=site.cast.team_a)
        version = world.survey("Yearly")
        asked = [
            Question(survey_version_id=version.id, key=key, position=place, kind=kind, texts={"en": f"The {key}?"})
            for place, (key, kind) in enumerate(
                (("nps", QuestionKind.NPS), ("product", QuestionKind.SCALE), ("support", QuestionKind.SCALE))
            )
        ]
        session.add_all(asked)
        session.flush()
        for number in range(3):
            account = world.account(f"Harbour {number}", arr=50_000, risk=0.2, segment="Ports")
            world.person(account, Role.DECISION_MAKER, 0.3, name=f"Silent chief {number}", email="a@b.example")
            for place in range(10):
                person = world.person(account, roles[place % 3], 0.07)
                product, support = random.integers(1, 6, 2).tolist()
                score = min(10, product + support)
                response = world.answer(account, person, score, days_ago=5 + 17 * place, survey=version)
                for question, rating in zip(asked[1:], (product, support), strict=True):
                    session.add(Answer(response_id=response.id, question_id=question.id, number=rating))
        world.score()
    return site


def test_a_choice_filters_in_place_and_stands_in_the_address(page: Page, feedback: Site) -> None:
    feedback.open(page, "/feedback/", feedback.cast.csm)
    roles = page.get_by_role("region", name="By role").locator("tbody tr")
    expect(roles).to_have_count(3)
    page.get_by_label("Role", exact=True).select_option("decision_maker")
    expect(page).to_have_url(re.compile(r"/feedback/\?role=decision_maker$"))
    expect(roles).to_have_count(0)
    page.go_back()
    expect(roles).to_have_count(3)


def test_the_course_is_drawn_with_its_interval_and_has_its_table(page: Page, feedback: Site) -> None:
    feedback.open(page, "/feedback/?by=month", feedback.cast.csm)
    chart = page.locator("figure.chart").first
    chart.scroll_into_view_if_needed()
    expect(chart.locator("svg").first).to_be_visible()
    expect(chart.locator("svg")).to_contain_text("By influence")
    chart.get_by_role("button", name="Show as table").click()
    expect(chart.get_by_role("columnheader", name="Interval")).to_be_visible()


def test_why_opens_how_many_promote(page: Page, feedback: Site) -> None:
    feedback.open(page, "/feedback/", feedback.cast.csm)
    why = page.locator(".stat", has_text="NPS as reported").locator("summary")
    why.click()
    expect(page.get_by_text("without the correction for few answers")).to_be_visible()


def test_the_menu_of_the_last_row_can_be_reached(page: Page, feedback: Site) -> None:
    feedback.open(page, "/feedback/silence?role=decision_maker", feedback.cast.csm)
    rows = page.locator("tbody tr")
    expect(rows.first).to_contain_text("Silent chief")
    rows.last.get_by_text("Act").click()
    entry = page.get_by_role("link", name="Enter an answer").last
    expect(entry).to_be_in_viewport()
    entry.click()
    expect(page.get_by_role("heading", name="Enter an answer", level=1)).to_be_visible()


def test_a_silent_person_is_one_press_away(page: Page, feedback: Site) -> None:
    feedback.open(page, "/feedback/silence", feedback.cast.csm)
    page.get_by_role("link", name="Silent chief 0").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Silent chief 0")


def test_drivers_are_drawn_and_named(page: Page, feedback: Site) -> None:
    feedback.open(page, "/feedback/drivers", feedback.cast.csm)
    expect(page.get_by_text("Most to gain").first).to_be_visible()
    expect(page.locator("figure.chart svg").first).to_contain_text("The product?")


@pytest.mark.parametrize("path", PATHS)
def test_nothing_hangs_over_the_edge_of_a_phone(phone: Page, feedback: Site, path: str) -> None:
    feedback.open(phone, path, feedback.cast.csm)
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    over = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0
