"""The page of the simulator in a browser: webcam, microphone, dropped files, and talking over an answer.

Chromium's camera and microphone are a picture and a recording that are made here.
"""

import re
from pathlib import Path

import cv2
import numpy as np
import pytest
import soundfile
from playwright.sync_api import expect

from tests.firmware_sim.desktop.browser.driving import DARK, DESK, LIGHT, PHONE, ROOT, Simulated, Watched

pytestmark = pytest.mark.browser

SCENERY, SOUNDS = ROOT / "firmware_sim/desktop/scenery", ROOT / "firmware_sim/scenarios/sounds"
RATE = 16_000


@pytest.fixture(scope="module")
def flags(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    folder = tmp_path_factory.mktemp("senses")
    camera, microphone = folder / "table.y4m", folder / "question.wav"
    write_video(camera, cv2.imread(str(SCENERY / "table.jpg")))
    spoken, rate = soundfile.read(SOUNDS / "spoken_1.flac", dtype="float32")
    assert rate == RATE
    soundfile.write(microphone, np.concatenate([np.zeros(RATE), spoken, np.zeros(30 * RATE)]), RATE)
    return (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={camera}",
        f"--use-file-for-fake-audio-capture={microphone}%noloop",
    )


def write_video(path: Path, picture: np.ndarray) -> None:
    """A video of one frame, as chromium takes it for a camera."""
    height, width = 720, round(picture.shape[1] * 720 / picture.shape[0]) // 2 * 2
    planes = cv2.cvtColor(cv2.resize(picture, (width, height)), cv2.COLOR_BGR2YUV_I420)
    path.write_bytes(f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\nFRAME\n".encode() + planes.tobytes())


def test_a_question_about_what_the_webcam_sees(page: Watched, simulator: Simulated) -> None:
    page.press("Camera")
    expect(page.page.get_by_role("button", name="Camera")).to_have_attribute("aria-pressed", "true")
    expect(page.page.get_by_label("What the camera sees")).to_be_visible()
    card = page.answer("How many oranges are there?")
    expect(page.says(card)).to_contain_text("three oranges")
    assert simulator.state()["scene"]["kind"] == "camera"
    assert page.heard("camera")[-1]["on"] is False  # it looks only as long as it must
    page.is_for_everybody(DARK, DESK)


def test_a_picture_that_is_dropped_is_looked_at(page: Watched, simulator: Simulated) -> None:
    page.drop(SCENERY / "poster.jpg", "image/jpeg")
    expect(page.page.get_by_role("button", name="Your own")).to_have_attribute("aria-pressed", "true")
    expect(page.says(page.answer("What does the poster say?"))).to_contain_text("LIBRARY")
    assert simulator.state()["scene"]["kind"] == "picture"


def test_a_dropped_file_that_is_no_picture_is_told(page: Watched, tmp_path: Path) -> None:
    wrong = tmp_path / "holiday.jpg"
    wrong.write_bytes(b"no picture")
    page.drop(wrong, "image/jpeg")
    expect(page.page.locator(".notice").last).to_contain_text("Holiday.jpg could not be read as a picture.")


def test_a_question_that_is_spoken_into_the_microphone(page: Watched) -> None:
    page.press("Microphone")
    card = page.ended(page.page.locator(".live li.turn").last)
    expect(card.locator(".asked")).to_contain_text("You said: What am I looking at?")
    expect(page.says(card)).to_contain_text("orange")
    assert page.heard("partial"), "the words were not told while they were heard"
    assert max(reading["wake"] for reading in page.heard("meter")) > 0.5
    page.is_for_everybody(LIGHT, PHONE)
    page.page.get_by_role("button", name="Microphone").click()
    expect(page.page.get_by_role("button", name="Microphone")).to_have_attribute("aria-pressed", "false")


def test_push_to_talk_by_the_keyboard_alone(page: Watched, simulator: Simulated) -> None:
    page.page.keyboard.down(" ")
    expect(page.page.locator(".hearing")).to_contain_text("Listening…")
    page.page.keyboard.up(" ")
    card = page.ended(page.page.locator(".live li.turn").last)
    # The phrase in the recording is a question too, where it was opened to talk.
    expect(card.locator(".asked")).to_contain_text(re.compile(r"You said: (View glass|What am I looking at)"))
    page.waits(lambda: not simulator.state()["ears"], "the microphone stays open after the question")


def test_a_recording_that_is_dropped_is_heard(page: Watched, tmp_path: Path) -> None:
    samples, rate = soundfile.read(SOUNDS / "spoken_4.flac", dtype="float32")
    soundfile.write(tmp_path / "sum.wav", samples, rate)
    page.drop(tmp_path / "sum.wav", "audio/wav")
    card = page.ended(page.card("fifteen percent of eighty"))
    expect(page.says(card)).to_contain_text("12")


def test_whoever_talks_over_an_answer_stops_it(page: Watched) -> None:
    long = page.answer("What can you do?")
    page.waits(lambda: bool(page.heard("say")), "the answer is not spoken")
    page.page.get_by_role("textbox", name="Your question").fill("view glass, what time is it?")
    page.press("Say it aloud beside the glasses")
    page.waits(lambda: bool(page.heard("hush")), "it speaks on")
    long.get_by_text("Why", exact=True).click()
    expect(long.locator(".inside")).to_contain_text("cut short")
    expect(page.says(page.ended(page.card("What time is it?")))).to_contain_text(":")


def test_escape_stops_an_answer(page: Watched) -> None:
    page.answer("What can you do?")
    page.waits(lambda: bool(page.heard("say")), "the answer is not spoken")
    page.page.locator("#line").blur()
    page.page.keyboard.press("Escape")
    page.waits(lambda: bool(page.heard("hush")), "it speaks on")
