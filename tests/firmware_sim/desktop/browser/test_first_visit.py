"""The page of the simulator in a browser: the first visit, questions, the keyboard, tabs, and a simulator that dies."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request, Route, expect

from tests.firmware_sim.desktop.browser.driving import (
    DARK,
    DESK,
    LIGHT,
    PHONE,
    Simulated,
    Watched,
    opened,
    simulated,
)

pytestmark = pytest.mark.browser

PAGE = Path(__file__).parents[4] / "firmware_sim/desktop/page"


def test_a_newcomer_has_an_answer_within_ten_seconds_and_is_offered_further_questions(
    web: Browser, tmp_path: Path
) -> None:
    with simulated(tmp_path, automation=False) as newcomer, opened(web, newcomer) as page:
        card = page.card("How many oranges are there?")
        expect(page.says(card)).to_contain_text("three", timeout=10_000)
        offered = page.page.get_by_role("group", name="Questions to try").get_by_role("button")
        further = ["What colour are the apples?", "What is on the table?", "What dessert could I make with this?"]
        expect(offered).to_have_text(further)
        page.ended(card)
        for scheme in (LIGHT, DARK):
            for size in (DESK, PHONE):
                page.is_for_everybody(scheme, size)


def test_a_typed_question_is_answered_and_says_why(page: Watched) -> None:
    card = page.answer("What is 15 percent of 80?")
    expect(page.says(card)).to_contain_text("12")
    expect(card).to_have_attribute("data-outcome", "answered_local")
    card.get_by_text("Why", exact=True).click()
    expect(card.locator(".inside")).to_contain_text("Claimed by")
    expect(card.locator(".inside")).to_contain_text("Left the glassesnothing")
    page.is_for_everybody(DARK, PHONE)


def test_an_offered_question_is_asked_by_its_button(page: Watched) -> None:
    page.press("What colour are the apples?")
    expect(page.says(page.ended(page.card("What colour are the apples?")))).to_contain_text("green")


def test_what_was_typed_is_kept_where_it_could_not_be_asked(page: Watched) -> None:
    field = page.page.get_by_role("textbox", name="Your question")
    page.ask("x" * 2000)
    page.ended(page.card("x" * 2000))
    field.evaluate("(node) => { node.removeAttribute('maxlength'); node.value = 'y'.repeat(2001); }")
    field.press("Enter")
    expect(page.page.locator(".notice")).to_contain_text("2000")
    expect(field).to_have_value("y" * 2001)


def test_the_keyboard_alone_asks_and_opens_all(page: Watched) -> None:
    keys = page.page.keyboard
    keys.press("/")
    keys.type("What is on the table?")
    keys.press("Enter")
    card = page.ended(page.card("What is on the table?"))
    expect(page.says(card)).to_contain_text("orange")
    for _ in range(60):  # from the line back to the card, as far as there are things to stop at
        keys.press("Shift+Tab")
        if card.locator("summary").evaluate("(node) => node === document.activeElement"):
            break
    keys.press("Enter")
    expect(card.locator(".inside")).to_be_visible()
    keys.press("?")
    expect(page.page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.is_for_everybody(LIGHT, DESK)
    keys.press("Escape")
    expect(page.page.get_by_role("dialog", name="Keys")).to_be_hidden()
    keys.press("f")
    expect(page.page.locator("#faults-panel")).to_be_visible()
    keys.press("Escape")
    expect(page.page.locator("#faults-panel")).to_be_hidden()
    keys.press("n")
    expect(page.page.locator("[data-scene=poster]")).to_have_attribute("aria-pressed", "true")


def test_a_page_that_is_loaded_again_in_the_middle_of_a_turn_shows_its_end(page: Watched) -> None:
    question = "What dessert could I make with this?"
    expect(page.says(page.ask(question))).to_contain_text("Thinking, with a server")
    page.page.reload()
    card = page.card(question)
    expect(card).to_be_visible()
    expect(page.says(page.ended(card))).to_contain_text("Baked apples")
    expect(page.page.locator(".live li.turn")).to_have_count(1)


def test_a_second_tab_watches_until_it_is_told_to_drive(page: Watched, web: Browser, simulator: Simulated) -> None:
    context = web.new_context()
    try:
        second = Watched(context.new_page(), simulator.site)
        second.page.goto(simulator.address)
        expect(second.page.get_by_role("alert")).to_contain_text("Another tab drives")
        expect(second.page.locator("#line")).to_be_disabled()
        page.answer("What is 2 plus 3?")
        expect(second.says(second.ended(second.card("What is 2 plus 3?")))).to_contain_text("5")
        second.is_for_everybody(DARK, DESK)
        second.press("Drive from here")
        expect(second.page.locator("#line")).to_be_enabled()
        expect(page.page.locator("#line")).to_be_disabled()
        second.answer("What is 3 plus 4?")
        expect(page.says(page.ended(page.card("What is 3 plus 4?")))).to_contain_text("7")
        second.is_clean()
    finally:
        context.close()
    expect(page.page.locator("#line")).to_be_enabled()  # whoever is left drives


def test_a_simulator_that_dies_is_missed_and_found_again(web: Browser, tmp_path: Path) -> None:
    with simulated(tmp_path) as first, opened(web, first) as page:
        page.answer("What is 2 plus 3?")
        first.kill()
        banner = page.page.get_by_role("alert").first
        expect(banner).to_contain_text("The simulator has ended.")
        expect(page.page.locator("#line")).to_be_disabled()
        first.start()
        expect(banner).to_be_hidden()
        expect(page.page.locator("#line")).to_be_enabled()
        expect(page.says(page.answer("What is 3 plus 4?"))).to_contain_text("7")
        # A browser says itself that nobody answered; it must not say anything else.
        assert all("ERR_CONNECTION_REFUSED" in complaint for complaint in page.complaints), page.complaints
        page.complaints.clear()


def test_an_address_without_its_token_opens_nothing(web: Browser, simulator: Simulated) -> None:
    context = web.new_context()
    try:
        page = Watched(context.new_page(), simulator.site)
        page.page.goto(f"{simulator.site}/#token=somebodys")
        expect(page.page.get_by_role("alert")).to_contain_text("does not know this page")
        page.is_clean()
    finally:
        context.close()


def test_an_opened_browser_changes_its_ticket_for_the_token(web: Browser, simulator: Simulated) -> None:
    context = web.new_context()
    try:
        page = Watched(context.new_page(), simulator.site)
        brought: list[str | None] = []

        def give(way: Route, request: Request) -> None:
            brought.append(request.post_data)
            way.fulfill(body=simulator.token)

        page.page.route("**/token", give)
        page.page.goto(f"{simulator.site}/#ticket=once")
        page.waits(lambda: len(page.heard("hello")) == 1, "it is not let in")
        assert page.page.url == f"{simulator.site}/"
        page.page.reload()
        page.waits(lambda: len(page.heard("hello")) == 2, "it is not let in again")
        assert brought == ["once"]
        page.is_clean()
    finally:
        context.close()


def test_the_page_is_small() -> None:
    """All that it is made of, before it is packed for the way."""
    files = [path for path in PAGE.iterdir() if path.suffix in {".html", ".css", ".js"}]
    assert sum(path.stat().st_size for path in files) < 200_000
