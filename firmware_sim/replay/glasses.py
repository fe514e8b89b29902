"""A tape as glasses: the senses give what they gave then, at the same moments, and fail where they failed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeAlias

import numpy as np

from edge.devices import Display, Eye, Glasses
from edge.errors import DeviceError
from edge.messages import (
    Attention,
    Event,
    Frame,
    Heard,
    Instant,
    Now,
    Shot,
    Sound,
    Touch,
    Typed,
    Vitals,
    Voice,
    Wake,
    Wall,
)
from edge.tape.tape import Sensed, Tape

Moments: TypeAlias = tuple[tuple[float, Callable[[], Sensed]], ...]
RATE = 16000


def replayed_glasses(tape: Tape, display: Display) -> Glasses:
    """Glasses whose senses give the tape's from now on; a sense that gave nothing then is missing."""
    reel = Reel(tape, asyncio.get_running_loop().time())
    camera, microphone, button = (reel.moments(sense) for sense in ("camera", "microphone", "button"))
    return Glasses(
        body=TapedBody(reel),
        display=display,
        eye=Eye(TapedCamera(reel, camera), TapedLight()) if camera else None,
        microphone=TapedMicrophone(reel, microphone) if microphone else None,
        button=TapedButton(reel, button) if button else None,
    )


def seconds(tape: Tape) -> float:
    """The length of the tape in seconds."""
    steps = (step.now.at for step in tape.steps())
    return max([*steps, *(at for at, _ in tape.moments())], default=tape.began.at) - tape.began.at


@dataclass(frozen=True)
class Reel:
    """The tape on the loop's clock: what was at `began` then is at `start` now."""

    tape: Tape
    start: float

    @property
    def shift(self) -> float:
        return self.start - self.tape.began.at

    def moments(self, sense: str) -> Moments:
        return tuple((at + self.shift, read) for at, read in self.tape.moments(sense))

    async def play(self, moments: Moments) -> AsyncGenerator[Sensed, None]:
        """Give the moments from now on, each at its time; then wait for ever."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        for at, read in moments:
            if at >= now:
                await asyncio.sleep(at - loop.time())
                sensed = read()
                if sensed.value is None:
                    raise DeviceError(sensed.sense, sensed.failed)
                yield sensed
        await asyncio.Event().wait()


@dataclass(frozen=True)
class TapedBody:
    """Its clock goes on from where the tape began, at the pace of the loop."""

    reel: Reel

    def now(self) -> Now:
        at = asyncio.get_running_loop().time()
        began = self.reel.tape.began.wall
        return Now(Instant(at), Wall(began.time + timedelta(seconds=at - self.reel.start), began.trusted))

    async def vitals(self) -> AsyncGenerator[Vitals, None]:
        """What was felt last comes at once."""
        now = asyncio.get_running_loop().time()
        moments = self.reel.moments("body")
        felt = [read for at, read in moments if at <= now]
        latest = felt[-1]().value if felt else None
        yield latest if isinstance(latest, Vitals) else Vitals()
        async with aclosing(self.reel.play(moments[len(felt) :])) as playing:
            async for sensed in playing:
                if isinstance(sensed.value, Vitals):
                    yield sensed.value


@dataclass(frozen=True)
class TapedCamera:
    """Gives the picture that was taken nearest to now, since today's Glint may look a moment sooner or later."""

    reel: Reel
    moments: Moments

    async def frames(self, shot: Shot) -> AsyncGenerator[Frame, None]:
        while True:
            now = asyncio.get_running_loop().time()
            sensed = min(self.moments, key=lambda moment: abs(moment[0] - now))[1]()
            if not isinstance(sensed.value, Frame):
                raise DeviceError(sensed.sense, sensed.failed)
            yield _fitted(replace(sensed.value, at=Instant(now)), shot.width)
            await asyncio.sleep(1.0 / shot.fps)


@dataclass(frozen=True)
class TapedMicrophone:
    reel: Reel
    moments: Moments

    async def sounds(self) -> AsyncGenerator[Sound, None]:
        first = True
        async with aclosing(self.reel.play(self.moments)) as playing:
            async for sensed in playing:
                if isinstance(sensed.value, Sound):
                    sound = replace(sensed.value, at=Instant(sensed.value.at + self.reel.shift))
                    yield replace(sound, lost=0) if first else sound
                    first = False


@dataclass(frozen=True)
class TapedButton:
    reel: Reel
    moments: Moments

    async def touches(self) -> AsyncGenerator[Touch | Typed, None]:
        async with aclosing(self.reel.play(self.moments)) as playing:
            async for sensed in playing:
                if isinstance(sensed.value, Touch | Typed):
                    yield sensed.value


class TapedLight:
    """A lamp that confirms at once: in a replay there are no bystanders."""

    async def set(self, on: bool) -> None:
        """Do nothing."""


class TapedEar:
    """An ear that gives what was heard then, when the sound of it is played, and needs no model."""

    def __init__(self, tape: Tape, start: float) -> None:
        shift = start - tape.began.at
        heard = (step for step in tape.steps() if isinstance(step.event, Wake | Voice | Heard))
        self._left: list[tuple[float, Event]] = [(step.now.at + shift, step.event) for step in heard]

    def attend(self, to: Attention) -> tuple[Event, ...]:  # noqa: ARG002 - it was attended to then
        """Tell nothing more or less than what was heard then."""
        return ()

    def hear(self, sound: Sound) -> tuple[Event, ...]:
        """What was heard then, up to the end of this sound."""
        until = sound.at + len(sound.samples) / RATE
        due = tuple(event for at, event in self._left if at <= until)
        self._left = self._left[len(due) :]
        return due


def _fitted(frame: Frame, width: int) -> Frame:
    """The frame, scaled down to `width` pixels where it is wider."""
    if frame.pixels.shape[1] <= width:
        return frame
    import cv2

    height = max(1, round(frame.pixels.shape[0] * width / frame.pixels.shape[1]))
    pixels = cv2.resize(frame.pixels, (width, height), interpolation=cv2.INTER_AREA)
    return replace(frame, pixels=np.asarray(pixels, np.uint8))
