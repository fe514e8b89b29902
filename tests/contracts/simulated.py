"""Devices made of software: simulated, taped while they are used, and replayed from a tape. In virtual time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

from edge.devices import Glasses
from edge.messages import Shot
from edge.mind.policy import Policy
from edge.tape.tape import TapeWriter, read_tape, record
from firmware_sim.clock import run_virtual
from firmware_sim.devices.glasses import SimGlasses
from firmware_sim.devices.link import SimLink
from firmware_sim.replay.glasses import replayed_glasses
from firmware_sim.world.scenario import Picture, Press, Scenario, See, Write
from firmware_sim.world.surroundings import Scripted
from tests.contracts.rig import Implementation, Rig, loop_time

SCENARIO = Scenario(
    title="a contract",
    seconds=60.0,
    picture=(Picture("desk"),),
    see=(See(0.0, "desk"),),
    write=(Write(0.5, "what is this"), Write(1.5, "read it to me")),
    press=(Press(1.0),),
)
TAPED = 10.0  # seconds


def simulated(part: str) -> Implementation:
    @asynccontextmanager
    async def rig(_: Path) -> AsyncIterator[Rig]:
        sim = SimGlasses(SCENARIO)
        yield Rig(_part(sim.glasses, part), is_lit=lambda: sim.glasses.eye.lamp.lit_at(loop_time()))  # type: ignore[union-attr]

    return Implementation(f"simulated {part}", rig, run_virtual, hardware=False)


def taped(part: str) -> Implementation:
    @asynccontextmanager
    async def rig(folder: Path) -> AsyncIterator[Rig]:
        sim = SimGlasses(SCENARIO)
        writer = _tape(folder, sim.glasses)
        yield Rig(_part(record(sim.glasses, writer), part))
        writer.close()

    return Implementation(f"taped {part}", rig, run_virtual, hardware=False)


def replayed(part: str) -> Implementation:
    @asynccontextmanager
    async def rig(folder: Path) -> AsyncIterator[Rig]:
        sim = SimGlasses(SCENARIO)
        writer = _tape(folder, sim.glasses)
        glasses = record(sim.glasses, writer)
        streams = (glasses.eye.frames(Shot()), glasses.microphone.sounds(), glasses.button.touches())  # type: ignore[union-attr]
        await asyncio.gather(*(_drained(stream) for stream in (*streams, glasses.body.vitals())))
        writer.close()
        yield Rig(_part(replayed_glasses(read_tape(folder / "contract.tape"), sim.glasses.display), part))

    return Implementation(f"replayed {part}", rig, run_virtual, hardware=False)


async def say_it_again(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while line := await reader.readline():
        writer.write(line)
        await writer.drain()
    writer.close()


@asynccontextmanager
async def _link(_: Path) -> AsyncIterator[Rig]:
    link = SimLink(Scripted(SCENARIO), say_it_again)
    yield Rig(link)
    await link.close()


SIMULATED_LINK = Implementation("simulated link", _link, run_virtual, hardware=False)


def _part(glasses: Glasses, part: str) -> Any:
    inside: dict[str, Callable[[], Any]] = {
        "light": lambda: glasses.eye._light,  # type: ignore[union-attr]
        "camera": lambda: glasses.eye._camera,  # type: ignore[union-attr] # the raw one: its contract is checked here
    }
    return inside.get(part, lambda: getattr(glasses, part))()


def _tape(folder: Path, glasses: Glasses) -> TapeWriter:
    return TapeWriter(folder / "contract.tape", glasses.body.now(), Policy(), background=False)


async def _drained(stream: Any) -> None:
    try:
        async with asyncio.timeout(TAPED), aclosing(stream):
            async for _ in stream:
                pass
    except TimeoutError:
        pass
