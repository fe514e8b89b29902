"""What is around a pair of simulated glasses: in view, in the air, on the link, and what is broken.

The devices ask their `Surroundings` and do not know who decides: a scenario that was written down (`Scripted`), or a
person at the desktop simulator (`Live`). Instants are seconds of the loop's clock.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from math import isfinite
from typing import Protocol

import numpy as np

from edge.messages import Frame, Instant, LinkState, Pixels, Samples, Shot, Touch, Typed, Wall
from firmware_sim.world import draw
from firmware_sim.world.air import air_at, air_changes
from firmware_sim.world.faults import Fault, of
from firmware_sim.world.perception import RATE, ShownPictures, voice_samples
from firmware_sim.world.scenario import Press, Scenario, Write, latest
from firmware_sim.world.soundtrack import Soundtrack

QUIET = 1e-4  # of full scale: no microphone that works gives nothing but zeros


class Surroundings(Protocol):
    """Whatever a pair of simulated glasses cannot know by itself."""

    def wall(self, at: float) -> Wall:
        """The time of day."""

    def around(self, at: float) -> float:
        """Degrees Celsius of the air."""

    def air_at(self, at: float) -> LinkState:
        """What the network is good for, faults included."""

    def air_changes(self, after: float, until: float) -> tuple[float, ...]:
        """The instants in after < change <= until at which that may change, as far as they are known."""

    def faults(self, device: str) -> tuple[Fault, ...]:
        """What is or will be broken of a device."""

    def looked(self, shot: Shot | None) -> None:
        """The camera begins to look like this; None: it has stopped."""

    async def view(self, at: float, width: int) -> Pixels:
        """What lies before the glasses, as a camera of that width sees it. Raises DeviceError where nobody can tell."""

    def sound(self, at: float, count: int) -> Samples:
        """So many samples of what is in the air from `at` on."""

    def touches(self) -> AsyncGenerator[Touch | Typed, None]:
        """What the wearer's fingers do from now on."""

    async def changed(self) -> None:
        """Wait until something changes that could not be known before."""


async def until(surroundings: Surroundings, at: float) -> None:
    """Wait for an instant, or until something changes unforeseen, whichever is first; infinity: only for the latter."""
    seconds = at - asyncio.get_running_loop().time()
    with suppress(TimeoutError):  # no task of its own (wait_for): a change before that begins would be missed
        async with asyncio.timeout(seconds if isfinite(seconds) else None):
            await surroundings.changed()


@dataclass(frozen=True)
class Scripted:
    """The surroundings of a scenario: all is known from the beginning, and nothing changes unforeseen."""

    scenario: Scenario
    soundtrack: Soundtrack | None = None
    """What is really in the air; None: a hum where somebody speaks, and silence."""
    sight: ShownPictures = field(default_factory=ShownPictures)

    def wall(self, at: float) -> Wall:
        return Wall(self.scenario.begins + timedelta(seconds=at), self.scenario.clock_trusted)

    def around(self, at: float) -> float:  # noqa: ARG002 - it never changes here
        return self.scenario.start.around

    def air_at(self, at: float) -> LinkState:
        return air_at(self.scenario, at)

    def air_changes(self, after: float, until: float) -> tuple[float, ...]:
        return air_changes(self.scenario, after, until)

    def faults(self, device: str) -> tuple[Fault, ...]:
        return of(self.scenario.fault, device)

    def looked(self, shot: Shot | None) -> None:
        """Do nothing: a picture is there whether somebody looks or not."""

    async def view(self, at: float, width: int) -> Pixels:
        return self.pixels(at, width)

    def pixels(self, at: float, width: int) -> Pixels:
        """The picture of the scenario at an instant, whether a camera works or not."""
        see = latest(self.scenario.see, at)
        if see is None or not see.picture:
            return draw.darkness(width)
        picture = self.scenario.named(see.picture)
        pixels = draw.render(picture, self.scenario.folder, width)
        self.sight.remember(pixels, picture)
        return pixels

    def sound(self, at: float, count: int) -> Samples:
        if self.soundtrack is not None:
            return self.soundtrack.piece(at, count)
        middle = at + count / RATE / 2
        spoken = any(hear.at < middle < hear.ends for hear in self.scenario.hear)
        return hum(count) if spoken else quiet(count)

    async def touches(self) -> AsyncGenerator[Touch | Typed, None]:
        """The scenario's touches and typed questions from now on, each at its time; then wait for ever."""
        now = asyncio.get_running_loop().time()
        todo: list[Press | Write] = [*self.scenario.press, *self.scenario.write]
        for entry in sorted((e for e in todo if e.at >= now), key=lambda e: e.at):
            await asyncio.sleep(entry.at - asyncio.get_running_loop().time())
            yield self._typed(entry) if isinstance(entry, Write) else Touch(entry.kind)
        await asyncio.Event().wait()

    async def changed(self) -> None:
        await asyncio.Event().wait()

    def _typed(self, write: Write) -> Typed:
        if not write.picture:
            return Typed(write.text, None, write.mode)
        picture = self.scenario.named(write.picture)
        pixels = draw.render(picture, self.scenario.folder, self.scenario.config.camera.width)
        self.sight.remember(pixels, picture)
        return Typed(write.text, Frame(Instant(write.at), pixels), write.mode)


@lru_cache(maxsize=8)
def quiet(count: int) -> Samples:
    """A quiet room: the same faint noise every time, shared, so not to be written to."""
    samples = np.random.default_rng(0).normal(0, QUIET, count).astype(np.float32)
    samples.setflags(write=False)
    return samples


@lru_cache(maxsize=8)
def hum(count: int) -> Samples:
    """What stands for a voice where no sentence was recorded; shared, so not to be written to."""
    samples = voice_samples(count)
    samples.setflags(write=False)
    return samples
