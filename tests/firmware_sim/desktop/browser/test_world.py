"""The page of the simulator in a browser: what breaks and is mended, other glasses, another pace, and what leaves."""

import cv2
import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from tests.firmware_sim.desktop.browser.driving import DARK, DESK, LIGHT, PHONE, Simulated, Watched

pytestmark = pytest.mark.browser

COUNT = "How many oranges are there?"
UNKNOWN = "Why do cats purr?"
DESSERT = "What dessert could I make with this?"


def break_(page: Watched, device: str, kind: str) -> None:
    panel = page.open("faults")
    toggle = panel.get_by_role("button", name=f"{device}: {kind}")
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    page.page.keyboard.press("Escape")


def mend(page: Watched) -> None:
    panel = page.open("faults")
    panel.get_by_role("button", name="Mend all").click()
    expect(panel).to_contain_text("Nothing is broken.")
    page.page.keyboard.press("Escape")


def pixels(file: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_COLOR)


def display(page: Watched) -> Locator:
    return page.page.get_by_role("img", name="What the display shows")


def test_an_unplugged_camera_is_told_honestly_and_mended(page: Watched) -> None:
    break_(page, "camera", "unplug")
    card = page.answer(COUNT)
    expect(page.says(card)).to_contain_text("My camera does not work: it was unplugged.")
    expect(card).to_have_attribute("data-outcome", "degraded")
    page.open("faults")
    page.is_for_everybody(DARK, DESK)
    page.page.keyboard.press("Escape")
    mend(page)
    expect(page.says(page.answer("And how many apples are there?"))).to_contain_text("two apples")
    expect(page.page.locator("button[popovertarget=faults-panel]")).to_contain_text("none")


def test_without_its_light_the_camera_takes_no_frame(page: Watched) -> None:
    break_(page, "light", "fail")
    expect(page.says(page.answer(COUNT))).to_contain_text("My light does not work")
    assert not page.heard("frame")
    assert not any(message["on"] for message in page.heard("light"))
    mend(page)
    expect(page.says(page.answer("And how many apples are there?"))).to_contain_text("two apples")
    assert page.heard("frame")
    assert any(message["on"] for message in page.heard("light"))


def test_a_question_asked_offline_is_answered_once_there_is_a_network(page: Watched) -> None:
    network = page.open("network")
    network.get_by_role("button", name="Offline").click()
    expect(network).to_contain_text("no network")
    page.page.keyboard.press("Escape")
    first = page.answer(UNKNOWN)
    expect(page.says(first)).to_contain_text("I will ask again.")
    expect(first).to_have_attribute("data-outcome", "deferred")
    page.open("network").get_by_role("button", name="Wi-Fi").click()
    page.page.keyboard.press("Escape")
    late = page.ended(page.card("asked before, answered now"))
    expect(late).to_contain_text(UNKNOWN)
    expect(late).to_have_attribute("data-outcome", "answered_remote")


def test_what_cannot_be_spoken_is_shown(page: Watched) -> None:
    break_(page, "speaker", "unplug")
    expect(page.says(page.answer("What is 2 plus 3?"))).to_contain_text("5")
    expect(display(page)).to_be_visible()
    assert not page.heard("say")


def test_what_cannot_be_shown_is_spoken(page: Watched) -> None:
    break_(page, "display", "unplug")
    expect(page.says(page.answer("What is 2 plus 3?"))).to_contain_text("5")
    page.waits(lambda: bool(page.heard("say")), "it is not spoken")
    expect(display(page)).to_be_hidden()
    mend(page)
    expect(page.says(page.answer("What is 3 plus 4?"))).to_contain_text("7")
    expect(display(page)).to_be_visible()


def test_a_microphone_that_is_gone_is_told_at_once(page: Watched) -> None:
    break_(page, "microphone", "unplug")
    expect(page.page.locator(".hearing")).to_contain_text("it was unplugged")
    mend(page)
    expect(page.page.locator(".hearing")).not_to_contain_text("it was unplugged")


def test_glasses_without_a_camera_say_so(page: Watched) -> None:
    glasses = page.open("profiles")
    page.is_for_everybody(LIGHT, DESK)
    glasses.get_by_role("button", name="Audio only").click()
    expect(glasses).to_be_hidden()
    expect(page.says(page.answer(COUNT))).to_contain_text("I have no camera here")
    page.waits(lambda: bool(page.heard("say")), "it is not spoken")
    expect(display(page)).to_be_hidden()


@pytest.mark.parametrize(("profile", "width", "height"), [("Square display", 600, 600), ("Small display", 450, 394)])
def test_each_kind_of_glasses_has_a_display_of_its_own(page: Watched, profile: str, width: int, height: int) -> None:
    page.open("profiles").get_by_role("button", name=profile).click()
    page.answer("What is 2 plus 3?")
    expect(display(page)).to_be_visible()
    assert display(page).evaluate("(image) => [image.naturalWidth, image.naturalHeight]") == [width, height]


def test_a_timer_of_five_minutes_rings_within_seconds_at_sixty_times_the_pace(page: Watched) -> None:
    page.answer("Set a timer for five minutes.")
    expect(page.page.locator(".alarms")).to_contain_text("Timer")
    pace = page.open("pace")
    pace.get_by_role("button", name="×60", exact=True).click()
    expect(pace.get_by_role("button", name="×60", exact=True)).to_have_attribute("aria-pressed", "true")
    page.page.keyboard.press("Escape")
    expect(page.page.locator(".alarms")).to_be_empty()
    shown = [command for step in page.heard("step") for command in step["commands"] if command["is"] == "Show"]
    assert "timer" in f"{shown[-1]}".lower()


def test_what_went_to_a_server_has_a_receipt_with_the_very_picture(page: Watched, simulator: Simulated) -> None:
    simulator.order("look", scene="yoghurt")
    card = page.answer("What could I bake with this?")
    expect(card).to_have_attribute("data-outcome", "answered_remote")
    expect(page.page.locator("button[popovertarget=left-panel]")).to_contain_text("1 request")
    card.get_by_text("Why", exact=True).click()
    card.get_by_role("button", name="Show what was sent").click()
    receipts = page.page.locator("#left-panel")
    expect(receipts).to_contain_text("https://scripted.example/v1")
    expect(receipts).to_contain_text("blurred: face")
    picture = receipts.get_by_role("img", name="The picture that was sent")
    expect(picture).to_have_js_property("complete", value=True)
    (receipt,) = simulator.receipts()
    kept = pixels(simulator.file(f"/sent/{receipt['id']}.jpg"))
    shown = pixels(page.shown(picture))
    assert shown.shape == kept.shape
    assert np.abs(shown.astype(int) - kept).mean() < 2  # two decoders
    page.is_for_everybody(DARK, PHONE)
    receipts.get_by_role("button", name="Delete the receipt").click()
    expect(receipts).to_contain_text("Nothing has left the glasses.")
    expect(page.page.locator(".live li.turn")).to_have_count(0)
    assert simulator.receipts() == []


def test_a_turn_that_is_forgotten_is_gone(page: Watched, simulator: Simulated) -> None:
    page.answer(COUNT)
    gone = page.answer("What is 2 plus 3?")
    gone.get_by_text("Why", exact=True).click()
    gone.get_by_role("button", name="Forget this turn").click()
    expect(page.page.locator(".live li.turn")).to_have_count(1)
    assert [turn["text"] for turn in simulator.turns()] == [COUNT]
    left = page.open("left")
    left.get_by_role("button", name="Forget everything").click()
    left.get_by_role("button", name="Press again").click()
    expect(page.page.locator(".live li.turn")).to_have_count(0)
    assert simulator.turns() == []
    page.page.keyboard.press("Escape")


def test_thinking_with_a_server_is_told_while_it_lasts(page: Watched) -> None:
    card = page.ask(DESSERT)
    expect(page.says(card)).to_contain_text("Thinking, with a server")
    expect(page.page.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    page.press("Stop")
    expect(page.ended(card)).to_have_attribute("data-outcome", "cancelled")
    expect(card).to_contain_text("Stopped")
