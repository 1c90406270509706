"""An account in a real browser: the map draws, a person opens beside it, and a change moves both."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


@pytest.fixture
def account(page: Page, site: Site) -> Page:
    site.open(page, f"/accounts/{site.cast.account_a.id}", site.cast.csm)
    expect(page.locator(".react-flow__node")).to_have_count(3)
    return page


def test_a_change_beside_the_map_shows_on_the_map(account: Page) -> None:
    champion = account.locator(".react-flow__node", has_text="champion")
    expect(champion.locator(".outline.stance-unknown").first).to_be_attached()
    champion.click()
    inspector = account.locator(".inspector")
    inspector.get_by_text("Note where they stand").click()
    inspector.get_by_label("Stance").select_option("advocate")
    inspector.get_by_role("button", name="Save").first.click()
    expect(champion.locator(".outline.stance-advocate").first).to_be_attached()
    expect(inspector.locator("#person-parts")).to_contain_text("Advocate")


def test_next_steps_and_departures_arrive_after_the_page(account: Page) -> None:
    expect(account.get_by_text("Why these, and who else")).to_be_visible()
    account.get_by_role("link", name="What if").click()
    expect(account.get_by_role("region", name="If one of theirs leaves").locator("tbody tr")).to_have_count(3)


def test_a_day_of_the_past_is_chosen_and_left_again(account: Page) -> None:
    account.get_by_role("link", name="History").click()
    account.get_by_label("Show the account as it was known on").fill("2026-11-01")
    account.get_by_role("button", name="Show this day").click()
    expect(account.get_by_text("As known on November 1, 2026")).to_be_visible()
    account.get_by_role("link", name="Back to today").click()
    expect(account.get_by_text("As known on")).to_have_count(0)


@pytest.mark.parametrize(
    "part", ["", "/people", "/health", "/renewal", "/feedback", "/coverage", "/contacts", "/history"]
)
def test_no_part_is_wider_than_a_phone(page: Page, site: Site, part: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    site.open(page, f"/accounts/{site.cast.account_a.id}{part}", site.cast.csm)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
