"""Who must keep which contract: simulated, faulty-but-healthy and real devices. Add yours here."""

import asyncio
import io
import os
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from edge.hardware.body import LinuxBody
from edge.hardware.camera import OpenCvCamera
from edge.hardware.keyboard import Keyboard
from edge.hardware.lights import Mark, gpio, led
from edge.hardware.link import Network
from edge.hardware.microphone import PortAudioMicrophone
from edge.hardware.portaudio import PortAudio
from edge.hardware.speaker import PortAudioSpeaker
from edge.hardware.terminal import Terminal
from edge.hardware.video import Source
from edge.messages import Frame, Instant, Now, Sound, Touch, Typed, Vitals, Wall
from edge.mind.policy import Policy
from edge.tape import TapeWriter, read_tape
from firmware_sim.clock import run_virtual
from firmware_sim.glasses import SimGlasses
from firmware_sim.replay_glasses import replayed_glasses
from firmware_sim.scenario import Picture, Press, Scenario, See, Write
from tests.contracts.standins.mjpeg import network_camera
from tests.contracts.standins.portaudio import Clock, FakePortAudio

DONE: list[Touch | Typed] = [Typed("what is this"), Touch("tap"), Typed("read it to me")]


@dataclass(frozen=True)
class Rig:
    """A device, and what a checker needs around it."""

    device: Any
    now: Callable[[], float]
    pause: Callable[[float], Coroutine[Any, Any, None]] = asyncio.sleep
    is_lit: Callable[[], bool] = lambda: False
    address: tuple[str, int] = ("server.example", 80)


@dataclass(frozen=True)
class Implementation:
    """One implementation of a protocol. `rig` gets an empty folder."""

    name: str
    rig: Callable[[Path], Any]
    run: Callable[[Coroutine[Any, Any, None]], None] = asyncio.run
    hardware: bool = True


def loop_time() -> float:
    return asyncio.get_running_loop().time()


def raw(descriptor: int, mode: str) -> Any:
    return os.fdopen(descriptor, mode, buffering=0)


# ------------------------------------------------------------------------------------------------------------ simulated

SCENARIO = Scenario(
    title="a contract",
    seconds=60.0,
    picture=(Picture("desk"),),
    see=(See(0.0, "desk"),),
    write=(Write(0.5, "what is this"), Write(1.5, "read it to me")),
    press=(Press(1.0),),
)


async def say_it_again(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while line := await reader.readline():
        writer.write(line)
        await writer.drain()
    writer.close()


def simulated(part: str) -> Implementation:
    @asynccontextmanager
    async def rig(_: Path) -> AsyncIterator[Rig]:
        sim = SimGlasses(SCENARIO, say_it_again)
        lamp = sim.glasses.eye.lamp  # type: ignore[union-attr]
        camera = sim.glasses.eye._camera  # type: ignore[union-attr] # the raw one: it is its contract that is checked
        device = {"light": lamp, "camera": camera}.get(part) or getattr(sim.glasses, part)
        try:
            yield Rig(device, loop_time, is_lit=lambda: lamp.lit_at(loop_time()))
        finally:
            await sim.link.close()

    return Implementation(f"simulated {part}", rig, run_virtual, hardware=False)


# ------------------------------------------------------------------------------------------------------------- replayed


def replayed(part: str) -> Implementation:
    @asynccontextmanager
    async def rig(folder: Path) -> AsyncIterator[Rig]:
        taped(folder / "a.tape")
        glasses = replayed_glasses(read_tape(folder / "a.tape"), Terminal(io.StringIO()))
        eye = glasses.eye
        yield Rig(eye._camera if part == "camera" and eye else getattr(glasses, part), loop_time)

    return Implementation(f"replayed {part}", rig, run_virtual, hardware=False)


def taped(path: Path) -> None:
    """Ten seconds: five pictures, sound without a gap, and everything in DONE."""
    began = datetime(2026, 3, 1, tzinfo=UTC)

    def now(at: float) -> Now:
        return Now(Instant(700 + at), Wall(began + timedelta(seconds=at)))

    with TapeWriter(path, now(0), Policy(), background=False) as writer:
        writer.sense("body", now(0), Vitals(0.5, 30.0))
        for n in range(100):
            at = now(0.1 * (n + 1))
            writer.sense("microphone", at, Sound(Instant(at.at - 0.1), np.full(1600, 0.1, np.float32)))
            if n % 20 == 0:
                writer.sense("camera", at, Frame(at.at, np.full((60, 80, 3), n, np.uint8)))
        for n, touch in enumerate(DONE):
            writer.sense("button", now(1.0 + n), touch)


# ----------------------------------------------------------------------------------------------------------------- real


@asynccontextmanager
async def opencv_camera(_: Path) -> AsyncIterator[Rig]:
    with network_camera() as stream:
        yield Rig(OpenCvCamera(Source(stream.url, open_within=2.0, frame_within=0.5)), loop_time)


def portaudio_microphone(rate: float, channels: int) -> Implementation:
    @asynccontextmanager
    async def rig(_: Path) -> AsyncIterator[Rig]:
        clock = Clock()
        host = FakePortAudio(clock, rate=rate, channels=channels)
        microphone = PortAudioMicrophone(PortAudio(host), now=clock.now, pause=clock.pause)
        yield Rig(microphone, clock.now, clock.pause)
        assert not host.open_streams

    return Implementation(f"PortAudio microphone, {rate:g} Hz", rig)


def portaudio_speaker(rate: float, channels: int) -> Implementation:
    @asynccontextmanager
    async def rig(_: Path) -> AsyncIterator[Rig]:
        clock = Clock()
        host = FakePortAudio(clock, rate=rate, channels=channels)
        yield Rig(PortAudioSpeaker(PortAudio(host), now=clock.now, pause=clock.pause), clock.now, in_steps(clock))
        assert not host.open_streams

    return Implementation(f"PortAudio speaker, {rate:g} Hz", rig)


def in_steps(clock: Clock) -> Callable[[float], Coroutine[Any, Any, None]]:
    """A pause during which the device's own polling moves the clock, or nobody but the pause itself."""

    async def pause(seconds: float) -> None:
        until, before, rounds = clock.at + seconds, clock.at, 0
        while clock.at < until:
            await asyncio.sleep(0)
            rounds = rounds + 1 if clock.at == before else 0
            if rounds > 500:
                clock.at += 0.03
            before = clock.at

    return pause


@asynccontextmanager
async def keyboard_on_a_pipe(_: Path) -> AsyncIterator[Rig]:
    into, out = os.pipe()
    with raw(into, "rb") as reading, raw(out, "wb") as writing:
        writing.write(b"what is this\n\nread it")
        asyncio.get_running_loop().call_later(0.01, writing.write, b" to me\n")
        yield Rig(Keyboard(reading), loop_time)


@asynccontextmanager
async def keyboard_on_a_file(folder: Path) -> AsyncIterator[Rig]:
    file = folder / "typed.txt"
    file.write_text("what is this\r\n\n   read it to me", encoding="utf-8")
    with file.open(encoding="utf-8") as reading:
        yield Rig(Keyboard(reading), loop_time)


@asynccontextmanager
async def keyboard_on_a_terminal(_: Path) -> AsyncIterator[Rig]:
    ours, theirs = os.openpty()
    with raw(ours, "wb") as typing, raw(theirs, "rb") as reading:
        typing.write(b"what is this\n\nread it to me\n")
        yield Rig(Keyboard(reading), loop_time)


@asynccontextmanager
async def plain_terminal(_: Path) -> AsyncIterator[Rig]:
    yield Rig(Terminal(io.StringIO()), loop_time)


@asynccontextmanager
async def boxed_terminal(_: Path) -> AsyncIterator[Rig]:
    ours, theirs = os.openpty()
    with raw(ours, "rb") as seen, os.fdopen(theirs, "w", encoding="utf-8") as stream:
        asyncio.get_running_loop().add_reader(seen.fileno(), seen.read, 4096)
        yield Rig(Terminal(stream), loop_time)
        asyncio.get_running_loop().remove_reader(seen.fileno())


@asynccontextmanager
async def led_file(folder: Path) -> AsyncIterator[Rig]:
    lamp = folder / "brightness"
    lamp.write_text("0\n", encoding="ascii")
    (folder / "max_brightness").write_text("255\n", encoding="ascii")
    yield Rig(led(lamp), loop_time, is_lit=lambda: lamp.read_text(encoding="ascii").startswith("255"))


@asynccontextmanager
async def gpio_file(folder: Path) -> AsyncIterator[Rig]:
    line = folder / "value"
    line.write_text("0\n", encoding="ascii")
    yield Rig(gpio(line), loop_time, is_lit=lambda: line.read_text(encoding="ascii").startswith("1"))


@asynccontextmanager
async def mark(_: Path) -> AsyncIterator[Rig]:
    shown = io.StringIO()
    yield Rig(Mark(Terminal(shown)), loop_time, is_lit=lambda: "●" in shown.getvalue().splitlines()[-1])


@asynccontextmanager
async def network(_: Path) -> AsyncIterator[Rig]:
    clients: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        clients.add(writer)
        await say_it_again(reader, writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield Rig(Network(), loop_time, address=("localhost", server.sockets[0].getsockname()[1]))


@asynccontextmanager
async def linux_body(_: Path) -> AsyncIterator[Rig]:
    yield Rig(LinuxBody(), loop_time)


def real(name: str, rig: Callable[[Path], Any]) -> Implementation:
    return Implementation(name, rig)


CAMERAS = (simulated("camera"), replayed("camera"), real("OpenCV camera", opencv_camera))
MICROPHONES = (
    simulated("microphone"),
    replayed("microphone"),
    portaudio_microphone(48_000.0, 2),
    portaudio_microphone(44_100.0, 1),
    portaudio_microphone(16_000.0, 1),
)
BUTTONS = (
    simulated("button"),
    replayed("button"),
    real("keyboard on a pipe", keyboard_on_a_pipe),
    real("keyboard on a file", keyboard_on_a_file),
    real("keyboard on a terminal", keyboard_on_a_terminal),
)
DISPLAYS = (
    simulated("display"),
    real("terminal, plain", plain_terminal),
    real("terminal, boxed", boxed_terminal),
    real("mark", mark),
)
SPEAKERS = (simulated("speaker"), portaudio_speaker(48_000.0, 2), portaudio_speaker(44_100.0, 1))
LIGHTS = (simulated("light"), real("LED file", led_file), real("GPIO file", gpio_file), real("mark", mark))
LINKS = (simulated("link"), real("network", network))
BODIES = (simulated("body"), replayed("body"), real("Linux", linux_body))
