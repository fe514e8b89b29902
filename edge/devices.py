"""The protocols that real, simulated and replayed devices keep, and the Eye, which lights the lamp for every frame."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from edge.errors import DeviceError

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import AsyncGenerator, AsyncIterator
    from ssl import SSLContext

    from edge.messages import Card, Clip, Frame, Instant, Now, Shot, Size, Sound, Touch, Typed, Vitals


class Camera(Protocol):
    """Frames for as long as somebody iterates; raises DeviceError when there are none to be had."""

    def frames(self, shot: Shot) -> AsyncGenerator[Frame, None]: ...


class Microphone(Protocol):
    """Sound for as long as somebody iterates; raises DeviceError when it falls silent for good."""

    def sounds(self) -> AsyncGenerator[Sound, None]: ...


class Button(Protocol):
    """Touches, and typed questions where there is a keyboard; ends when there can be no more."""

    def touches(self) -> AsyncGenerator[Touch | Typed, None]: ...


class Display(Protocol):
    """Shows one card at a time. What it is given fits its size, as far as that can be."""

    @property
    def size(self) -> Size: ...

    async def show(self, card: Card) -> None: ...


class Playing(Protocol):
    """A clip that is being heard. Both tell the seconds that were really heard."""

    async def wait(self) -> float: ...

    async def stop(self) -> float: ...


@runtime_checkable
class Begins(Protocol):
    """What a Playing may tell besides: when its first sample was given to the device."""

    async def began(self) -> Instant: ...


class Speaker(Protocol):
    """Plays one clip at a time."""

    def say(self, clip: Clip) -> Playing: ...


class Talker(Protocol):
    """Turns words into sound; raises DeviceError when it cannot."""

    async def clip(self, words: str) -> Clip: ...


class Light(Protocol):
    """The lamp that bystanders see. Returns once the new state is CONFIRMED, raises DeviceError if it cannot be."""

    async def set(self, on: bool) -> None: ...


class Link(Protocol):
    """The network. Only the gate opens it."""

    async def open(self, host: str, port: int, tls: SSLContext | None) -> tuple[StreamReader, StreamWriter]: ...


class Body(Protocol):
    """The clock, and how the body feels."""

    def now(self) -> Now: ...

    def vitals(self) -> AsyncGenerator[Vitals, None]: ...


@dataclass(eq=False)
class Eye:
    """Camera and light as one: the light is confirmed before the first frame and stays on until after the last.

    The camera is never handed out, so this is the only way to a frame. Several looks may overlap: the light stays
    on until the last of them is over.
    """

    _camera: Camera = field(repr=False)
    _light: Light = field(repr=False)
    confirm_within: float = 1.0
    _looks: int = field(default=0, init=False)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, init=False, repr=False)

    async def frames(self, shot: Shot) -> AsyncGenerator[Frame, None]:
        """Yield frames under the light. Always iterate under `contextlib.aclosing`."""
        async with self._lit(), aclosing(self._camera.frames(shot)) as frames:
            async for frame in frames:
                await self._switch(on=True)  # asked again: a lamp that died meanwhile takes this frame with it
                yield frame

    @asynccontextmanager
    async def _lit(self) -> AsyncIterator[None]:
        self._looks += 1
        lit = False
        try:
            async with self._turn:
                await self._switch(on=True)
            lit = True
            yield
        finally:
            self._looks -= 1
            if self._looks == 0:
                await self._surely_darken(tell=lit)

    async def _surely_darken(self, *, tell: bool) -> None:
        """A look that was cancelled, even while lighting and even twice, must still darken the light.

        A light that could not even be lit has told what is wrong with it already.
        """
        darkening = asyncio.ensure_future(self._darken())
        cancelled: asyncio.CancelledError | None = None
        while not darkening.done():
            try:
                await asyncio.wait({darkening})
            except asyncio.CancelledError as error:
                cancelled = error
        if cancelled is not None:
            raise cancelled from darkening.exception()
        if darkening.exception() is None or tell:
            darkening.result()

    async def _darken(self) -> None:
        async with self._turn:
            if self._looks == 0:
                await self._switch(on=False)

    async def _switch(self, *, on: bool) -> None:
        try:
            async with asyncio.timeout(self.confirm_within):
                await self._light.set(on)
        except TimeoutError:
            word = "on" if on else "off"
            raise DeviceError("light", f"did not confirm that it is {word} within {self.confirm_within:g} s") from None


@dataclass(frozen=True)
class Glasses:
    """Everything that touches the world. None: this pair has no such device."""

    body: Body
    display: Display
    eye: Eye | None = None
    microphone: Microphone | None = None
    button: Button | None = None
    speaker: Speaker | None = None
    talker: Talker | None = None
    link: Link | None = None
    loopback: bool = False
    """Whether the link reaches servers on this very machine whatever the network is like; a simulated one does not."""
    why_no_eye: str = ""
    """Where there is no eye: what the wearer is told, if there is more to say than that there is no camera."""

    def __post_init__(self) -> None:
        """Raises TypeError for what cannot be the device it stands for: a camera without a light is no Eye."""
        if not isinstance(self.eye, Eye | None):
            raise TypeError(f"eye wants an Eye(camera, light) or None, not {_name(self.eye)}")
        for device, methods in _METHODS.items():
            value = getattr(self, device)
            if value is None and device not in _ALWAYS:
                continue
            lacking = [method for method in methods if not callable(getattr(value, method, None))]
            if lacking or isinstance(value, type):
                wants = " and ".join(f"{method}()" for method in methods)
                raise TypeError(f"{device} wants an object with {wants}, not {_name(value)}")


_METHODS = {
    "body": ("now", "vitals"), "display": ("show",), "microphone": ("sounds",), "button": ("touches",),
    "speaker": ("say",), "talker": ("clip",), "link": ("open",),
}  # fmt: skip
_ALWAYS = ("body", "display")


def _name(value: object) -> str:
    return f"the class {value.__name__}" if isinstance(value, type) else type(value).__name__
