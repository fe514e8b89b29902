"""Simulated devices: each does what a real one would, in the loop's time, and never breaks (see faults.py for that)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, MutableSequence
from dataclasses import dataclass, field

import numpy as np

from edge.devices import Playing
from edge.messages import (
    Card,
    Clip,
    Frame,
    Instant,
    Now,
    Shot,
    Size,
    Sound,
    Touch,
    Typed,
    Vitals,
)
from firmware_sim.devices.screen import SIZE
from firmware_sim.devices.witness import Witness
from firmware_sim.world import world
from firmware_sim.world.perception import RATE
from firmware_sim.world.physics import Physics
from firmware_sim.world.surroundings import Surroundings, until

PIECE = 0.1  # seconds of sound in one piece
BUFFER = 1.0  # seconds of sound that wait for a slow listener
WARM_UP = 0.15  # seconds until a camera gives its first frame
CONFIRMING = 0.02  # seconds until a lamp has confirmed
FEELING = 10.0  # seconds between two vitals when nothing happens
SPEECH = 14.0  # letters a second


@dataclass(frozen=True)
class SimBody:
    surroundings: Surroundings
    physics: Physics

    def now(self) -> Now:
        at = asyncio.get_running_loop().time()
        return Now(Instant(at), self.surroundings.wall(at))

    async def vitals(self) -> AsyncGenerator[Vitals, None]:
        """Give vitals at once, at every change of the link, and at regular intervals."""
        while True:
            felt = self.physics.now()
            yield Vitals(round(felt.charge, 4), round(felt.celsius, 2), felt.radio.state)
            now = asyncio.get_running_loop().time()
            changes = self.surroundings.air_changes(now - world.JOINING, now + FEELING)
            nexts = [at for change in changes for at in (change, change + world.JOINING) if at > now]
            await until(self.surroundings, min([*nexts, now + FEELING]))


@dataclass(frozen=True)
class SimCamera:
    surroundings: Surroundings
    physics: Physics

    async def frames(self, shot: Shot) -> AsyncGenerator[Frame, None]:
        self.physics.load(camera=1.0)
        self.surroundings.looked(shot)
        try:
            await asyncio.sleep(WARM_UP)
            while True:
                at = asyncio.get_running_loop().time()
                yield Frame(Instant(at), await self.surroundings.view(at, shot.width))
                await asyncio.sleep(1.0 / shot.fps)
        finally:
            self.surroundings.looked(None)
            self.physics.load(camera=0.0)


@dataclass(frozen=True)
class SimMicrophone:
    surroundings: Surroundings

    async def sounds(self) -> AsyncGenerator[Sound, None]:
        """Pieces on the clock's own grid, each given when it is complete; a slow listener loses the oldest."""
        loop = asyncio.get_running_loop()
        number = round(loop.time() / PIECE)
        while True:
            number = max(number + 1, round((loop.time() - BUFFER) / PIECE))
            await asyncio.sleep(number * PIECE - loop.time())
            begins = (number - 1) * PIECE
            yield Sound(Instant(begins), self.surroundings.sound(begins, round(PIECE * RATE)))


@dataclass(frozen=True)
class SimButton:
    surroundings: Surroundings

    def touches(self) -> AsyncGenerator[Touch | Typed, None]:
        return self.surroundings.touches()


@dataclass(frozen=True)
class SimDisplay:
    witness: Witness
    size: Size = SIZE
    shown: MutableSequence[tuple[float, Card]] = field(default_factory=list)

    async def show(self, card: Card) -> None:
        self.shown.append((asyncio.get_running_loop().time(), card))
        self.witness.note("card", " | ".join((card.title, *card.lines)))


@dataclass(frozen=True)
class SimLight:
    witness: Witness
    switches: MutableSequence[tuple[float, bool]] = field(default_factory=list)

    async def set(self, on: bool) -> None:
        if on != self._told():
            self.switches.append((asyncio.get_running_loop().time(), on))
            self.witness.note("light", "on" if on else "off")
            await asyncio.sleep(CONFIRMING)

    def lit_at(self, at: float) -> bool:
        return next((on for since, on in reversed(self.switches) if since <= at), False)

    def _told(self) -> bool:
        return bool(self.switches) and self.switches[-1][1]


class SimVoice:
    """Talker and speaker in one, so that the witness hears words; one clip at a time."""

    def __init__(self, witness: Witness, physics: Physics) -> None:
        self._witness = witness
        self._physics = physics
        self._made: list[tuple[int, str]] = []
        self.loudness: list[float] = []
        """Of each clip that was said, from 0 to 1."""

    async def clip(self, words: str) -> Clip:
        count = round(len(words) / SPEECH * RATE)
        self._made.append((count, words))
        return Clip(np.broadcast_to(np.float32(1.0), count), RATE)

    def say(self, clip: Clip) -> Playing:
        count = len(clip.samples)
        words = next((words for made, words in self._made if made == count), "a sound")
        self._made = [entry for entry in self._made if entry != (count, words)]
        self.loudness.append(round(float(clip.samples[0]), 2) if count else 0.0)
        self._witness.note("says", words)
        self._physics.load(speaker=1.0)
        return SimPlaying(len(clip.samples) / clip.rate, self._over)

    def _over(self, heard: float) -> None:
        self._physics.load(speaker=0.0)
        self._witness.note("said", f"{heard:.2f} s")


class SimPlaying:
    """A clip that is being heard."""

    def __init__(self, seconds: float, over: Callable[[float], None]) -> None:
        loop = asyncio.get_running_loop()
        self._began = loop.time()
        self._over = over
        self._heard = loop.create_future()
        self._timer = loop.call_later(seconds, self._end)

    async def wait(self) -> float:
        return float(await asyncio.shield(self._heard))

    async def stop(self) -> float:
        self._end()
        return float(await self._heard)

    def _end(self) -> None:
        if not self._heard.done():
            self._timer.cancel()
            heard = asyncio.get_running_loop().time() - self._began
            self._heard.set_result(heard)
            self._over(heard)
