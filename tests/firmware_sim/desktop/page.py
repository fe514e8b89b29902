"""A page that keeps what it is told, and glasses that are put on before it. In virtual time."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import numpy as np

from edge.devices import Talker
from edge.messages import Frame, Shot
from firmware_sim.clock import run_virtual
from firmware_sim.desktop.glasses import LiveGlasses, Outside, put_on
from firmware_sim.desktop.profiles import Profile, profile_named
from firmware_sim.devices.devices import SimVoice
from firmware_sim.devices.link import SimLink
from firmware_sim.devices.witness import Witness
from firmware_sim.world.live import Live
from firmware_sim.world.physics import Physics
from firmware_sim.world.scenario import Beginning

T = TypeVar("T")
SHOT = Shot(width=80, fps=5.0)


@dataclass
class PageStandIn:
    """Keeps each message with its second and its bytes."""

    told: list[tuple[float, dict[str, Any], bytes]] = field(default_factory=list)

    def __call__(self, message: Mapping[str, Any], payload: bytes) -> None:
        self.told.append((asyncio.get_running_loop().time(), dict(message), payload))

    def of(self, name: str) -> list[tuple[float, dict[str, Any], bytes]]:
        """What was told under this name."""
        return [one for one in self.told if one[1]["is"] == name]

    def switches(self) -> list[tuple[float, bool]]:
        """When the light, or the display, went on or off."""
        return [(at, message["on"]) for at, message, _ in self.told if "on" in message]


@dataclass
class Put:
    """Glasses that are on, and what is around them."""

    worn: LiveGlasses
    live: Live
    physics: Physics
    page: PageStandIn

    async def look(self, count: int) -> list[Frame]:
        """So many frames."""
        eye = self.worn.glasses.eye
        assert eye is not None
        frames: list[Frame] = []
        stream = eye.frames(SHOT)
        try:
            async for frame in stream:
                frames.append(frame)
                if len(frames) == count:
                    break
        finally:
            await stream.aclose()
        return frames


def named(name: str) -> Profile:
    profile = profile_named(name)
    assert profile is not None
    return profile


def worn(profile: str, use: Callable[[Put], Awaitable[T]], *, mute: bool = False) -> T:
    """Put on glasses of this kind and use them. `mute`: this machine has no voice."""

    async def main() -> T:
        live, page = Live(datetime(2026, 5, 4, 9, 30, tzinfo=UTC)), PageStandIn()
        live.look_at(np.full((60, 100, 3), 120, np.uint8))
        physics = Physics(live, Beginning())
        talker: Talker | None = None if mute else SimVoice(Witness(), physics)
        outside = Outside(live, physics, SimLink(live), talker, page)
        return await use(Put(put_on(named(profile), outside), live, physics, page))

    return run_virtual(main())
