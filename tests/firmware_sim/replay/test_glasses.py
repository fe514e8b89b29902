"""A tape worn as glasses: every sense gives what it gave, when it gave it."""

import asyncio
from contextlib import aclosing
from typing import Any

import numpy as np
import pytest

from edge.devices import Glasses
from edge.errors import DeviceError
from edge.messages import (
    Card,
    Heard,
    Instant,
    Now,
    Shot,
    Size,
    Sound,
    Touch,
    Typed,
    Wake,
)
from edge.tape.tape import Tape
from firmware_sim.clock import run_virtual
from firmware_sim.replay.glasses import TapedEar, replayed_glasses, seconds
from tests.firmware_sim.replay.taped import PICTURE, SOUND, now


class Blank:
    size = Size(40, 6)

    async def show(self, card: Card) -> None:
        """Nobody looks."""


async def collect(stream: Any, count: int) -> list[tuple[float, Any]]:
    loop, items = asyncio.get_running_loop(), []
    async with aclosing(stream) as values:
        async for value in values:
            items.append((round(loop.time(), 6), value))
            if len(items) == count:
                break
    return items


def test_each_sense_gives_what_it_gave_when_it_gave_it(sensed: Tape) -> None:
    async def use() -> None:
        glasses = replayed_glasses(sensed, Blank())
        assert glasses.button
        assert glasses.microphone
        assert glasses.body.now() == Now(Instant(50.0), now(100).wall)
        touches, sounds, vitals = await asyncio.gather(
            collect(glasses.button.touches(), 2),
            collect(glasses.microphone.sounds(), 2),
            collect(glasses.body.vitals(), 2),
        )
        assert touches == [(54, Touch()), (58, Typed("and this?"))]
        assert [(at, round(sound.at, 6), sound.lost) for at, sound in sounds] == [(53, 52.9, 0), (54, 53.9, 14400)]
        assert np.array_equal(sounds[0][1].samples, SOUND)
        assert [(at, felt.battery) for at, felt in vitals] == [(50, 0.9), (55, 0.8)]
        assert glasses.body.now().wall == now(108).wall
        with pytest.raises(DeviceError, match="it fell silent"):
            await collect(glasses.microphone.sounds(), 1)
        assert (await collect(glasses.body.vitals(), 1))[0][1].battery == 0.8

    run_virtual(use(), start=50.0, limit=30.0)


def test_the_camera_gives_the_nearest_picture_and_fails_where_it_failed(sensed: Tape) -> None:
    async def use() -> None:
        eye = replayed_glasses(sensed, Blank()).eye
        assert eye
        frames = await collect(eye.frames(Shot(40, 1.0)), 7)
        assert [at for at, _ in frames] == [0, 1, 2, 3, 4, 5, 6]
        assert [frame.at for _, frame in frames] == [at for at, _ in frames]
        first = [np.array_equal(frame.pixels, PICTURE) for _, frame in frames]
        assert first == [True] * 5 + [False] * 2
        assert (await collect(eye.frames(Shot(20, 1.0)), 1))[0][1].pixels.shape == (15, 20, 3)
        await asyncio.sleep(2.5)
        with pytest.raises(DeviceError, match="unplugged"):
            await collect(eye.frames(Shot()), 1)

    run_virtual(use(), limit=30.0)


def test_what_was_heard_then_is_heard_when_its_sound_comes_by(sensed: Tape) -> None:
    ear = TapedEar(sensed, start=0.0)
    assert ear.hear(Sound(Instant(6.0), SOUND)) == ()
    assert ear.hear(Sound(Instant(6.4), SOUND)) == (Wake("glint"),)
    assert ear.hear(Sound(Instant(9.0), SOUND)) == (Heard("what is this"),)
    assert ear.hear(Sound(Instant(9.1), SOUND)) == ()


def test_a_tape_without_senses_makes_glasses_without_them(looked: Tape) -> None:
    async def use() -> Glasses:
        return replayed_glasses(looked, Blank())

    glasses = run_virtual(use())
    assert (glasses.eye, glasses.microphone, glasses.button) == (None, None, None)
    assert seconds(looked) == 2.0
