"""Each simulated device gives what the scenario says, at the instant that it says."""

import asyncio
from contextlib import aclosing
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest

from edge.messages import Clip, LinkState, Touch, Typed, Vitals
from firmware_sim.devices.devices import CONFIRMING, SimLight
from firmware_sim.devices.glasses import SimGlasses
from firmware_sim.world.faults import Fault
from firmware_sim.world.scenario import Air, Hear, Press, Scenario, See, Write
from firmware_sim.world.surroundings import Scripted
from tests.firmware_sim.devices.worn import DESK, listen, look, scene, wear


def test_sound_is_a_stream_without_gaps():
    sounds = wear(scene(hear=(Hear(1.0, "what is on the desk", wake="glint"),)), lambda sim: listen(sim, 3.0))
    assert [round(b.at - a.at, 9) for a, b in pairwise(sounds)] == [0.1] * 29
    assert not any(sound.lost for sound in sounds)
    assert sum(float(sound.samples.max()) > 0.1 for sound in sounds) == 20


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


def test_a_lamp_notes_and_confirms_changes_only():
    async def use(sim: SimGlasses) -> None:
        lamp, loop = SimLight(sim.witness), asyncio.get_running_loop()
        await lamp.set(False)
        await lamp.set(True)
        assert loop.time() == CONFIRMING
        await lamp.set(True)
        assert lamp.switches == [(0.0, True)]
        await asyncio.sleep(1)
        await lamp.set(False)
        assert [lamp.lit_at(at) for at in (-1.0, 0.0, 0.5, 1.02, 2.0)] == [False, True, True, False, False]
        assert [noted.detail for noted in sim.witness.of("light")] == ["on", "off"]

    wear(scene(), use)


def test_what_lies_before_the_glasses_changes_when_the_scenario_says():
    around = Scripted(Scenario("t", 9.0, picture=(DESK,), see=(See(2.0, "desk"), See(4.0, ""))))
    lit = [around.pixels(at, 160).max() > 20 for at in (0.0, 2.0, 3.9, 4.0)]
    assert lit == [False, True, True, False]


def test_the_clock_of_the_day_goes_on_from_where_the_scenario_begins():
    async def use(sim: SimGlasses) -> None:
        await asyncio.sleep(90.0)
        now = sim.glasses.body.now()
        assert (now.at, now.wall.time - sim.scenario.begins, now.wall.trusted) == (90.0, timedelta(seconds=90), False)

    wear(scene(clock_trusted=False), use)


def test_a_listener_that_is_slow_loses_the_oldest_second_and_no_more():
    async def use(sim: SimGlasses) -> list[float]:
        assert sim.glasses.microphone
        async with aclosing(sim.glasses.microphone.sounds()) as sounds:
            first = await anext(sounds)
            await asyncio.sleep(5.0)
            return [first.at, (await anext(sounds)).at]

    assert wear(scene(), use) == pytest.approx([0.0, 4.0], abs=0.11)


def test_a_button_that_is_asked_late_gives_what_is_still_to_come():
    async def use(sim: SimGlasses) -> object:
        await asyncio.sleep(2.5)
        assert sim.glasses.button
        async with aclosing(sim.glasses.button.touches()) as touches:
            return await anext(touches)

    assert wear(scene(press=(Press(2.0, "hold"), Press(3.0, "tap"))), use) == Touch("tap")


def test_the_witness_hears_words_and_for_how_long():
    async def use(sim: SimGlasses) -> list[tuple[str, str]]:
        assert sim.glasses.talker
        assert sim.glasses.speaker
        await sim.glasses.speaker.say(await sim.glasses.talker.clip("fourteen chars")).wait()
        await sim.glasses.speaker.say(Clip(np.zeros(1600, np.float32), 16000)).wait()
        return [(noted.what, noted.detail) for noted in sim.witness.log]

    assert wear(scene(), use) == [
        ("says", "fourteen chars"),
        ("said", "1.00 s"),
        ("says", "a sound"),
        ("said", "0.10 s"),
    ]
