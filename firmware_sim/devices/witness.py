"""The witness: records what somebody beside the wearer would see and hear, so that tests need not ask the runtime."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, MutableSequence
from contextlib import aclosing
from dataclasses import dataclass, field

from edge.devices import Eye
from edge.messages import Frame, Shot
from firmware_sim.devices.faults import Watched


@dataclass(frozen=True, slots=True)
class Noted:
    """One thing that happened in the world: `light`, `frame`, `card`, `says`, `said`."""

    at: float
    what: str
    detail: str = ""


@dataclass(eq=False)
class Witness:
    """The list of what happened, in order of time; it changes nothing."""

    log: MutableSequence[Noted] = field(default_factory=list)
    in_the_dark: list[float] = field(default_factory=list)
    """When frames were taken that reached somebody although the lamp was dark. Must stay empty."""

    def note(self, what: str, detail: str = "") -> None:
        self.log.append(Noted(asyncio.get_running_loop().time(), what, detail))

    def of(self, what: str) -> list[Noted]:
        return [noted for noted in self.log if noted.what == what]


@dataclass(eq=False, kw_only=True)
class WatchedEye(Eye):
    """An eye that notes for each frame whether the lamp was on."""

    witness: Witness = field(repr=False)
    lamp: Watched = field(repr=False)

    async def frames(self, shot: Shot) -> AsyncGenerator[Frame, None]:
        async with aclosing(super().frames(shot)) as frames:
            async for frame in frames:
                self.witness.note("frame", f"taken at {frame.at:.3f}")
                if not self.lamp.lit_at(frame.at):
                    self.witness.in_the_dark.append(frame.at)
                yield frame
