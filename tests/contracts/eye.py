"""What the eye does, whatever its lamp and its camera do: no frame was ever taken in the dark.

A lamp that dies stays dead: one that came back between two questions could not be told from one that had never failed.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import dataclass, field

import numpy as np

from edge.devices import Eye
from edge.errors import DeviceError
from edge.messages import Frame, Instant, Shot

SHOT = Shot(8, 10.0)
BLACK = np.zeros((6, 8, 3), np.uint8)


def now() -> float:
    return asyncio.get_running_loop().time()


@dataclass
class Lamp:
    """Shines, dies, hangs, or takes its time."""

    shines: bool = False
    mood: str = "well"
    was_ill: bool = False

    def fall(self, mood: str) -> None:
        self.mood = mood
        self.was_ill |= mood in {"dead", "hangs"}
        self.shines &= mood != "dead"

    async def set(self, on: bool) -> None:
        if self.mood == "hangs":
            await asyncio.Event().wait()
        await asyncio.sleep(0.3 if self.mood == "slow" else 0.01)
        if self.mood == "dead":
            raise DeviceError("light", "does not shine")
        self.shines = on


@dataclass
class Lens:
    """A camera that writes down whether there was light when it took a frame."""

    lamp: Lamp
    taken: dict[float, bool] = field(default_factory=dict)
    open: int = 0

    async def frames(self, shot: Shot) -> AsyncGenerator[Frame, None]:
        self.open += 1
        try:
            while True:
                await asyncio.sleep(1 / shot.fps)
                self.taken[now()] = self.lamp.shines
                yield Frame(Instant(now()), BLACK)
        finally:
            try:
                await asyncio.sleep(0.05)  # a driver takes its time to let go
                assert self.lamp.shines or self.lamp.was_ill, "the light went off before the camera did"
            finally:
                self.open -= 1


@dataclass
class Look:
    """Somebody who looks, until they have enough or are told to stop."""

    eye: Eye
    enough: bool = False
    got: list[Frame] = field(default_factory=list)

    async def run(self) -> None:
        with suppress(DeviceError):
            async with aclosing(self.eye.frames(SHOT)) as frames:
                async for frame in frames:
                    self.got.append(frame)
                    if self.enough:
                        return


async def check_eye(steps: list[tuple[str, int, float]]) -> None:
    """`steps`: what happens, to which look or lamp, and how many seconds pass after it."""
    lamp = Lamp()
    lens = Lens(lamp)
    eye = Eye(lens, lamp)
    looks: list[tuple[Look, asyncio.Task[None]]] = []
    for what, which, seconds in steps:
        if what == "open":
            look = Look(eye)
            looks.append((look, asyncio.ensure_future(look.run())))
        elif what in {"well", "dead", "hangs", "slow"}:
            lamp.fall(what if lamp.mood != "dead" else "dead")
        elif looks and what == "cancel":
            looks[which % len(looks)][1].cancel()
        elif looks:
            looks[which % len(looks)][0].enough = True
        await asyncio.sleep(seconds)
    for _, task in looks:
        task.cancel()
    if looks:
        await asyncio.wait({task for _, task in looks})
    await asyncio.sleep(5.0)
    assert all(lens.taken[frame.at] for look, _ in looks for frame in look.got), "a frame was taken in the dark"
    assert lens.open == 0
    assert not lamp.shines or lamp.was_ill, "the light stayed on"
    assert asyncio.all_tasks() == {asyncio.current_task()}
