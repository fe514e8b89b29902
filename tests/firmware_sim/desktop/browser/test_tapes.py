"""The page of the simulator in a browser: recording, replay, copies to be shared, scenarios, and reports."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, expect

from edge.messages import Seen
from edge.tape.tape import read_tape
from tests.firmware_sim.desktop.browser.driving import DARK, DESK, LIGHT, PHONE, ROOT, SECONDS, Simulated, Watched

pytestmark = pytest.mark.browser

COUNT = "How many oranges are there?"
SUM = "What is 2 plus 3?"
SECRET = "Remember that Zebulon has the key."


def glint(*arguments: str, folder: Path) -> str:
    """What a command prints."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "edge/public")])}
    env |= {"XDG_STATE_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    command = [sys.executable, "-m", "edge.cli", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=2 * SECONDS
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def pressed_for_a_file(page: Watched, place: Locator, button: str, path: Path) -> Path:
    """Press a button that gives a file; returns it."""
    with page.page.expect_download() as given:
        place.get_by_role("button", name=button).last.click()
    given.value.save_as(path)
    return path


def colours(tape: Path) -> int:
    """How many the frame has that was looked at."""
    scenes = [step.event.scene for step in read_tape(tape).steps() if isinstance(step.event, Seen)]
    (frame,) = [scene.frame for scene in scenes if scene.frame is not None]
    return len(np.unique(frame.pixels.reshape(-1, 3), axis=0))


def record(page: Watched, path: Path) -> Path:
    """A tape of two questions, downloaded."""
    panel = page.open("tapes")
    panel.get_by_role("button", name="Record", exact=True).click()
    expect(page.page.locator("button[popovertarget=tapes-panel]")).to_contain_text("recording")
    page.page.keyboard.press("Escape")
    page.answer(COUNT)
    page.answer(SECRET)
    page.open("tapes").get_by_role("button", name="Stop and close the tape").click()
    notice = page.page.locator(".notice").filter(has_text="The tape is closed.").last
    return pressed_for_a_file(page, notice, "Download", path)


def test_a_session_is_recorded_brought_again_and_gone_through_step_by_step(page: Watched, tmp_path: Path) -> None:
    tape = record(page, tmp_path / "mine.tape")
    page.drop(tape, "")
    replay = page.page.locator("#replay")
    expect(replay.get_by_role("heading", name="mine.tape")).to_be_visible()
    replay.get_by_label("Step", exact=True).focus()
    page.page.keyboard.press("Home")
    expect(replay.locator("li.turn")).to_have_count(0)
    page.page.keyboard.press("End")
    expect(replay.locator("li.turn")).to_have_count(2)
    expect(page.says(replay.locator("li.turn").first)).to_contain_text("three oranges")
    expect(replay.get_by_role("img", name="The frame that was taken")).to_be_visible()
    page.is_for_everybody(LIGHT, DESK)
    page.is_for_everybody(DARK, PHONE)
    for _ in range(200):
        if replay.locator("li.turn").count() < 2:
            break
        replay.get_by_role("button", name="One step back").click()
    expect(replay.locator("li.turn")).to_have_count(1)
    page.press("Back to the glasses")
    expect(replay).to_be_hidden()
    expect(page.page.locator("#line")).to_be_visible()
    page.close_notices()


@pytest.mark.slow
@pytest.mark.timeout(150)  # faces and letters are looked for everywhere in each picture that is kept
def test_a_copy_to_be_shared_has_no_words_and_pictures_only_where_asked_for(
    page: Watched, simulator: Simulated, tmp_path: Path
) -> None:
    simulator.order("look", scene="carrot")
    tape = record(page, tmp_path / "mine.tape")
    page.close_notices()
    copies = []
    for keep in (False, True):
        panel = page.open("tapes")
        panel.get_by_role("checkbox", name="Keep pictures, redacted").set_checked(keep)
        with page.page.expect_file_chooser() as chooser:
            panel.get_by_role("button", name="Choose a tape").click()
        chooser.value.set_files(tape)
        if keep:
            expect(page.page.locator(".notice").last).to_contain_text("painting over picture 1", timeout=20_000)
        ready = page.page.locator(".notice").filter(has_text="The copy is ready.").last
        expect(ready).to_contain_text("Every decision of the copy came out the same.", timeout=60_000)
        copies.append(pressed_for_a_file(page, ready, "Download", tmp_path / f"copy_{keep}.tape"))
        page.page.keyboard.press("Escape")
        expect(page.page.locator(".notice").filter(has_text="Making the copy")).to_have_count(0)
        page.close_notices()
    without, with_pictures = copies
    for copy in copies:
        assert "Zebulon" in tape.read_bytes().decode("utf-8", "replace")
        assert "Zebulon" not in copy.read_bytes().decode("utf-8", "replace")
        assert len(list(read_tape(copy).steps())) == len(list(read_tape(tape).steps()))
    assert colours(without) < 1000 < colours(with_pictures)  # blocks, and a photo


def test_what_is_no_tape_is_told(page: Watched, tmp_path: Path) -> None:
    wrong = tmp_path / "letter.txt"
    wrong.write_text("no tape", encoding="utf-8")
    page.drop(wrong, "text/plain")
    expect(page.page.locator(".notice").last).to_contain_text("no tape that can be read")
    page.close_notices()


def test_a_scenario_of_what_was_done_plays_with_the_same_answers(
    page: Watched, simulator: Simulated, tmp_path: Path
) -> None:
    simulator.order("record", on=True)  # another session
    simulator.order("record", on=False)
    page.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answers = [page.says(page.answer(text)).inner_text().removeprefix("Glint:").strip() for text in (COUNT, SUM)]
    page.open("tapes").get_by_role("button", name="Copy as scenario").click()
    expect(page.page.locator(".notice").last).to_contain_text("The scenario was copied")
    page.page.keyboard.press("Escape")
    page.close_notices()
    toml = tmp_path / "mine.toml"
    toml.write_text(page.page.evaluate("navigator.clipboard.readText()"), encoding="utf-8")
    rows = [json.loads(row) for row in glint("play", str(toml), "--json", folder=tmp_path).splitlines()]
    assert [row["text"] for row in rows if row.get("answer")] == [COUNT, SUM]
    assert [row["answer"] for row in rows if row.get("answer")] == answers


@pytest.mark.parametrize("how", ["play", "ledger"])
def test_a_report_opens_from_its_file(web: Browser, tmp_path: Path, how: str) -> None:
    file = tmp_path / "report.html"
    if how == "play":
        glint("play", "first_look", "--report", str(file), folder=tmp_path)
    else:
        glint("ask", SUM, folder=tmp_path)
        glint("ledger", "--html", str(file), folder=tmp_path)
    context = web.new_context(viewport={"width": DESK[0], "height": DESK[1]})
    try:
        page = Watched(context.new_page(), f"file://{tmp_path}")
        page.page.goto(file.as_uri())
        card = page.page.locator("li.turn").last
        card.get_by_text("Why", exact=True).click()
        expect(card.locator(".inside")).to_contain_text("Claimed by")
        expect(page.page.get_by_role("heading", name="What left the glasses")).to_be_visible()
        page.is_for_everybody(LIGHT, DESK)
        page.is_for_everybody(DARK, PHONE)
        page.is_clean()
    finally:
        context.close()
