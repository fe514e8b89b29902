"""The surroundings that a person makes: what is looked at, said, broken and mended while the glasses are worn."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np

from edge.errors import DeviceError
from edge.messages import LinkState, Pixels, Samples, Shot, Touch, Typed, Wall
from firmware_sim.scaled_clock import held
from firmware_sim.world import draw
from firmware_sim.world.faults import Fault
from firmware_sim.world.perception import RATE
from firmware_sim.world.surroundings import quiet
from firmware_sim.world.world import BETTER

WINDOW = 0.88  # of a picture's width and height that is seen at a time
SHAKE = 0.06  # of the picture, to either side
FRAME_WITHIN = 3.0  # seconds for whoever gives the frames
SOON = 0.05  # seconds until what is to be played is heard
PREFILL = 0.15  # seconds of sound that must have come before it is passed on, since it comes unevenly
SAID_AT_MOST = 8  # recordings that are heard at a time; the oldest is cut short
SOUND_AT_MOST = 1.0  # seconds of sound that wait; older sound is dropped
REMEMBERED = 60.0  # seconds for which it is known how things were: sound or a frame from then may be under way


@dataclass(frozen=True, slots=True)
class Weather:
    """A network around the glasses: what it is good for, and what it does to each byte."""

    state: LinkState
    latency: float = 0.0
    """Seconds that every byte comes later."""
    loss: float = 0.0
    """The share of what is sent that has to be sent again."""


AIRS = {
    "wifi": Weather(LinkState.UP),
    "4g": Weather(LinkState.UP, latency=0.05, loss=0.01),
    "2g": Weather(LinkState.SLOW, loss=0.03),
    "portal": Weather(LinkState.PORTAL),
    "offline": Weather(LinkState.DOWN),
}


@dataclass(eq=False)
class Live:
    """Surroundings that change when somebody changes them, in the loop in which the glasses live."""

    began: datetime
    """The time of day at second 0 of the loop."""
    celsius: float = 22.0
    on_look: Callable[[Shot | None], None] = lambda _: None
    """Told when the camera begins or stops to look."""
    broken: tuple[Fault, ...] = ()
    picture: Pixels | None = None
    """What lies before the glasses; None: whoever gives frames does so by `frame`, or it is dark."""
    frames_given: bool = False
    """Whether somebody gives frames."""
    _airs: list[tuple[float, Weather]] = field(default_factory=lambda: [(-math.inf, AIRS["wifi"])])
    """The networks, each with the instant from which on it was there."""
    _frame: Pixels | None = None
    _looks: int = 0
    _given: asyncio.Event = field(default_factory=asyncio.Event)
    _touches: asyncio.Queue[Touch | Typed] = field(default_factory=asyncio.Queue)
    _change: asyncio.Event = field(default_factory=asyncio.Event)
    _heard: Samples = field(default_factory=lambda: np.zeros(0, np.float32))
    """What came from a real microphone and was not passed on yet."""
    _flowing: bool = False
    _next: int = 0
    """The first sample that nobody asked for yet."""
    _said: list[tuple[int, Samples]] = field(default_factory=list)
    """Recordings, each with the number of its first sample, counted from second 0."""

    # ------------------------------------------------------------------------------------------- what somebody does

    def look_at(self, picture: Pixels | None, *, frames_given: bool = False) -> None:
        """Put a picture before the glasses, or whoever gives frames; neither: it is dark."""
        self.picture, self.frames_given = picture, frames_given
        self._give(None)

    def frame(self, pixels: Pixels) -> None:
        """A frame from whoever gives them."""
        self._give(pixels)

    def touch(self, what: Touch | Typed) -> None:
        """A finger on the glasses, or a typed line."""
        self._touches.put_nowait(what)

    def hear(self, samples: Samples) -> None:
        """A piece of what a real microphone hears just now."""
        self._heard = np.concatenate((self._heard, samples))[-round(SOUND_AT_MOST * RATE) :]

    def play(self, samples: Samples) -> float:
        """Let this be heard from now on; returns the second at which it is over."""
        begins = max(self._next, round((_now() + SOON) * RATE))
        self._said = [*self._said[1 - SAID_AT_MOST :], (begins, samples)]
        return (begins + len(samples)) / RATE

    def break_(self, device: str, kind: str, amount: float) -> None:
        """From now on this device is broken in this way."""
        self.mend(device, kind)
        self.broken = (*self.broken, Fault(device, kind, _now(), math.inf, amount))
        self.moved()

    def mend(self, device: str = "", kind: str = "") -> None:
        """Mend what is broken in this way; without a device, everything."""
        now, kept = _now(), []
        for fault in self.broken:
            mended = fault.until > now and (not device or (fault.device, fault.kind) == (device, kind))
            kept.append(replace(fault, until=now) if mended else fault)
        self.broken = tuple(fault for fault in kept if fault.until > now - REMEMBERED)
        self.moved()

    def weather(self, air: Weather) -> None:
        """From now on this network is around."""
        now = _now()
        last = max((at for at, _ in self._airs if at <= now - REMEMBERED), default=-math.inf)
        self._airs = [*((at, old) for at, old in self._airs if at >= last), (now, air)]
        self.moved()

    @property
    def air(self) -> Weather:
        """The network that is around now."""
        return self._airs[-1][1]

    def moved(self) -> None:
        """Wake whoever waits for a change."""
        self._change.set()
        self._change = asyncio.Event()

    # --------------------------------------------------------------------------------------------- what devices ask

    def wall(self, at: float) -> Wall:
        return Wall(self.began + timedelta(seconds=at))

    def around(self, at: float) -> float:  # noqa: ARG002 - as it is now
        return self.celsius

    def air_at(self, at: float) -> LinkState:
        states = [next(air for since, air in reversed(self._airs) if since <= at).state]
        states += [LinkState(f.kind) for f in self.faults("link") if f.kind in set(LinkState) and f.on(at)]
        return min(states, key=BETTER.index)

    def air_changes(self, after: float, until: float) -> tuple[float, ...]:
        times = {at for fault in self.faults("link") for at in (fault.at, fault.until)}
        times |= {since for since, _ in self._airs}
        return tuple(sorted(at for at in times if after < at <= until and math.isfinite(at)))

    def faults(self, device: str) -> tuple[Fault, ...]:
        own = tuple(fault for fault in self.broken if fault.device == device)
        if device != "link":
            return own
        weather = (("latency", self.air.latency), ("loss", self.air.loss))
        return (*own, *(Fault("link", kind, amount=amount) for kind, amount in weather if amount))

    def looked(self, shot: Shot | None) -> None:
        begins = shot is not None
        self._looks += 1 if begins else -1
        if self._looks == (1 if begins else 0):  # looks may overlap: the first begins it, the last ends it
            self._frame = None
            self.on_look(shot)

    async def view(self, at: float, width: int) -> Pixels:
        if self._waits():
            await self._frame_in_time()
        if self.picture is not None:
            return _fitted(window(self.picture, at), width)
        pixels, self._frame = self._frame, None
        return draw.darkness(width) if pixels is None else _fitted(pixels, width)

    def sound(self, at: float, count: int) -> Samples:
        first = round(at * RATE)
        if first > self._next:  # nobody listened meanwhile
            self._heard, self._flowing = self._heard[:0], False
        self._next = first + count
        heard = np.array(quiet(count))
        self._said = [(begins, samples) for begins, samples in self._said if begins + len(samples) > first]
        for begins, samples in self._said:
            here, there = max(0, begins - first), max(0, first - begins)
            length = min(count - here, len(samples) - there)
            if length > 0:
                heard[here : here + length] += samples[there : there + length]
        heard += self._from_microphone(count)
        return np.asarray(heard.clip(-1.0, 1.0), np.float32)

    async def touches(self) -> AsyncGenerator[Touch | Typed, None]:
        while True:
            yield await self._touches.get()

    async def changed(self) -> None:
        await self._change.wait()

    def _give(self, frame: Pixels | None) -> None:
        """Keep a frame, or that there is none, and wake who waits for one."""
        self._frame = frame
        self._given.set()
        self._given = asyncio.Event()

    def _waits(self) -> bool:
        """Whether a look has to wait for whoever gives the frames."""
        return self.picture is None and self.frames_given and self._frame is None

    async def _frame_in_time(self) -> None:
        """Wait for a frame, by the real clock: the page's camera is no faster because the glasses' clock is."""
        with held(), _in_time():
            async with asyncio.timeout(FRAME_WITHIN):
                while self._waits():
                    await self._given.wait()

    def _from_microphone(self, count: int) -> Samples:
        """What came, in order; silence where too little came, and then until there is some in store again."""
        waiting = len(self._heard)
        self._flowing = waiting >= count if self._flowing else waiting >= count + PREFILL * RATE
        if not self._flowing:
            return np.zeros(count, np.float32)
        given, self._heard = self._heard[:count], self._heard[count:]
        return given


@contextmanager
def _in_time() -> Iterator[None]:
    """A page that is too slow is a camera that fails."""
    try:
        yield
    except TimeoutError:
        raise DeviceError("camera", f"the page gave no picture within {FRAME_WITHIN:g} s") from None


def window(picture: Pixels, at: float) -> Pixels:
    """What is seen of a picture at an instant by a head that is never quite still."""
    left = SHAKE * (1 + 0.8 * math.sin(at * 0.37) + 0.2 * math.sin(at * 1.7))
    top = SHAKE * (1 + 0.8 * math.sin(at * 0.29 + 1) + 0.2 * math.sin(at * 1.3))
    height, width = picture.shape[:2]
    x, y = round(left * width), round(top * height)
    return picture[y : y + round(WINDOW * height), x : x + round(WINDOW * width)]


def _fitted(pixels: Pixels, width: int) -> Pixels:
    """At most so wide, and an array of its own."""
    import cv2

    if pixels.shape[1] > width:
        height = round(pixels.shape[0] * width / pixels.shape[1])
        pixels = np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    return np.ascontiguousarray(pixels)


def _now() -> float:
    return asyncio.get_running_loop().time()
