"""Simulated glasses, one device at a time, whole and broken."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from itertools import pairwise
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.devices import Glasses
from edge.errors import DeviceError
from edge.messages import Card, Event, Frame, Heard, Instant, LinkState, Shot, Sound, Touch, Typed, Vitals, Voice, Wake
from firmware_sim.clock import DeadlockError, run_virtual
from firmware_sim.devices.devices import HUM, SILENCE
from firmware_sim.devices.glasses import SimGlasses
from firmware_sim.world.faults import Fault
from firmware_sim.world.perception import RecordedEar
from firmware_sim.world.scenario import Air, Hear, Item, Picture, Press, Scenario, See, Write

T = TypeVar("T")
SHOT = Shot(width=160, fps=5.0)
DESK = Picture("desk", item=(Item((0.2, 0.3, 0.5, 0.8), label="cup", colour="red"),))


def wear(scenario: Scenario, use: Callable[[SimGlasses], Awaitable[T]]) -> T:
    async def main() -> T:
        return await use(SimGlasses(scenario))

    return run_virtual(main())


def scene(*faults: Fault, **more: object) -> Scenario:
    return Scenario("test", 30.0, picture=(DESK,), see=(See(0.0, "desk"),), fault=faults, **more)  # type: ignore[arg-type]


async def look(sim: SimGlasses, count: int) -> list[Frame]:
    frames: list[Frame] = []
    assert sim.glasses.eye
    async with aclosing(sim.glasses.eye.frames(SHOT)) as seen:
        async for frame in seen:
            frames.append(frame)
            if len(frames) == count:
                break
    return frames


async def listen(sim: SimGlasses, seconds: float) -> list[Sound]:
    heard: list[Sound] = []
    assert sim.glasses.microphone
    async with aclosing(sim.glasses.microphone.sounds()) as sounds:
        async for sound in sounds:
            heard.append(sound)
            if asyncio.get_running_loop().time() >= seconds:
                break
    return heard


async def understand(sim: SimGlasses, seconds: float) -> list[Event]:
    return [event for sound in await listen(sim, seconds) for event in sim.ear.hear(sound)]


def glasses(sim: SimGlasses) -> Glasses:
    return sim.glasses


# --------------------------------------------------------------------------------------------------------- the eye


def test_the_eye_lights_first_sees_the_picture_and_darkens_last():
    async def use(sim: SimGlasses) -> None:
        frames = await look(sim, 3)
        assert [round(b.at - a.at, 6) for a, b in pairwise(frames)] == [0.2, 0.2]
        assert frames[0].pixels.shape == (120, 160, 3)
        assert [(thing.label, thing.box.x1) for thing in sim.sight.things(frames[0])] == [("cup", 0.2)]
        assert sim.sight.texts(frames[0]) == ()
        assert [noted.what + noted.detail for noted in sim.witness.log if noted.what == "light"] == [
            "lighton",
            "lightoff",
        ]
        assert sim.witness.log[0].what == "light"
        assert sim.witness.log[-1].what == "light"
        assert sim.witness.in_the_dark == []

    wear(scene(), use)


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


def test_the_witness_would_notice():
    async def use(sim: SimGlasses) -> None:
        eye = sim.glasses.eye
        assert eye
        broken = Scenario("dark", 30.0, fault=(Fault("light", "fail"),))
        eye.lamp = SimGlasses(broken).glasses.eye.lamp  # type: ignore[attr-defined, union-attr]
        await look(sim, 2)
        assert len(sim.witness.in_the_dark) == 2

    wear(scene(), use)


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


# --------------------------------------------------------------------------------------------------------- the ear

ASKED = (Hear(1.0, "what is on the desk", wake="glint"),)


def test_the_ear_hears_a_sentence_as_its_sound_arrives():
    events = wear(scene(hear=ASKED), lambda sim: understand(sim, 6.0))
    kinds = [type(event) for event in events]
    assert kinds == [Wake, Voice, Heard, Voice, Heard]
    assert events[2] == Heard("what is", 0.95, final=False)
    assert events[4] == Heard("what is on the desk", 0.95)


def test_sound_is_a_stream_without_gaps():
    sounds = wear(scene(hear=ASKED), lambda sim: listen(sim, 3.0))
    assert [round(b.at - a.at, 9) for a, b in pairwise(sounds)] == [0.1] * 29
    assert not any(sound.lost for sound in sounds)
    assert sum(bool(sound.samples.any()) for sound in sounds) == 20


@pytest.mark.parametrize(
    "fault",
    [
        Fault("microphone", "stall", at=0.5, until=9.0),
        Fault("microphone", "garble", at=0.5, until=9.0),
        Fault("microphone", "drop", at=0.5, until=9.0, amount=0.9),
    ],
)
def test_what_does_not_arrive_is_not_heard(fault: Fault):
    events = wear(scene(fault, hear=ASKED), lambda sim: understand(sim, 12.0))
    assert not [event for event in events if isinstance(event, Heard) and event.final]


def test_what_half_arrives_is_half_believed():
    faults = Fault("microphone", "garble", at=1.6, until=2.4)
    events = wear(scene(faults, hear=ASKED), lambda sim: understand(sim, 6.0))
    last = events[-1]
    assert isinstance(last, Heard)
    assert 0.4 < last.confidence < 0.8


def test_gaps_are_marked_and_not_glued():
    sounds = wear(scene(Fault("microphone", "stall", at=1.0, until=2.0)), lambda sim: listen(sim, 3.0))
    after = [(a, b) for a, b in pairwise(sounds) if b.lost]
    assert len(after) == 1
    before, gap = after[0]
    assert gap.lost == round((gap.at - before.at) * 16000) - len(before.samples)


def test_a_late_microphone_is_late_and_whole():
    sounds = wear(scene(Fault("microphone", "delay", amount=0.05)), lambda sim: listen(sim, 3.0))
    assert len(sounds) > 15


# --------------------------------------------------------------------------------------------- button, display, voice


def test_the_button_gives_what_is_pressed_and_written_in_order():
    async def use(sim: SimGlasses) -> list[object]:
        got: list[object] = []
        assert sim.glasses.button
        async with aclosing(sim.glasses.button.touches()) as touches:
            async for touch in touches:
                got.append((asyncio.get_running_loop().time(), touch))
                if len(got) == 3:
                    break
        return got

    script = scene(press=(Press(2.0, "hold"),), write=(Write(1.0, "hello"), Write(3.0, "and this?", "desk")))
    first, second, third = wear(script, use)
    assert first == (1.0, Typed("hello"))
    assert second == (2.0, Touch("hold"))
    assert isinstance(third, tuple)
    assert isinstance(third[1], Typed)
    assert third[1].picture is not None


def test_a_clip_takes_its_time_and_can_be_stopped():
    async def use(sim: SimGlasses) -> tuple[float, float]:
        assert sim.glasses.talker
        assert sim.glasses.speaker
        whole = await sim.glasses.speaker.say(await sim.glasses.talker.clip("x" * 28)).wait()
        playing = sim.glasses.speaker.say(await sim.glasses.talker.clip("x" * 28))
        await asyncio.sleep(0.5)
        stopped = await playing.stop()
        assert await playing.wait() == stopped
        assert [noted.what for noted in sim.witness.log] == ["says", "said", "says", "said"]
        return whole, stopped

    assert wear(scene(), use) == pytest.approx((2.0, 0.5))


def test_a_display_that_stalls_holds_the_card_back():
    async def use(sim: SimGlasses) -> None:
        await sim.glasses.display.show(Card("a"))
        assert sim.witness.of("card")[0].at == 4.0

    wear(scene(Fault("display", "stall", until=4.0)), use)


# ------------------------------------------------------------------------------------------------------------- the body


def test_the_body_feels_the_link_the_battery_and_the_heat():
    async def use(sim: SimGlasses) -> list[tuple[float, Vitals]]:
        felt: list[tuple[float, Vitals]] = []
        async with aclosing(sim.glasses.body.vitals()) as vitals:
            async for vital in vitals:
                felt.append((asyncio.get_running_loop().time(), vital))
                if felt[-1][0] > 20:
                    break
        return felt

    air = (Air(3.0, "down"), Air(12.0, "up"))
    felt = wear(scene(Fault("link", "slow", at=14.0), air=air), use)
    links = [(at, vital.link) for at, vital in felt]
    assert links[0] == (0.0, LinkState.UP)
    assert (3.0, LinkState.DOWN) in links
    assert (12.0, LinkState.DOWN) in links  # joining takes a while
    assert (13.5, LinkState.UP) in links
    assert (14.0, LinkState.SLOW) in links
    charges = [vital.battery for _, vital in felt]
    assert charges == sorted(charges, key=lambda c: -(c or 0))
    assert charges[-1] < charges[0]  # type: ignore[operator]


def test_a_used_camera_costs_energy():
    async def charge(sim: SimGlasses) -> float:
        await asyncio.sleep(30 - asyncio.get_running_loop().time())
        async with aclosing(sim.glasses.body.vitals()) as vitals:
            return (await anext(vitals)).battery or 0

    async def busy(sim: SimGlasses) -> float:
        await look(sim, 130)
        return await charge(sim)

    assert wear(scene(), busy) < wear(scene(), charge)


def test_drawn_codes_can_be_read():
    import zxingcpp

    from firmware_sim.world.draw import render

    picture = Picture("box", item=(Item((0.3, 0.2, 0.7, 0.7), text="https://example.org/x", format="QRCode"),))
    (found,) = zxingcpp.read_barcodes(np.ascontiguousarray(render(picture, "", 640)))
    assert found.text == "https://example.org/x"


@given(st.lists(st.booleans(), min_size=60, max_size=60))
def test_whatever_arrives_a_sentence_is_heard_once_at_most_and_never_surer_than_it_was(arrives: list[bool]):
    ear = RecordedEar(ASKED)
    events: list[Event] = []
    for number, here in enumerate(arrives):
        spoken = any(hear.at < number * 0.1 + 0.05 < hear.ends for hear in ASKED)
        if here:
            events += ear.hear(Sound(Instant(number * 0.1), HUM if spoken else SILENCE))
    finals = [event for event in events if isinstance(event, Heard) and event.final]
    voices = [event.on for event in events if isinstance(event, Voice)]
    assert len(finals) <= 1
    assert sum(isinstance(event, Wake) for event in events) <= 1
    assert all(event.text == ASKED[0].says and event.confidence <= ASKED[0].confidence for event in finals)
    assert voices in ([], [True], [True, False])
    assert not finals or voices == [True, False]
