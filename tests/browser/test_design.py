"""The page of all components in a real browser: drawn, reachable by keyboard, quiet towards the content policy."""

import json
import re

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import Site
from tests.fixtures.browser import PHONE, NewPage

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


def design(site: Site, page: Page) -> Page:
    """The page of all components, its map drawn."""
    site.open(page, "/design/", site.cast.csm)
    expect(page.locator(".react-flow__node")).to_have_count(10)
    return page


def luminance_of_background(page: Page) -> int:
    return int(page.evaluate("parseInt(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])"))


@pytest.mark.parametrize("width", [360, 390, 768, 1024, 1600])
def test_no_width_makes_the_page_scroll_sideways(site: Site, new_page: NewPage, width: int):
    page = design(site, new_page(viewport={"width": width, "height": 800}))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_chart_is_drawn_and_has_its_table_one_press_away(site: Site, page: Page):
    design(site, page)
    figures = page.locator("figure.chart")
    assert figures.count() == 6
    for at in range(6):
        figure = figures.nth(at)
        figure.scroll_into_view_if_needed()
        expect(figure.locator(".chart-canvas svg path").first).to_be_attached()
    first = figures.first
    expect(first.get_by_role("table")).to_be_hidden()
    first.get_by_role("button", name="Show as table").click()
    expect(first.get_by_role("row", name="Nov €742K €380K")).to_be_visible()
    first.get_by_role("button", name="Show as chart").click()
    expect(first.get_by_role("table")).to_be_hidden()


def test_a_person_is_chosen_and_moved_by_keyboard_and_the_place_is_kept(site: Site, page: Page):
    design(site, page)
    person = page.get_by_label("陈晓燕, Head of IT, Influencer, Sceptic, Decision weight 16%")
    before = person.bounding_box()
    person.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="Details")).to_contain_text("Influences Ingrid Solberg")

    def of_positions(request: Request) -> bool:
        return request.method == "POST" and request.url.endswith("/design/positions")

    with page.expect_request(of_positions) as sent:
        page.keyboard.press("ArrowRight")
    body = json.loads(sent.value.post_data or "")
    assert body["version"] == 1
    assert [position["id"] for position in body["positions"]] == [3]
    after = person.bounding_box()
    assert before is not None
    assert after is not None
    assert after["x"] > before["x"]
    response = sent.value.response()
    assert response is not None
    assert response.json() == {"version": 2}


def test_the_inspector_never_covers_the_map(site: Site, page: Page):
    design(site, page)
    page.get_by_label(re.compile("^Tom Okafor")).click()
    board = page.locator(".chain-canvas").bounding_box()
    inspector = page.locator(".inspector").bounding_box()
    assert board is not None
    assert inspector is not None
    assert board["x"] + board["width"] <= inspector["x"] + 1
    page.get_by_role("button", name="Close details").click()
    expect(page.locator(".inspector")).to_contain_text("Choose a person")


def test_the_theme_follows_the_device_until_one_is_chosen_and_the_choice_is_kept(site: Site, new_page: NewPage):
    page = design(site, new_page(color_scheme="dark"))
    assert luminance_of_background(page) < 40
    page.get_by_label("Your menu").click()
    page.get_by_role("button", name="Light").click()
    assert luminance_of_background(page) == 255
    page.reload()
    assert luminance_of_background(page) == 255
    page.get_by_label("Your menu").click()
    page.get_by_role("button", name="As the device").click()
    assert luminance_of_background(page) < 40


def test_search_opens_by_keyboard_shows_what_the_server_found_and_closes_by_escape(site: Site, page: Page):
    design(site, page)
    lines = """<a class="palette-option" href="/design/#forms">Acme</a>
        <a class="palette-option" href="/design/#states">Acme Ltd</a>"""
    page.route("**/search?q=acme", lambda route: route.fulfill(body=lines, content_type="text/html"))
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Search accounts and people")
    expect(field).to_be_focused()
    page.keyboard.type("acme")
    expect(page.get_by_role("option", name="Acme", exact=True)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name="Acme Ltd")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#states$"))


def test_a_menu_is_walked_by_arrows_and_closed_by_escape(site: Site, page: Page):
    design(site, page)
    summary = page.locator("summary", has_text="Error pages")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="403")).to_be_focused()
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(page.get_by_role("link", name="403")).to_be_hidden()


def test_asking_before_removing_puts_the_focus_on_the_safe_answer(site: Site, page: Page):
    design(site, page)
    page.get_by_role("button", name="Ask before removing").click()
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#design-confirm")).to_be_hidden()


def test_an_error_leads_to_its_control(site: Site, page: Page):
    design(site, page)
    expect(page.get_by_role("alert").filter(has_text="Please check these entries")).to_be_focused()
    page.get_by_role("link", name="Enter a date after today.").click()
    expect(page.get_by_role("textbox", name="Next contact")).to_be_focused()


OUTLINE = """() => {
    const focused = document.activeElement;
    if (focused === document.body) return null;  // past the last control: the focus is on the browser's own
    // a file to choose shows its focus on the box around it
    const style = getComputedStyle(focused.closest(".upload") ?? focused);
    return [focused.outerHTML.slice(0, 80), style.outlineStyle, style.outlineWidth];
}"""
SHIFTS = """window.shift = 0;
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""


def test_the_focus_is_always_visible(site: Site, page: Page):
    design(site, page)
    seen = set()
    for _step in range(60):
        page.keyboard.press("Tab")
        if focused := page.evaluate(OUTLINE):
            element, style, width = focused
            assert style != "none", element
            assert width != "0px", element
            seen.add(element)
    assert len(seen) > 40


def test_nothing_moves_for_a_reader_who_prefers_that(site: Site, new_page: NewPage):
    page = design(site, new_page(reduced_motion="reduce"))
    assert page.evaluate("getComputedStyle(document.querySelector('.skeleton span')).animationDuration") == "1e-05s"


def test_nothing_jumps_while_the_page_loads(site: Site, page: Page):
    page.add_init_script(SHIFTS)
    design(site, page)
    page.wait_for_load_state("networkidle")
    # The limit of what Core Web Vitals call good; more is seen as jumping.
    assert page.evaluate("window.shift") < 0.1


def test_a_respondent_answers_within_one_screen_of_a_phone(site: Site, new_page: NewPage):
    page = site.open(new_page(**PHONE), "/design/survey", site.cast.csm)
    button = page.get_by_role("button", name="Send my answer").bounding_box()
    assert button is not None
    assert button["y"] + button["height"] <= PHONE["viewport"]["height"]
    assert page.get_by_label("7", exact=True).locator("..").bounding_box()["height"] >= 44  # type: ignore[index]  # it is shown
    page.get_by_label("7", exact=True).check()
    expect(page.get_by_label("8", exact=True)).not_to_be_checked()
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "16px"


def test_without_scripts_figures_are_tables(site: Site, new_page: NewPage):
    page = site.open(new_page(java_script_enabled=False), "/design/", site.cast.csm)
    expect(page.get_by_role("row", name="Nov €742K €380K")).to_be_visible()


def test_a_map_that_cannot_be_loaded_says_so_and_offers_another_try(site: Site, page: Page):
    page.route("**/design/chain.json", lambda route: route.fulfill(status=503, body="{}"))
    site.open(page, "/design/", site.cast.csm)
    expect(page.get_by_role("alert").filter(has_text="could not be loaded")).to_be_visible()
    page.unroute("**/design/chain.json")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".react-flow__node")).to_have_count(10)
