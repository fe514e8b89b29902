"""The real devices, against stand-ins: a network camera, a PortAudio host, files, pipes and pseudo-terminals."""

import asyncio
import io
import os
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

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
from tests.contracts.rig import Implementation, Rig
from tests.contracts.simulated import say_it_again
from tests.contracts.standins.mjpeg import network_camera
from tests.contracts.standins.portaudio import Clock, FakePortAudio


def raw(descriptor: int, mode: str) -> Any:
    return os.fdopen(descriptor, mode, buffering=0)


@asynccontextmanager
async def opencv_camera(_: Path) -> AsyncIterator[Rig]:
    with network_camera() as stream:
        yield Rig(OpenCvCamera(Source(stream.url, open_within=2.0, frame_within=0.5)))


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
        yield Rig(Keyboard(reading))


@asynccontextmanager
async def keyboard_on_a_file(folder: Path) -> AsyncIterator[Rig]:
    file = folder / "typed.txt"
    file.write_text("what is this\r\n\n   read it to me", encoding="utf-8")
    with file.open(encoding="utf-8") as reading:
        yield Rig(Keyboard(reading))


@asynccontextmanager
async def keyboard_on_a_terminal(_: Path) -> AsyncIterator[Rig]:
    ours, theirs = os.openpty()
    with raw(ours, "wb") as typing, raw(theirs, "rb") as reading:
        typing.write(b"what is this\n\nread it to me\n")
        yield Rig(Keyboard(reading))


@asynccontextmanager
async def plain_terminal(_: Path) -> AsyncIterator[Rig]:
    yield Rig(Terminal(io.StringIO()))


@asynccontextmanager
async def boxed_terminal(_: Path) -> AsyncIterator[Rig]:
    ours, theirs = os.openpty()
    with raw(ours, "rb") as seen, os.fdopen(theirs, "w", encoding="utf-8") as stream:
        asyncio.get_running_loop().add_reader(seen.fileno(), seen.read, 4096)
        yield Rig(Terminal(stream))
        asyncio.get_running_loop().remove_reader(seen.fileno())


@asynccontextmanager
async def led_file(folder: Path) -> AsyncIterator[Rig]:
    lamp = folder / "brightness"
    lamp.write_text("0\n", encoding="ascii")
    (folder / "max_brightness").write_text("255\n", encoding="ascii")
    yield Rig(led(lamp), is_lit=lambda: lamp.read_text(encoding="ascii").startswith("255"))


@asynccontextmanager
async def gpio_file(folder: Path) -> AsyncIterator[Rig]:
    line = folder / "value"
    line.write_text("0\n", encoding="ascii")
    yield Rig(gpio(line), is_lit=lambda: line.read_text(encoding="ascii").startswith("1"))


@asynccontextmanager
async def mark(_: Path) -> AsyncIterator[Rig]:
    shown = io.StringIO()
    yield Rig(Mark(Terminal(shown)), is_lit=lambda: "●" in shown.getvalue().splitlines()[-1])


@asynccontextmanager
async def network(_: Path) -> AsyncIterator[Rig]:
    clients: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        clients.add(writer)
        await say_it_again(reader, writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield Rig(Network(), address=("localhost", server.sockets[0].getsockname()[1]))


@asynccontextmanager
async def linux_body(_: Path) -> AsyncIterator[Rig]:
    yield Rig(LinuxBody())
