"""The portfolio in a real browser: filters act at once, the address keeps them, and the way back leads back."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from service.database import sessions
from tests.browser.conftest import Site
from tests.factories.cast import CANARY_A, make_account

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


@pytest.fixture
def portfolio(page: Page, site: Site, engine: Engine) -> Page:
    with sessions(engine).begin() as session:
        for number in range(3):
            make_account(session, f"Harbour {number}", team=site.cast.team_a, segment="Harbours")
    return site.open(page, "/portfolio", site.cast.csm)


def test_a_choice_filters_at_once_and_stands_in_the_address(portfolio: Page) -> None:
    expect(portfolio.locator("tbody tr")).to_have_count(4)
    portfolio.get_by_label("Segment").select_option("Harbours")
    expect(portfolio.locator("tbody tr")).to_have_count(3)
    expect(portfolio).to_have_url(re.compile(r"/portfolio\?segment=Harbours$"))


def test_typing_searches_and_keeps_the_cursor(portfolio: Page) -> None:
    field = portfolio.get_by_role("searchbox", name="Search accounts", exact=True)
    field.press_sequentially("harbour 1")
    expect(portfolio.locator("tbody tr")).to_have_count(1)
    expect(field).to_be_focused()
    expect(field).to_have_value("harbour 1")


def test_a_head_orders_in_place_and_back_undoes_it(portfolio: Page) -> None:
    head = portfolio.get_by_role("link", name="Account", exact=True)
    head.click()
    expect(portfolio.locator('th[aria-sort="ascending"]')).to_have_text("Account")
    head.click()
    expect(portfolio.locator("tbody tr").first).to_contain_text("Harbour 2")
    portfolio.go_back()
    expect(portfolio.locator("tbody tr").first).to_contain_text(CANARY_A)


def test_a_row_opens_its_account(portfolio: Page) -> None:
    portfolio.get_by_role("link", name=f"{CANARY_A} Ltd").click()
    expect(portfolio.get_by_role("heading", name=f"{CANARY_A} Ltd", level=1)).to_be_visible()


def test_the_palette_finds_people_and_goes_there(portfolio: Page) -> None:
    portfolio.keyboard.press("Control+k")
    portfolio.keyboard.type("champion")
    expect(portfolio.locator(".palette-option").first).to_contain_text("champion")
    portfolio.keyboard.press("Enter")
    expect(portfolio.get_by_role("heading", level=2).first).to_contain_text("champion")
