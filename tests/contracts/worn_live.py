"""Devices of the desktop simulator, in surroundings that somebody makes while they are used. In virtual time."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from edge.messages import Touch, Typed
from firmware_sim.clock import run_virtual
from firmware_sim.desktop.glasses import LiveGlasses, Outside, put_on
from firmware_sim.desktop.profiles import profile_named
from firmware_sim.devices.devices import SimVoice
from firmware_sim.devices.link import SimLink
from firmware_sim.devices.witness import Witness
from firmware_sim.world.live import Live
from firmware_sim.world.physics import Physics
from firmware_sim.world.scenario import Beginning
from tests.contracts.rig import DONE, Implementation, Rig
from tests.contracts.simulated import say_it_again

FRAMES_EVERY = 0.04  # seconds between two frames of a page
PIECES_EVERY = 0.128  # seconds between two pieces of sound from a page

Feed = Callable[[Live], None]


def live(part: str, profile: str = "wide", feed: Feed | None = None, name: str = "") -> Implementation:
    """A device of these glasses. `feed` gives them from time to time what a page gives."""

    @asynccontextmanager
    async def rig(_: Path) -> AsyncIterator[Rig]:
        around, told = Live(datetime(2026, 5, 4, 9, 30, tzinfo=UTC)), Told()
        around.look_at(np.full((60, 80, 3), 120, np.uint8))
        _fingers(around)
        physics = Physics(around, Beginning())
        link = SimLink(around, say_it_again)
        chosen = profile_named(profile)
        assert chosen is not None
        worn = put_on(chosen, Outside(around, physics, link, SimVoice(Witness(), physics), told))
        feeding = _repeating(around, feed)
        yield Rig(_part(worn, part), is_lit=lambda: told.lit)
        feeding.cancel()
        await link.close()

    return Implementation(name or f"live {part}", rig, run_virtual, hardware=False)


class Told:
    """A page that is told things: whether it shows the lamp, or the mark, as lit."""

    lit = False

    def __call__(self, message: Mapping[str, Any], payload: bytes) -> None:
        if message["is"] == "light":
            self.lit = bool(message["on"])


class Fed:
    """Calls `feed` again and again, by timers."""

    def __init__(self, around: Live, feed: Feed, every: float) -> None:
        self._again: Callable[[], None] = lambda: feed(around)
        self._every = every
        self._fed()

    def _fed(self) -> None:
        self._again()
        self._timer = asyncio.get_running_loop().call_later(self._every, self._fed)

    def cancel(self) -> None:
        self._timer.cancel()


def a_frame(around: Live) -> None:
    if not around.frames_given:
        around.look_at(None, frames_given=True)
    around.frame(np.full((90, 120, 3), 90, np.uint8))


def some_sound(around: Live) -> None:
    around.hear(np.full(round(16_000 * PIECES_EVERY), 0.25, np.float32))


def _repeating(around: Live, feed: Feed | None) -> Fed:
    every = PIECES_EVERY if feed is some_sound else FRAMES_EVERY
    return Fed(around, feed or (lambda _: None), every)


def _fingers(around: Live) -> None:
    """What the contract of a button expects, at its times: nobody touches them before."""
    for at, touch in zip((0.5, 1.0, 1.5), DONE, strict=True):
        assert isinstance(touch, Touch | Typed)
        asyncio.get_running_loop().call_at(at, around.touch, touch)


def _part(worn: LiveGlasses, part: str) -> Any:
    glasses = worn.glasses
    if part in {"light", "camera"}:
        assert glasses.eye is not None
        return glasses.eye._light if part == "light" else glasses.eye._camera
    return getattr(glasses, part)
