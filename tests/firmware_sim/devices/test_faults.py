"""A broken device does what its fault says, for as long as it says, and no more."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, suppress
from datetime import UTC, datetime
from itertools import pairwise
from typing import TypeVar

import numpy as np
import pytest

from edge.errors import DeviceError
from edge.messages import Card, Clip, Frame, Sound
from edge.perceive.health import CUT_OFF, MUTED, WRONG_RATE, MicrophoneHealth
from firmware_sim.clock import DeadlockError, run_virtual
from firmware_sim.devices.devices import SimBody, SimCamera, SimDisplay, SimLight, SimMicrophone, SimVoice
from firmware_sim.devices.faults import (
    FaultyBody,
    FaultyCamera,
    FaultyDisplay,
    FaultyLight,
    FaultyMicrophone,
    FaultySpeaker,
    Troubles,
)
from firmware_sim.devices.glasses import SimGlasses
from firmware_sim.devices.witness import Witness
from firmware_sim.world.faults import Fault
from firmware_sim.world.live import Live
from firmware_sim.world.physics import Physics
from firmware_sim.world.scenario import Beginning, Press
from tests.firmware_sim.devices.worn import SHOT, listen, look, scene, wear

T = TypeVar("T")


@pytest.mark.parametrize("kind", ["fail", "mute"])
def test_without_a_confirmed_light_there_is_no_frame(kind: str):
    async def use(sim: SimGlasses) -> None:
        with pytest.raises(DeviceError, match="light"):
            await look(sim, 1)
        assert sim.witness.of("frame") == []

    wear(scene(Fault("light", kind)), use)


def test_a_lamp_that_dies_while_it_shines_ends_the_look():
    async def use(sim: SimGlasses) -> None:
        with pytest.raises(DeviceError, match="light"):
            await look(sim, 20)
        assert len(sim.witness.of("frame")) == 5
        assert sim.witness.in_the_dark == []

    wear(scene(Fault("light", "fail", at=1.0)), use)


def test_noise_shows_nothing():
    async def use(sim: SimGlasses) -> None:
        (frame,) = await look(sim, 1)
        assert sim.sight.things(frame) == ()
        assert frame.pixels.std() > 50

    wear(scene(Fault("camera", "garble")), use)


def test_a_camera_that_stalls_comes_back_with_a_new_frame_and_counts_the_lost():
    async def use(sim: SimGlasses) -> None:
        frames = await look(sim, 4)
        gaps = [b.at - a.at for a, b in pairwise(frames)]
        assert max(gaps) > 8.5
        assert sum(frame.lost for frame in frames) == 1

    wear(scene(Fault("camera", "stall", at=0.5, until=9.5)), use)


def test_a_camera_that_stalls_for_ever_is_a_deadlock_unless_somebody_has_a_deadline():
    with pytest.raises(DeadlockError):
        wear(scene(Fault("camera", "stall", at=0.5)), lambda sim: look(sim, 10))


def test_an_unplugged_camera_says_so_and_works_when_it_is_back():
    async def use(sim: SimGlasses) -> None:
        with pytest.raises(DeviceError, match="unplugged"):
            await look(sim, 20)
        await asyncio.sleep(5)
        assert len(await look(sim, 2)) == 2

    wear(scene(Fault("camera", "unplug", at=1.0, until=3.0)), use)


def test_a_cut_camera_just_ends():
    async def use(sim: SimGlasses) -> None:
        assert 0 < len(await look(sim, 20)) < 20

    wear(scene(Fault("camera", "cut", at=1.0)), use)


def test_half_of_the_frames_may_be_lost():
    async def use(sim: SimGlasses) -> None:
        frames = await look(sim, 5)
        assert [frame.lost for frame in frames] == [0, 1, 1, 1, 1]

    wear(scene(Fault("camera", "drop", amount=0.5)), use)


def test_gaps_are_marked_and_not_glued():
    sounds = wear(scene(Fault("microphone", "stall", at=1.0, until=2.0)), lambda sim: listen(sim, 3.0))
    after = [(a, b) for a, b in pairwise(sounds) if b.lost]
    assert len(after) == 1
    before, gap = after[0]
    assert gap.lost == round((gap.at - before.at) * 16000) - len(before.samples)


def test_a_late_microphone_is_late_and_whole():
    sounds = wear(scene(Fault("microphone", "delay", amount=0.05)), lambda sim: listen(sim, 3.0))
    assert len(sounds) > 15


def test_a_display_that_stalls_holds_the_card_back():
    async def use(sim: SimGlasses) -> None:
        await sim.glasses.display.show(Card("a"))
        assert sim.witness.of("card")[0].at == 4.0

    wear(scene(Fault("display", "stall", until=4.0)), use)


async def count(stream: AsyncGenerator[object, None], seconds: float) -> list[float]:
    """When something came, within a time."""
    came: list[float] = []
    loop = asyncio.get_running_loop()
    with suppress(TimeoutError, StopAsyncIteration):
        async with asyncio.timeout(seconds), aclosing(stream) as items:
            while True:
                await anext(items)
                came.append(loop.time())
    return came


PRESSES = tuple(Press(float(at)) for at in range(1, 7))


@pytest.mark.parametrize(
    ("fault", "came"),
    [
        (Fault("button", "drop", amount=0.5), [1, 3, 5]),
        (Fault("button", "cut", at=3.5), [1, 2, 3]),
        (Fault("button", "delay", at=2.5, until=3.5, amount=0.25), [1, 2, 3.25, 4, 5, 6]),
        (Fault("button", "stall", at=2.5, until=4.5), [1, 2, 4.5, 5, 6]),
    ],
)
def test_a_button_loses_what_its_fault_says(fault: Fault, came: list[float]):
    async def use(sim: SimGlasses) -> list[float]:
        assert sim.glasses.button
        return await count(sim.glasses.button.touches(), 9.0)

    assert wear(scene(fault, press=PRESSES), use) == pytest.approx(came)


@pytest.mark.parametrize("device", ["camera", "microphone", "button", "display", "speaker"])
def test_what_is_unplugged_says_so_for_as_long_as_it_is(device: str):
    async def touch(sim: SimGlasses) -> None:
        glasses = sim.glasses
        if device == "display":
            await glasses.display.show(Card("a"))
        elif device == "speaker":
            await glasses.speaker.say(await glasses.talker.clip("hi")).wait()
        else:
            streams = {"camera": glasses.eye.frames, "microphone": glasses.microphone.sounds}
            stream = streams[device](SHOT) if device == "camera" else streams.get(device, glasses.button.touches)()
            async with aclosing(stream) as items:
                await anext(items)

    async def use(sim: SimGlasses) -> None:
        with pytest.raises(DeviceError, match=f"{device}.*unplugged"):
            await touch(sim)
        await asyncio.sleep(3)
        await touch(sim)

    wear(scene(Fault(device, "unplug", until=2.0), press=PRESSES), use)


def test_a_clip_that_stalls_ends_when_the_stall_does():
    async def use(sim: SimGlasses) -> tuple[float, float]:
        assert sim.glasses.speaker
        assert sim.glasses.talker
        heard = await sim.glasses.speaker.say(await sim.glasses.talker.clip("x" * 14)).wait()
        return heard, asyncio.get_running_loop().time()

    assert wear(scene(Fault("speaker", "stall", until=5.0)), use) == pytest.approx((1.0, 5.0))


def test_a_lamp_that_is_late_confirms_late_and_shines_at_once():
    async def use(sim: SimGlasses) -> None:
        assert sim.glasses.eye
        lamp = sim.glasses.eye.lamp
        await lamp.set(True)
        assert asyncio.get_running_loop().time() == pytest.approx(0.42)
        assert sim.witness.of("light")[0].at == 0.0

    wear(scene(Fault("light", "delay", amount=0.4)), use)


def test_a_body_that_feels_nothing_more_still_knows_the_time():
    async def use(sim: SimGlasses) -> None:
        assert await count(sim.glasses.body.vitals(), 60.0) == [0.0, 10.0]
        assert sim.glasses.body.now().at == 20.0

    wear(scene(Fault("body", "cut", at=15.0)), use)


def test_noise_is_the_same_at_the_same_instant_and_keeps_the_length():
    async def use(sim: SimGlasses) -> list[Sound]:
        return await listen(sim, 0.3)

    first, again = (wear(scene(Fault("microphone", "garble")), use) for _ in range(2))
    assert [len(sound.samples) for sound in first] == [1600] * len(first)
    assert all(
        np.array_equal(a.samples, b.samples) and a.samples.std() > 0.1 for a, b in zip(first, again, strict=True)
    )
    assert not np.array_equal(first[0].samples, first[1].samples)


@pytest.mark.parametrize(("kind", "problem"), [("mute", MUTED), ("clip", CUT_OFF), ("rate", WRONG_RATE)])
def test_what_a_microphone_gives_tells_what_is_wrong_with_it_within_a_second(kind: str, problem: str):
    sounds = wear(scene(Fault("microphone", kind, at=2.0, until=4.0)), lambda sim: listen(sim, 6.0))
    health = MicrophoneHealth()
    told = [(sound.at, health.hear(sound, sound.at + 0.1)) for sound in sounds]
    noticed = [at for at, said in told if said]
    assert {said for _, said in told if said} == {problem}
    assert 2.0 <= noticed[0] + 0.1 <= 3.0, "a sound is given when it is whole"
    if kind != "rate":  # which is told of for a while
        assert noticed[-1] <= 5.5


def test_a_device_that_gives_fewer_samples_than_it_says_loses_what_it_does_not_give():
    sounds = wear(scene(Fault("microphone", "rate", at=1.0, amount=0.25)), lambda sim: listen(sim, 3.0))
    slow = [sound for sound in sounds if sound.at >= 1.05]
    assert [len(sound.samples) for sound in slow] == [1200] * len(slow)
    assert [sound.lost for sound in slow[1:]] == [400] * (len(slow) - 1)


# ------------------------------------------------------------------------------ broken and mended while somebody waits


def live_wear(use: Callable[[Live, Troubles], Awaitable[T]], device: str) -> T:
    """In surroundings that somebody changes, with nothing broken yet."""

    async def main() -> T:
        live = Live(datetime(2026, 5, 4, tzinfo=UTC))
        return await use(live, Troubles(live, device))

    return run_virtual(main())


def later(seconds: float, do: Callable[..., None], *what: object) -> None:
    asyncio.get_running_loop().call_later(seconds, do, *what)


@pytest.mark.parametrize("kind", ["stall", "delay"])
def test_a_card_that_is_held_back_gets_through_when_the_display_is_mended(kind: str):
    async def use(live: Live, broken: Troubles) -> float:
        witness = Witness()
        display = FaultyDisplay(SimDisplay(witness), broken)
        live.break_("display", kind, 2.0)
        later(7.0, live.mend)
        await display.show(Card("a"))
        return witness.of("card")[0].at

    assert live_wear(use, "display") == (7.0 if kind == "stall" else 2.0)


def test_a_stall_that_becomes_another_one_goes_on():
    async def use(live: Live, broken: Troubles) -> float:
        live.break_("display", "stall", 0.5)
        later(3.0, live.break_, "display", "stall", 0.5)
        later(5.0, live.mend, "camera")
        later(9.0, live.mend, "display", "stall")
        assert await broken.stalled()
        return asyncio.get_running_loop().time()

    assert live_wear(use, "display") == 9.0


def test_a_light_that_never_confirms_does_once_it_is_mended():
    async def use(live: Live, broken: Troubles) -> float:
        lamp = FaultyLight(SimLight(Witness()), broken)
        live.break_("light", "mute", 0.5)
        later(30.0, live.mend, "light", "mute")
        await lamp.set(True)
        assert lamp.lit_at(0.5)
        return asyncio.get_running_loop().time()

    assert live_wear(use, "light") == 30.0


def test_a_lamp_with_a_loose_contact_was_dark_while_it_was_loose():
    async def use(live: Live, broken: Troubles) -> None:
        lamp = FaultyLight(SimLight(Witness()), broken)
        await lamp.set(True)
        later(2.0, live.break_, "light", "fail", 0.5)
        later(4.0, live.mend)
        await asyncio.sleep(3.0)
        with pytest.raises(DeviceError, match="does not shine"):
            await lamp.set(True)
        await asyncio.sleep(3.0)
        await lamp.set(True)
        assert [lamp.lit_at(at) for at in (1.0, 2.5, 3.5, 4.5)] == [True, False, False, True]

    live_wear(use, "light")


def test_a_camera_that_is_mended_while_somebody_waits_gives_a_new_frame_and_counts_what_was_lost():
    async def use(live: Live, broken: Troubles) -> list[Frame]:
        live.look_at(np.zeros((30, 40, 3), np.uint8))
        camera = FaultyCamera(SimCamera(live, Physics(live, Beginning())), broken)
        later(1.0, live.break_, "camera", "stall", 0.5)
        later(6.0, live.mend)
        frames = []
        async with aclosing(camera.frames(SHOT)) as given:
            async for frame in given:
                frames.append(frame)
                if frame.at > 6.5:
                    break
        return frames

    frames = live_wear(use, "camera")
    gaps = [b.at - a.at for a, b in pairwise(frames)]
    assert max(gaps) == pytest.approx(5.4, abs=0.21)
    assert [frame.lost for frame in frames if frame.lost] == [1]


def test_a_microphone_that_is_unplugged_says_so_and_is_heard_when_it_is_back():
    async def use(live: Live, broken: Troubles) -> None:
        microphone = FaultyMicrophone(SimMicrophone(live), broken)
        later(1.0, live.break_, "microphone", "unplug", 0.5)
        with pytest.raises(DeviceError, match="unplugged"):
            await count(microphone.sounds(), 5.0)
        with pytest.raises(DeviceError, match="unplugged"):
            await count(microphone.sounds(), 5.0)
        live.mend()
        assert len(await count(microphone.sounds(), 1.0)) >= 9

    live_wear(use, "microphone")


def test_vitals_that_stall_go_on_when_they_are_mended():
    async def use(live: Live, broken: Troubles) -> list[float]:
        body = FaultyBody(SimBody(live, Physics(live, Beginning())), broken)
        later(5.0, live.break_, "body", "stall", 0.5)
        later(33.0, live.mend)
        return await count(body.vitals(), 45.0)

    came = live_wear(use, "body")
    assert came[0] == 0.0
    assert [at for at in came if 5.0 <= at < 33.0] == []
    assert [at for at in came if at >= 33.0]


def test_a_clip_that_stalls_ends_when_the_speaker_is_mended():
    async def use(live: Live, broken: Troubles) -> float:
        speaker = FaultySpeaker(SimVoice(Witness(), Physics(live, Beginning())), broken)
        playing = speaker.say(Clip(np.zeros(16_000, np.float32), 16_000))
        later(0.5, live.break_, "speaker", "stall", 0.5)
        later(8.0, live.mend)
        assert await playing.wait() == 1.0
        return asyncio.get_running_loop().time()

    assert live_wear(use, "speaker") == 8.0
