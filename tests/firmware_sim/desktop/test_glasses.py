"""What the page is told: a light before every frame, a display that goes dark, a clip that is stopped."""

import asyncio

import cv2
import numpy as np
import pytest

from edge.errors import DeviceError
from edge.messages import Card, Clip
from firmware_sim.desktop.profiles import PROFILES
from tests.firmware_sim.desktop.page import Put, named, worn

SEEING = [profile.name for profile in PROFILES if profile.camera and profile.lamp]
SHOWING = [profile.name for profile in PROFILES if profile.display is not None]
RATE = 16_000


def clip(seconds: float) -> Clip:
    return Clip(np.full(round(seconds * RATE), 0.5, np.float32), RATE)


# ------------------------------------------------------------------------------------------------------------- light


@pytest.mark.parametrize("profile", SEEING)
def test_the_light_is_told_before_the_first_frame_and_after_the_last(profile: str):
    async def use(put: Put) -> None:
        frames = await put.look(3)
        (on, lit), (off, dark) = [(at, message["on"]) for at, message, _ in put.page.of("light")]
        assert (lit, dark) == (True, False)
        assert on < frames[0].at
        assert off >= frames[-1].at
        assert put.worn.witness.in_the_dark == []
        assert len(put.worn.witness.of("frame")) == 3
        await put.look(1)
        assert [message["on"] for _, message, _ in put.page.of("light")] == [True, False, True, False]

    worn(profile, use)


def test_without_a_lamp_and_a_display_no_frame_is_ever_given():
    async def use(put: Put) -> None:
        assert put.worn.glasses.eye is None
        assert "No light" in put.worn.glasses.why_no_eye
        await asyncio.sleep(60.0)
        assert put.page.of("light") == []
        assert put.worn.witness.of("frame") == []

    worn("blind_mark", use)


def test_two_looks_at_once_are_one_light():
    async def use(put: Put) -> None:
        await asyncio.gather(put.look(2), put.look(6))
        assert [message["on"] for _, message, _ in put.page.of("light")] == [True, False]
        assert put.worn.witness.in_the_dark == []

    worn("wide", use)


def test_a_lamp_that_fails_is_dark_on_the_page_and_ends_the_look():
    async def use(put: Put) -> None:
        asyncio.get_running_loop().call_later(1.0, put.live.break_, "light", "fail", 0.5)
        with pytest.raises(DeviceError, match="light"):
            await put.look(50)
        lit = [(round(at, 1), message["on"]) for at, message, _ in put.page.of("light")]
        assert [on for _, on in lit] == [True, False]
        assert 1.0 <= lit[1][0] <= 1.3
        with pytest.raises(DeviceError):
            await put.look(1)
        assert len(put.page.of("light")) == 2, "it stays dark whatever it is told"
        put.live.mend()
        await put.look(1)
        assert [message["on"] for _, message, _ in put.page.of("light")][2:] == [True, False]
        assert put.worn.witness.in_the_dark == []

    worn("wide", use)


def test_a_look_that_is_cancelled_leaves_the_light_dark():
    async def use(put: Put) -> None:
        looking = asyncio.ensure_future(put.look(1000))
        await asyncio.sleep(2.0)
        looking.cancel()
        await asyncio.wait({looking})
        assert put.page.of("light")[-1][1]["on"] is False

    worn("wide", use)


def test_a_mark_stands_there_as_long_as_the_camera_looks_whatever_else_is_shown():
    async def use(put: Put) -> None:
        looking = asyncio.ensure_future(put.look(50))
        await asyncio.sleep(1.0)
        display = put.worn.glasses.display
        await display.show(Card("an answer", ("of two seconds",), seconds=2.0))
        await asyncio.sleep(6.0)
        assert put.worn.display is not None
        assert put.worn.display.png, "it does not go dark, or the mark would be gone"
        looking.cancel()
        await asyncio.wait({looking})
        await display.show(Card("another", seconds=2.0))
        await asyncio.sleep(3.0)
        assert not put.worn.display.png

    worn("no_lamp", use)


def test_a_mark_on_a_display_that_is_gone_is_no_light():
    async def use(put: Put) -> None:
        asyncio.get_running_loop().call_later(1.0, put.live.break_, "display", "unplug", 0.5)
        with pytest.raises(DeviceError, match="display"):
            await put.look(50)
        assert put.page.of("light")[-1][1]["on"] is False
        with pytest.raises(DeviceError, match="display"):
            await put.look(1)
        lamp = put.worn.glasses.eye.lamp  # type: ignore[union-attr]
        assert lamp.lit_at(0.9)
        assert not lamp.lit_at(1.1)
        put.live.mend()
        assert len(await put.look(2)) == 2
        assert put.worn.witness.in_the_dark == []

    worn("no_lamp", use)


# ----------------------------------------------------------------------------------------------------------- display


@pytest.mark.parametrize("profile", SHOWING)
def test_what_is_shown_is_sent_as_pixels_of_the_displays_size(profile: str):
    async def use(put: Put) -> None:
        await put.worn.glasses.display.show(Card("Hello", ("a cup",)))
        (_, message, png), glass = put.page.of("display")[-1], named(profile).display
        assert message["on"] is True
        assert glass is not None
        pixels = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
        assert pixels.shape == (glass.height, glass.width, 3)
        assert pixels.reshape(-1, 3).max(axis=0)[::-1] == pytest.approx(glass.colour, abs=2), "RGB, not BGR"
        await put.worn.glasses.display.show(Card(""))
        assert put.page.of("display")[-1][1:] == ({"is": "display", "on": False}, b"")

    worn(profile, use)


def test_the_display_goes_dark_after_as_many_seconds_as_the_card_says():
    async def use(put: Put) -> list[tuple[float, bool]]:
        display = put.worn.glasses.display
        await display.show(Card("a", seconds=5.0))
        await asyncio.sleep(4.0)
        await display.show(Card("b", seconds=3.0))  # which begins anew
        await asyncio.sleep(10.0)
        await display.show(Card("c", seconds=2.0))
        await asyncio.sleep(1.0)
        await display.show(Card("d"))  # until the next
        await asyncio.sleep(100.0)
        assert put.worn.display is not None
        assert put.worn.display.png == put.page.of("display")[-1][2]
        return put.page.switches()

    assert worn("wide", use) == [(0.0, True), (4.0, True), (7.0, False), (14.0, True), (15.0, True)]


def test_a_display_that_is_taken_off_goes_dark_at_once_and_never_again():
    async def use(put: Put) -> list[tuple[float, bool]]:
        assert put.worn.display is not None
        await put.worn.glasses.display.show(Card("a", seconds=5.0))
        put.worn.display.close()
        put.worn.display.close()
        await asyncio.sleep(20.0)
        return put.page.switches()

    assert worn("wide", use) == [(0.0, True), (0.0, False)]


def test_a_display_that_is_broken_shows_nothing():
    async def use(put: Put) -> None:
        put.live.break_("display", "unplug", 0.5)
        with pytest.raises(DeviceError):
            await put.worn.glasses.display.show(Card("a"))
        assert put.page.told == []

    worn("wide", use)


# ----------------------------------------------------------------------------------------------------------- speaker


def test_a_clip_is_sent_to_the_page_and_one_that_ends_by_itself_needs_no_hush():
    async def use(put: Put) -> None:
        speaker = put.worn.glasses.speaker
        assert speaker is not None
        assert await speaker.say(clip(2.0)).wait() == pytest.approx(2.0)
        ((at, message, pcm),) = put.page.of("say")
        assert (at, message) == (0.0, {"is": "say", "clip": 1, "rate": RATE, "seconds": 2.0})
        assert np.frombuffer(pcm, "<i2") == pytest.approx(np.full(2 * RATE, 0.5 * 32767), abs=1)
        loud = Clip(np.array([2.0, -2.0], np.float32), RATE)
        await speaker.say(loud).wait()
        assert np.frombuffer(put.page.of("say")[-1][2], "<i2").tolist() == [32767, -32767]
        assert put.page.of("hush") == []

    worn("wide", use)


def test_a_clip_that_is_stopped_is_hushed_once_and_counts_what_was_heard():
    async def use(put: Put) -> None:
        speaker = put.worn.glasses.speaker
        assert speaker is not None
        playing = speaker.say(clip(10.0))
        await asyncio.sleep(1.5)
        assert await playing.stop() == await playing.stop() == pytest.approx(1.5)
        await asyncio.sleep(20.0)
        assert [at for at, _, _ in put.page.of("hush")] == [1.5]
        speaker.say(clip(1.0))
        assert [message["clip"] for _, message, _ in put.page.of("say")] == [1, 2]

    worn("wide", use)


def test_a_speaker_costs_energy_only_while_it_speaks():
    async def use(put: Put) -> tuple[float, float]:
        speaker = put.worn.glasses.speaker
        assert speaker is not None
        before = put.physics.now().charge
        await asyncio.sleep(100.0)
        quiet = before - put.physics.now().charge
        await speaker.say(clip(100.0)).wait()
        spoke = before - quiet - put.physics.now().charge
        before = put.physics.now().charge
        await asyncio.sleep(100.0)
        assert before - put.physics.now().charge == pytest.approx(quiet)
        return quiet, spoke

    quiet, spoke = worn("wide", use)
    assert spoke > 1.2 * quiet


# ------------------------------------------------------------------------------------------------------------- memory


def test_what_is_worn_for_days_fills_no_memory():
    async def use(put: Put) -> None:
        for _ in range(600):
            await put.look(1)
            await asyncio.sleep(60.0)
        assert len(put.worn.witness.log) == 1000
        lamp = put.worn.glasses.eye.lamp  # type: ignore[union-attr]
        assert len(lamp.inner._inner.switches) == 1000
        assert put.worn.witness.in_the_dark == []

    worn("wide", use)
