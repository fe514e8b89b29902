"""Simulated glasses that a test puts on."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import TypeVar

from edge.messages import Frame, Shot, Sound
from firmware_sim.clock import run_virtual
from firmware_sim.devices.glasses import SimGlasses
from firmware_sim.world.faults import Fault
from firmware_sim.world.scenario import Item, Picture, Scenario, See

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
